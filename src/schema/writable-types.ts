/** What TypeScript lets be assigned: the numeric fields of records from writable memory. */

/** Names of the members of `V` whose type is within `T`; of a record of no declared schema, any name. */
type Within<V, T> = string extends keyof V
  ? string
  : { [K in keyof V]-?: [V[K]] extends [T | null | undefined] ? K : never }[keyof V] & string;

/** Names of the fields of `V` that hold numbers or bools. */
export type NumericField<V> = Within<V, number | bigint | boolean>;

/** Names of the fields of `V` that hold numbers. */
export type NumberField<V> = Within<V, number | bigint>;

/** What a numeric field holds where it has room for a value, which a missing one or None has not. */
export type NumericValue<V, K extends keyof V> = unknown extends V[K]
  ? number | bigint | boolean
  : NonNullable<V[K]>;

type Assignable<V> = { -readonly [K in keyof V]: V[K] };

/** Any struct read in place. */
interface AnyRecord {
  toObject(): object;
}

type StructField<V> = {
  [K in keyof V]-?: NonNullable<V[K]> extends AnyRecord ? K : never;
}[keyof V];

type Nested<V> = V extends AnyRecord ? Writable<V> : V;

/**
 * A record whose numeric fields can be assigned, and those of structs nested in it. As TypeScript cannot tell a field
 * from a getter that a class adds, it lets such a getter be assigned too, which throws a `TypeError`.
 */
export type Writable<V> = V &
  Assignable<Pick<V, NumericField<V> & keyof V>> & {
    readonly [K in keyof Pick<V, StructField<V>>]: Nested<V[K]>;
  };
