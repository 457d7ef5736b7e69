/** A data set that reads as one mapping. */

import type { Column, ColumnField } from '../../containers/columns/column.js';
import type { Mapping } from '../../containers/mapping.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import { byKey, type KeyOrder, mainOrder } from '../../shards/key-order.js';
import { keysByShard } from '../../shards/keys-by-shard.js';
import type { Manifest } from '../../shards/manifest.js';
import { merged } from '../../shards/merge.js';
import { endmost, nearestOf, shardsAtEnd, shardsWithin } from '../../shards/ordered-shards.js';
import { shardOf } from '../../shards/shard-of.js';
import { DatasetIndex } from './dataset-index.js';
import type { Shards } from './shards.js';

/** Keys and their records, in as many files as there are shards. The interface is that of a mapping of one file. */
export class Dataset<K extends Key, V extends object, X extends IndexKeys = IndexKeys>
  implements ReadonlyMap<K, V>, Disposable
{
  readonly #shards: Shards<K, V, X>;
  /** Indexes that were asked for, by their names. */
  readonly #indexes = new Map<string, DatasetIndex<never, V>>();
  readonly #order: KeyOrder;

  /** @internal Use `openDataset`. */
  constructor(shards: Shards<K, V, X>) {
    this.#shards = shards;
    this.#order = mainOrder(shards.manifest);
  }

  /** Tells it from other containers. */
  get kind(): 'dataset' {
    return 'dataset';
  }

  /** What the version that is read is made of. */
  get manifest(): Manifest {
    return this.#shards.manifest;
  }

  /** Name of the version that is read. */
  get run(): string {
    return this.#shards.manifest.run;
  }

  /** Number of entries. */
  get size(): number {
    return this.#shards.manifest.entries;
  }

  /** The shard, from 0, in which a key is if it is anywhere. */
  shardOf(key: K): number {
    return shardOf(key, this.#shards.count);
  }

  /**
   * One shard, from 0, as the mapping that its file is; it is closed with the data set.
   *
   * @param number Which one, from 0.
   */
  shard(number: number): Mapping<K, V, X> {
    return this.#shards.at(number);
  }

  /** The record of a key, from its shard, as `Mapping.get` gives it; `undefined` when it has none. */
  get(key: K): V | undefined {
    return this.#shards.of(key).get(key);
  }

  /** Whether a key has a record. */
  has(key: K): boolean {
    return this.#shards.of(key).has(key);
  }

  /** All records of a key, in the order they were written. */
  getAll(key: K): V[] {
    return this.#shards.of(key).getAll(key);
  }

  /** All records of a key, one by one. */
  iterate(key: K): Generator<V> {
    return this.#shards.of(key).iterate(key);
  }

  /**
   * As that of a mapping; the keys are looked up shard by shard, and the records are in the order of the keys.
   *
   * @param into Where to put them; a new array by default.
   */
  getMany(keys: ArrayLike<K>, into: (V | undefined)[] = []): (V | undefined)[] {
    return this.#many(keys, into, (mapping, own) => mapping.getMany(own));
  }

  /** Whether each of several keys has a record, in their order; put into `into` where it is given. */
  hasMany(keys: ArrayLike<K>, into: boolean[] = []): boolean[] {
    return this.#many(keys, into, (mapping, own) => mapping.hasMany(own));
  }

  /** Keys shard by shard, in the order of each shard's index. */
  *keys(options?: IterationOptions): Generator<K> {
    for (const mapping of this.#shards) yield* mapping.keys(options);
  }

  /** Records, shard by shard, in the order of their keys there. */
  *values(options?: IterationOptions): Generator<V> {
    for (const mapping of this.#shards) yield* mapping.values(options);
  }

  /** Keys and records, shard by shard, in the order of the index there. */
  *entries(options?: IterationOptions): Generator<[K, V]> {
    for (const mapping of this.#shards) yield* mapping.entries(options);
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  /** Calls `callback` with each record and its key, as `Map.prototype.forEach` does, with `thisArg` as its `this`. */
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }

  /**
   * A field of all records, in pieces: what `array.column` gives of each shard.
   *
   * @param name The field.
   */
  *column<N extends ColumnField<V>>(name: N): Generator<Column<V[N]>> {
    for (const mapping of this.#shards) yield mapping.array.column(name);
  }

  /**
   * Entries with `from` <= key < `to`, of all shards in the order of their keys, as `range` of mappings gives them.
   * Shards that the manifest says to lie outside are not opened.
   *
   * @throws `ArgumentError` as that does: text and bytes are in order in shards that were built with `ordered: true`.
   */
  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.#merged(from, to, (mapping) => mapping.range(from, to, options), options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.#merged(prefix, undefined, (mapping) => mapping.prefix(prefix, options), options);
  }

  /**
   * The entry that comes first by its key; `undefined` where there is none.
   *
   * @throws as `range`.
   */
  first(): [K, V] | undefined {
    const shards = shardsAtEnd(this.manifest, this.#order, 'min');
    return endmost(
      shards.map((shard) => this.#shards.at(shard).first()),
      this.#order,
      1,
    );
  }

  /** The entry that comes last by its key: of several with that key the last. */
  last(): [K, V] | undefined {
    const shards = shardsAtEnd(this.manifest, this.#order, 'max');
    return endmost(
      shards.map((shard) => this.#shards.at(shard).last()),
      this.#order,
      -1,
    );
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says. */
  nearest(key: K): [K, V] | undefined {
    return nearestOf(
      Array.from(this.#shards, (mapping) => mapping.nearest(key)),
      this.#order,
      key,
    );
  }

  /**
   * Records by a further index of the shards, all of which this opens.
   *
   * @param name What the index was called when the shards were built.
   * @throws `ArgumentError` where they have none of that name.
   */
  by<N extends keyof X & string>(name: N): DatasetIndex<X[N], V> {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = new DatasetIndex<never, V>(
        name,
        Array.from(this.#shards, (mapping) => mapping.by(name) as SecondaryIndex<never, V>),
      );
      this.#indexes.set(name, index);
    }
    return index as DatasetIndex<Key, V> as DatasetIndex<X[N], V>;
  }

  /** Names of the indexes that `by` takes. */
  get indexNames(): readonly string[] {
    return this.#shards.at(0).indexNames;
  }

  /** Closes all shards. A second call does nothing. */
  close(): void {
    this.#indexes.clear();
    this.#shards.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #merged(
    from: K | undefined,
    to: K | undefined,
    rowsOf: (mapping: Mapping<K, V, X>) => Generator<[K, V]>,
    { limit, reverse }: RangeOptions = {},
  ): Generator<[K, V]> {
    const shards = shardsWithin(this.manifest, this.#order, from, to);
    const rows = shards.map((shard) => rowsOf(this.#shards.at(shard)));
    return merged(rows, byKey<K, V>(this.#order.compare, reverse), limit);
  }

  #many<T>(keys: ArrayLike<K>, into: T[], look: (mapping: Mapping<K, V, X>, keys: K[]) => readonly T[]): T[] {
    into.length = keys.length;
    for (const [shard, places] of keysByShard(keys, this.#shards.count)) {
      const found = look(
        this.#shards.at(shard),
        places.map((at) => keys[at]!),
      );
      places.forEach((at, index) => {
        into[at] = found[index]!;
      });
    }
    return into;
  }
}
