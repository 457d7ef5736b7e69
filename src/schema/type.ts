/** What a field is declared as: how it is stored, and what it is in TypeScript. */
import { SchemaError } from '../errors.js';
import { type Codec, describe } from '../values/base/codec.js';

/** Leads from anything usable as a type (a `t.*` value, a struct class) to its descriptor. */
export const TYPE: unique symbol = Symbol('sharedbuffers.type');

/** A declared type, without its TypeScript face. */
export interface Descriptor {
  readonly codec: Codec;
  /** The field may be left out: it then reads as `undefined`. */
  readonly optional: boolean;
  /** The field may be None: it then reads as `null`. */
  readonly nullable: boolean;
  /** The type's name in embedded schemas (docs/format.md 12), or the schema of a nested struct. */
  readonly stored: string | object;
}

/**
 * A type of value: `Out` is what reading gives, `In` what packing takes, `Plain` what `Infer` says (nested structs
 * as plain objects). `Missing` is true for a field that may be left out.
 */
export interface Type<Out = unknown, In = Out, Missing extends boolean = boolean, Plain = Out> {
  /** @hidden How values of the type are stored. */
  readonly [TYPE]: Descriptor;
  /** The same type for a field that may be missing. */
  optional(): Type<Out, In, true, Plain>;
  /** The same type for a value that may be None. */
  nullable(): Type<Out | null, In | null, Missing, Plain | null>;
  /** @hidden Never present, like the next three: they carry the types for inference. */
  readonly _out?: Out;
  /** @hidden Never present. */
  readonly _in?: (value: In) => void;
  /** @hidden Never present. */
  readonly _plain?: Plain;
  /** @hidden Never present. */
  readonly _missing?: Missing;
}

/** A type that is always present unless `.optional()` is called on it. */
export type RequiredType<Out, In = Out, Plain = Out> = Type<Out, In, false, Plain>;

/** A type whatever it reads and takes. */
// biome-ignore lint/suspicious/noExplicitAny: no other type accepts every `In`, which stands as a parameter.
export type AnyType = Type<any, any, boolean, any>;

/** A type of element of a container, which is never missing. */
// biome-ignore lint/suspicious/noExplicitAny: as for `AnyType`.
export type ElementType = Type<any, any, false, any>;

/** What reading gives: for a struct class, its instances, methods of subclasses included. */
export type OutOf<T> = T extends new (
  ...internal: never
) => infer Instance
  ? Instance
  : T extends { readonly _out?: infer Out }
    ? Out
    : never;
/** What packing takes. */
export type InOf<T> = T extends { readonly _in?: (value: infer In) => void } ? In : never;
/** What `Infer` says. */
export type PlainOf<T> = T extends { readonly _plain?: infer Plain } ? Plain : never;

/** @internal */
export function makeType<Out, In = Out>(descriptor: Descriptor): RequiredType<Out, In> {
  return withType({}, descriptor) as RequiredType<Out, In>;
}

/** @internal Gives an object or a function the face of a type. */
export function withType<T extends object>(target: T, descriptor: Descriptor): T {
  return Object.defineProperties(target, {
    [TYPE]: { value: descriptor },
    optional: { value: () => makeType({ ...descriptor, optional: true }) },
    nullable: { value: () => makeType({ ...descriptor, nullable: true }) },
  });
}

/** @internal What is behind a type. Throws `SchemaError` for what is none; `taker`: who takes it, for the message. */
export function descriptorOf(type: unknown, taker: string): Descriptor {
  if (isType(type)) return type[TYPE];
  throw new SchemaError(`${taker} takes a type, as t.uint32 or a struct, not ${describe(type)}`);
}

/** @internal */
export function isType(value: unknown): value is AnyType {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as Partial<Type>)[TYPE] === 'object'
  );
}
