/** From declared fields to TypeScript types: declared once, never repeated. */
import type { StructProxy } from './proxies/struct-proxy.js';
import type { AnyType, InOf, OutOf, PlainOf, Type } from './type.js';

type FieldTypes = Readonly<Record<string, AnyType>>;

type OptionalNames<F> = {
  [K in keyof F]: F[K] extends Type<infer _O, infer _I, infer M, infer _P>
    ? M extends true
      ? K
      : never
    : never;
}[keyof F];
/** Those of them that must be there, and others: picked, so that a field leads editors to where it is declared. */
type Required<F> = Pick<F, Exclude<keyof F, OptionalNames<F>>>;
type Optional<F> = Pick<F, OptionalNames<F>>;

/** One object type instead of an intersection, as editors show it. */
type Flat<T> = { [K in keyof T]: T[K] } & {};

/** Fields as a plain object has them. */
export type PlainFields<F extends FieldTypes> = Flat<
  { -readonly [K in keyof Required<F>]: PlainOf<F[K]> } & {
    -readonly [K in keyof Optional<F>]?: PlainOf<F[K]> | undefined;
  }
>;

/** Fields as a value to be packed may give them. */
export type InputFields<F extends FieldTypes> = Flat<
  { readonly [K in keyof Required<F>]: InOf<F[K]> } & {
    readonly [K in keyof Optional<F>]?: InOf<F[K]> | undefined;
  }
>;

/** Fields as they are read in place. */
type ReadFields<F extends FieldTypes> = Flat<
  { readonly [K in keyof Required<F>]: OutOf<F[K]> } & {
    readonly [K in keyof Optional<F>]?: OutOf<F[K]> | undefined;
  }
>;

/** A struct read in place, as TypeScript sees it: its fields, and the methods that these do not hide. */
export type StructInstance<F extends FieldTypes> = ReadFields<F> &
  Omit<StructMethods<PlainFields<F>>, keyof F>;

interface StructMethods<Plain> extends Pick<StructProxy, 'toJSON' | 'equals'> {
  /** A plain object with a copy of every field present, nested structs included. */
  toObject(): Plain;
}

/** The plain TypeScript type of a schema or type: `type City = Infer<typeof City>`. */
export type Infer<T> = Exclude<PlainOf<T>, undefined>;

/** What packing by a schema or type takes: as `Infer`, but also bigints for integers, typed arrays for lists. */
export type InferInput<T> = Exclude<InOf<T>, undefined>;
