/** How secondary indexes are declared, and what that says of their keys. */
import type { AnyType, OutOf } from '../../schema/type.js';
import type { Tagged } from '../../values/base/tagged-value.js';
import type { Temporal } from '../../values/times/temporal-library.js';

/** A key of an index. */
export type IndexKeyValue =
  | string
  | Uint8Array
  | number
  | bigint
  | Temporal.PlainDate
  | Temporal.Instant
  | Date;

/** What a function of keys gives for a record: a key, several, or none. */
export type GivenKeys =
  | IndexKeyValue
  | Iterable<IndexKeyValue | null | undefined>
  | Tagged
  | null
  | undefined;

interface OrderOption {
  /** Whether the order of keys of text or bytes is stored, for `range`, `prefix` and the like: 4 bytes a key. Default false. */
  readonly ordered?: boolean | undefined;
}

/** An index by a field: of text, bytes, integers, float64, dates or datetimes, or a list, tuple or set of such. */
export interface FieldIndex extends OrderOption {
  /** What `by` finds it by. */
  readonly name: string;
  /** A field, or a path to one in a nested struct: `address.country`. Default: the name. */
  readonly field?: string | undefined;
}

/** An index by keys of your own. */
export interface KeysIndex<Input = never> extends OrderOption {
  /** What `by` finds it by. */
  readonly name: string;
  /** Gives the keys of a record as it was given: one, several, or `undefined` for none. */
  readonly keys: (row: Input) => GivenKeys;
  /**
   * What the keys are: `t.string`, `t.bytes`, an integer type, `t.float64`, `t.date` or `t.datetime`. Default: what the first one suggests,
   * which is text, bytes or an unsigned integer.
   */
  readonly key?: AnyType | undefined;
}

/** An index: the name of a field or a path to one, by which it is called; or an object with a name. */
export type IndexOption<Input = never> = string | FieldIndex | KeysIndex<Input>;

/** The keys that a value gives: itself, or its elements. */
export type KeysIn<T> = T extends Date
  ? Date | Temporal.Instant
  : T extends IndexKeyValue
    ? T
    : T extends Iterable<infer E>
      ? Extract<E, IndexKeyValue>
      : never;

/** What a field is that a path leads to. */
type FieldAt<V, P extends string> = P extends keyof V
  ? V[P]
  : P extends `${infer Head}.${infer Rest}`
    ? Head extends keyof V
      ? FieldAt<NonNullable<V[Head]>, Rest>
      : unknown
    : unknown;

/** The key of a field's index; any key where the field is not known. */
type FieldKey<V, P extends string> = unknown extends FieldAt<V, P> ? IndexKeyValue : KeysIn<FieldAt<V, P>>;

type NameOf<O> = O extends string ? O : O extends { readonly name: infer N extends string } ? N : never;

type KeyOf<O, V> = O extends string
  ? FieldKey<V, O>
  : O extends { readonly key: infer T extends AnyType }
    ? Extract<OutOf<T>, IndexKeyValue>
    : O extends { readonly keys: (row: never) => infer G }
      ? KeysIn<G>
      : O extends { readonly field: infer P extends string }
        ? FieldKey<V, P>
        : FieldKey<V, NameOf<O>>;

/** From the names of declared indexes to their keys. */
export type DeclaredIndexes<I extends readonly unknown[], V> = {
  readonly [O in I[number] as NameOf<O>]: KeyOf<O, V>;
};

/** From the names of indexes to their keys: without a declaration of them, there can be any. */
export type IndexKeys = { readonly [name: string]: IndexKeyValue };
