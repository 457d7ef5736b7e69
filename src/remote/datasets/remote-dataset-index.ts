/** Records by what they hold, in all shards of a data set that is far away. */
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { Key } from '../../mappers/id-mapper.js';
import { checkedRange, type RangeOptions } from '../../mappers/ordered/range-options.js';
import { byKey, type KeyOrder, keyOrder } from '../../shards/key-order.js';
import { mergedLater } from '../../shards/merge.js';
import { endmost, nearestOf } from '../../shards/ordered-shards.js';
import { type ReadOptions, rangeOf, signalOf } from '../read-options.js';
import type { RemoteIndex } from '../remote-index.js';
import type { RemoteShards } from './remote-shards.js';

/** The indexes of one name of all shards, which are asked side by side; records of a key come shard by shard. */
export class RemoteDatasetIndex<K extends Key, V extends object> {
  /** What `by` finds it by. */
  readonly name: string;
  readonly #shards: () => RemoteShards<Key, V, IndexKeys>;

  /** @internal Use `dataset.by(name)`. */
  constructor(shards: () => RemoteShards<Key, V, IndexKeys>, name: string) {
    this.#shards = shards;
    this.name = name;
  }

  /**
   * The first record of a key; `undefined` when it has none.
   *
   * @throws `ArgumentError` where the files have no such index, as all do.
   */
  async get(key: K, options: ReadOptions = {}): Promise<V | undefined> {
    const found = await this.#each((index) => index.get(key, options), options);
    return found.find((record) => record !== undefined);
  }

  /** Whether a key has a record in any shard. */
  async has(key: K, options: ReadOptions = {}): Promise<boolean> {
    return (await this.#each((index) => index.has(key, options), options)).includes(true);
  }

  /** How many records a key has. */
  async count(key: K, options: ReadOptions = {}): Promise<number> {
    const counts = await this.#each((index) => index.count(key, options), options);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** All records of a key, from all shards. */
  async getAll(key: K, options: ReadOptions = {}): Promise<V[]> {
    return (await this.#each((index) => index.getAll(key, options), options)).flat();
  }

  /** Keys, each once, shard by shard; all of them are fetched and held in memory. */
  async *keys(options: ReadOptions = {}): AsyncGenerator<K> {
    const seen = new Set<string>();
    for (const index of await this.#indexes(options)) {
      for await (const key of index.keys(options)) {
        const label = key instanceof Uint8Array ? key.join() : String(key);
        if (seen.has(label)) continue;
        seen.add(label);
        yield key;
      }
    }
  }

  /** Entries with `from` <= key < `to`, as `range` of indexes gives them, of all shards in one order. */
  range(
    from?: K | undefined,
    to?: K | undefined,
    options: RangeOptions & ReadOptions = {},
  ): AsyncGenerator<[K, V]> {
    return this.#merged((index) => index.range(from, to, options), options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options: RangeOptions & ReadOptions = {}): AsyncGenerator<[K, V]> {
    return this.#merged((index) => index.prefix(prefix, options), options);
  }

  /** The entry that comes first by its key: with the first of its records. `undefined` where there is none. */
  async first(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const found = await this.#each((index) => index.first(options), options);
    return endmost(found, await this.#order(options), 1);
  }

  /** The entry that comes last by its key: with the last of its records. */
  async last(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const found = await this.#each((index) => index.last(options), options);
    return endmost(found, await this.#order(options), -1);
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says. */
  async nearest(key: K, options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const found = await this.#each((index) => index.nearest(key, options), options);
    return nearestOf(found, await this.#order(options), key);
  }

  async #indexes(options: ReadOptions): Promise<RemoteIndex<K, V>[]> {
    const signal = signalOf(options);
    const shards = this.#shards();
    const all = await shards.all(
      shards.manifest.parts.map(({ shard }) => shard),
      signal,
    );
    return all.map((mapping) => mapping.by(this.name) as RemoteIndex<Key, V> as RemoteIndex<K, V>);
  }

  async #each<T>(read: (index: RemoteIndex<K, V>) => Promise<T>, options: ReadOptions): Promise<T[]> {
    return await Promise.all((await this.#indexes(options)).map(read));
  }

  /** Of the first shard that has keys: what an index by a function holds is known by them. */
  async #order(options: ReadOptions): Promise<KeyOrder> {
    const specs = await this.#each((index) => index.spec(options), options);
    return keyOrder(specs.find((spec) => spec !== undefined) ?? { kind: 'string' });
  }

  async *#merged(
    rowsOf: (index: RemoteIndex<K, V>) => AsyncGenerator<[K, V]>,
    given: RangeOptions & ReadOptions,
  ): AsyncGenerator<[K, V]> {
    const [range, signal] = rangeOf(given);
    const { limit, reverse } = checkedRange(range);
    const options = { signal };
    const indexes = await this.#indexes(options);
    const { compare } = await this.#order(options);
    const rows = indexes.map(rowsOf);
    yield* mergedLater(reverse ? rows.reverse() : rows, byKey<K, V>(compare, reverse), limit);
  }
}
