/** Data sets that are read over a network. */
import type { Column, ColumnField } from '../../containers/columns/column.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import { mainOrder } from '../../shards/key-order.js';
import type { Manifest } from '../../shards/manifest.js';
import { endmost, nearestOf, shardsAtEnd } from '../../shards/ordered-shards.js';
import { shardFor, shardOf } from '../../shards/shard-of.js';
import { type ReadOptions, signalOf } from '../read-options.js';
import type { RemoteStats } from '../remote-file.js';
import type { RemoteMapping } from '../remote-mapping.js';
import type { Following } from './following.js';
import { each, inOrder, inTurn, many } from './reading-shards.js';
import { RemoteDatasetIndex } from './remote-dataset-index.js';
import type { RemoteShards } from './remote-shards.js';

/**
 * Keys and their records, in as many files far away as there are shards. The interface is that of a `RemoteMapping`; shards are opened when a key
 * needs them, by a request each, and share one cache. What reads more than once, as an iteration, stays with the version that it began with.
 */
export class RemoteDataset<K extends Key, V extends object, X extends IndexKeys = IndexKeys>
  implements AsyncIterable<[K, V]>
{
  readonly #following: Following<K, V, X>;

  /** @internal Use `openRemoteDataset`. */
  constructor(following: Following<K, V, X>) {
    this.#following = following;
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
    return this.manifest.run;
  }

  /** Number of entries. */
  get size(): number {
    return this.manifest.entries;
  }

  /** What reading has taken so far, of all shards together. */
  get stats(): RemoteStats {
    return this.#following.stats;
  }

  /** The shard, from 0, in which a key is if it is anywhere. */
  shardOf(key: K): number {
    return shardOf(key, this.manifest.shards);
  }

  /**
   * One shard, from 0, as the mapping that its file is; it is closed with the data set.
   *
   * @param number Which one, from 0.
   */
  async shard(number: number, options: ReadOptions = {}): Promise<RemoteMapping<K, V, X>> {
    return await this.#shards.at(number, signalOf(options));
  }

  /** The record of a key, from its shard; `undefined` when it has none. */
  async get(key: K, options: ReadOptions = {}): Promise<V | undefined> {
    return await (await this.shard(shardFor(key, this.manifest.shards), options)).get(key, options);
  }

  /** Whether a key has a record. */
  async has(key: K, options: ReadOptions = {}): Promise<boolean> {
    return await (await this.shard(shardFor(key, this.manifest.shards), options)).has(key, options);
  }

  /** All records of a key, in the order they were written. */
  async getAll(key: K, options: ReadOptions = {}): Promise<V[]> {
    return await (await this.shard(shardFor(key, this.manifest.shards), options)).getAll(key, options);
  }

  /** The records of several keys, in their order; shards are asked side by side, for what their keys need together. */
  async getMany(keys: ArrayLike<K>, options: ReadOptions = {}): Promise<(V | undefined)[]> {
    return await many(this.#shards, keys, (mapping, own) => mapping.getMany(own, options), options);
  }

  /** Whether each of several keys has a record, in their order. */
  async hasMany(keys: ArrayLike<K>, options: ReadOptions = {}): Promise<boolean[]> {
    return await many(this.#shards, keys, (mapping, own) => mapping.hasMany(own, options), options);
  }

  /** Keys shard by shard, as `keys` of remote mappings gives them. */
  async *keys(options: ReadOptions = {}): AsyncGenerator<K> {
    for await (const mapping of inTurn(this.#shards, options)) yield* mapping.keys(options);
  }

  /** Records, shard by shard, in the order of their keys there. */
  async *values(options: ReadOptions = {}): AsyncGenerator<V> {
    for await (const mapping of inTurn(this.#shards, options)) yield* mapping.values(options);
  }

  /** Entries shard by shard, those of each in the order in which they were written, of integer keys in that of the keys. */
  async *entries(options: ReadOptions = {}): AsyncGenerator<[K, V]> {
    for await (const mapping of inTurn(this.#shards, options)) yield* mapping.entries(options);
  }

  /** The same as `entries`. */
  [Symbol.asyncIterator](): AsyncGenerator<[K, V]> {
    return this.entries();
  }

  /**
   * A field of all records, in pieces: what `array.column` gives of each shard.
   *
   * @param name The field.
   */
  async *column<N extends ColumnField<V>>(name: N, options: ReadOptions = {}): AsyncGenerator<Column<V[N]>> {
    for await (const mapping of inTurn(this.#shards, options))
      yield await mapping.array.column(name, options);
  }

  /** Entries with `from` <= key < `to`, of all shards in the order of their keys; as `range` of a `Dataset`. */
  range(
    from?: K | undefined,
    to?: K | undefined,
    options: RangeOptions & ReadOptions = {},
  ): AsyncGenerator<[K, V]> {
    return inOrder(this.#shards, [from, to], (mapping) => mapping.range(from, to, options), options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options: RangeOptions & ReadOptions = {}): AsyncGenerator<[K, V]> {
    return inOrder(this.#shards, [prefix, undefined], (mapping) => mapping.prefix(prefix, options), options);
  }

  /** The entry that comes first by its key; `undefined` where there is none. */
  async first(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const within = shardsAtEnd(this.manifest, mainOrder(this.manifest), 'min');
    const found = await each(this.#shards, within, (mapping) => mapping.first(options), options);
    return endmost(found, mainOrder(this.manifest), 1);
  }

  /** The entry that comes last by its key. */
  async last(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const within = shardsAtEnd(this.manifest, mainOrder(this.manifest), 'max');
    const found = await each(this.#shards, within, (mapping) => mapping.last(options), options);
    return endmost(found, mainOrder(this.manifest), -1);
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says. */
  async nearest(key: K, options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const all = this.manifest.parts.map(({ shard }) => shard);
    const found = await each(this.#shards, all, (mapping) => mapping.nearest(key, options), options);
    return nearestOf(found, mainOrder(this.manifest), key);
  }

  /**
   * Records by a further index of the shards, all of which its reads ask. Nothing is read for it.
   *
   * @param name What the index was called when the shards were built.
   */
  by<N extends keyof X & string>(name: N): RemoteDatasetIndex<X[N], V> {
    const shards = () => this.#shards as object as RemoteShards<Key, V, IndexKeys>;
    return new RemoteDatasetIndex<X[N], V>(shards, name);
  }

  /** Names of the indexes that `by` takes. */
  async indexNames(options: ReadOptions = {}): Promise<readonly string[]> {
    return await (await this.shard(0, options)).indexNames(options);
  }

  /** Fetches all that look-ups in any shard go through, and keeps it: some 30 bytes a key. */
  async prefetchIndex(options: ReadOptions = {}): Promise<void> {
    for await (const mapping of inTurn(this.#shards, options)) await mapping.prefetchIndex(options);
  }

  /** Fetches the filters of all shards, where they were built with one; false where one was not. */
  async prefetchFilter(options: ReadOptions = {}): Promise<boolean> {
    let all = true;
    for await (const mapping of inTurn(this.#shards, options))
      all = (await mapping.prefetchFilter(options)) && all;
    return all;
  }

  /**
   * Looks whether another version is current, and reads of that from then on: true where it is. With the option `interval`, this is done
   * again and again. What was opened by its manifest stays with it.
   */
  async refresh(options: ReadOptions = {}): Promise<boolean> {
    return await this.#following.refresh(signalOf(options));
  }

  /**
   * Reads of a version whatever is current, until it is called with `undefined`.
   *
   * @param run Name of the version.
   * @throws `RemoteError` for one that is not there.
   */
  async pin(run: string | undefined, options: ReadOptions = {}): Promise<void> {
    await this.#following.pin(run, signalOf(options));
  }

  /** Ends reading; records that were read stay readable. A second call does nothing. */
  close(): void {
    this.#following.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  get #shards(): RemoteShards<K, V, X> {
    return this.#following.current;
  }
}
