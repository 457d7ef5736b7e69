/** Records by what they hold, in all shards of a data set. */
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import { byKey, type KeyOrder, keyOrder } from '../../shards/key-order.js';
import { merged } from '../../shards/merge.js';
import { endmost, nearestOf } from '../../shards/ordered-shards.js';
import { distinctKeys } from './distinct-keys.js';

/**
 * The indexes of one name of all shards, as one: `dataset.by('name')` gives it, which opens them all. Records of a key come shard by
 * shard, those of a shard in the order of its `array`.
 */
export class DatasetIndex<K extends Key, V extends object> implements Iterable<[K, V]> {
  /** What `by` finds it by. */
  readonly name: string;
  readonly #indexes: readonly SecondaryIndex<K, V>[];
  #order: KeyOrder | undefined;
  #keyCount: number | undefined;

  /** @internal Use `dataset.by(name)`. */
  constructor(name: string, indexes: readonly SecondaryIndex<K, V>[]) {
    this.name = name;
    this.#indexes = indexes;
  }

  /** Number of entries: of each key as many as it has records. */
  get size(): number {
    return this.#indexes.reduce((sum, { size }) => sum + size, 0);
  }

  /** Number of different keys: the first time, all of them are gone through, since shards can have some in common. */
  get keyCount(): number {
    if (this.#keyCount === undefined) {
      let count = 0;
      for (const _ of this.keys()) count += 1;
      this.#keyCount = count;
    }
    return this.#keyCount;
  }

  /** The first record of a key; `undefined` when it has none. */
  get(key: K): V | undefined {
    for (const index of this.#indexes) {
      const record = index.get(key);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  /** Whether a key has a record in any shard. */
  has(key: K): boolean {
    return this.#indexes.some((index) => index.has(key));
  }

  /** How many records a key has: nothing of them is read. */
  count(key: K): number {
    return this.#indexes.reduce((sum, index) => sum + index.count(key), 0);
  }

  /** All records of a key, shard by shard. */
  getAll(key: K): V[] {
    return this.#indexes.flatMap((index) => index.getAll(key));
  }

  /** All records of a key, one by one, shard by shard. */
  *iterate(key: K): Generator<V> {
    for (const index of this.#indexes) yield* index.iterate(key);
  }

  /** Keys, each once: ascending numbers; strings by hash. */
  keys(): Generator<K> {
    return distinctKeys(this.#indexes);
  }

  /** Keys and records, shard by shard. */
  *entries(options?: IterationOptions): Generator<[K, V]> {
    for (const index of this.#indexes) yield* index.entries(options);
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  /** As that of the index of a mapping: entries with `from` <= key < `to` by their keys, of all shards in one order. */
  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.#merged((index) => index.range(from, to, options), options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.#merged((index) => index.prefix(prefix, options), options);
  }

  /**
   * The entry that comes first by its key: with the first of its records.
   *
   * @throws as `range`.
   */
  first(): [K, V] | undefined {
    return endmost(
      this.#indexes.map((index) => index.first()),
      this.#inOrder,
      1,
    );
  }

  /** The entry that comes last by its key: with the last of its records. */
  last(): [K, V] | undefined {
    return endmost(
      this.#indexes.map((index) => index.last()),
      this.#inOrder,
      -1,
    );
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says. */
  nearest(key: K): [K, V] | undefined {
    return nearestOf(
      this.#indexes.map((index) => index.nearest(key)),
      this.#inOrder,
      key,
    );
  }

  #merged(
    rowsOf: (index: SecondaryIndex<K, V>) => Generator<[K, V]>,
    { limit, reverse }: RangeOptions = {},
  ): Generator<[K, V]> {
    // What they refuse is told by the call, and not by the first step of a walk.
    for (const index of this.#indexes) index.orderedKeys();
    const rows = this.#indexes.map(rowsOf);
    const { compare } = this.#inOrder;
    return merged(reverse ? rows.reverse() : rows, byKey<K, V>(compare, reverse), limit);
  }

  /** Of the first shard that has keys: what an index by a function holds is known by them. */
  get #inOrder(): KeyOrder {
    const filled = this.#indexes.find(({ size }) => size > 0) ?? this.#indexes[0]!;
    this.#order ??= keyOrder(filled.parts.spec);
    return this.#order;
  }
}
