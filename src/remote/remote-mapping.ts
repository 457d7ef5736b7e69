/** Mappings that are read over a network. */
import type { IndexKeys } from '../containers/secondary/index-types.js';
import type { Key } from '../mappers/id-mapper.js';
import { checkKeys } from '../mappers/many-keys.js';
import type { RangeOptions } from '../mappers/ordered/range-options.js';
import type { Hashes } from '../mappers/tables/record-table.js';
import { offsetsOf, prefetch } from './fetch-index.js';
import { fetchStretch, recordsAt } from './fetch-records.js';
import type { KeyedRecords } from './keyed-records.js';
import { loadWhole } from './later.js';
import {
  type EntryQuery,
  FIRST,
  keyNearest,
  keysStarting,
  keysWithin,
  LAST,
  type StretchQuery,
} from './ordered-queries.js';
import { type ReadOptions, signalOf } from './read-options.js';
import { RemoteArray } from './remote-array.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';
import { RemoteIndex } from './remote-index.js';
import type { Version, Versions } from './versions.js';

/**
 * Keys and their records, far away. Records are ordinary ones, each read once, into memory of its own: they stay readable
 * after `close`. A key takes two round trips, one once the index was prefetched; several keys take no more.
 */
export class RemoteMapping<K extends Key, V extends object, X extends IndexKeys = IndexKeys>
  implements AsyncIterable<[K, V]>
{
  /** The records, in the order they were written. */
  readonly array: RemoteArray<V>;
  readonly #versions: Versions<KeyedRecords<K, V>>;
  /** Filters that were fetched, of whole files. */
  readonly #filters = new WeakMap<RemoteFile, Hashes>();

  /** @internal */
  constructor(versions: Versions<KeyedRecords<K, V>>) {
    this.#versions = versions;
    this.array = new RemoteArray<V>(versions as object as Versions<KeyedRecords<Key, V>>);
  }

  /** Number of entries. */
  get size(): number {
    return this.#versions.current.container.size;
  }

  /** Which build this comes from; undefined where there is no trailer, as in files by Python. */
  get buildId(): string | undefined {
    return this.array.buildId;
  }

  /** What reading has taken so far. */
  get stats(): RemoteStats {
    return this.#versions.stats;
  }

  /** The record of a key, the first one written when it has several; `undefined` when it has none. */
  async get(key: K, options: ReadOptions = {}): Promise<V | undefined> {
    const [record] = await this.getMany([key], options);
    return record;
  }

  /** Whether a key has a record. */
  async has(key: K, options: ReadOptions = {}): Promise<boolean> {
    const [found] = await this.hasMany([key], options);
    return found!;
  }

  /** The records of several keys, each as `get` gives it, in their order; what they need is fetched together. */
  async getMany(keys: ArrayLike<K>, options: ReadOptions = {}): Promise<(V | undefined)[]> {
    const signal = signalOf(options);
    checkKeys(keys);
    return await this.#versions.read(async (version) => {
      const offsets = await offsetsOf(version, keys, this.#filterOf(version), signal, true);
      return await recordsAt(version.file, version.container.array, offsets, signal);
    });
  }

  /** Whether each of several keys has a record. */
  async hasMany(keys: ArrayLike<K>, options: ReadOptions = {}): Promise<boolean[]> {
    const signal = signalOf(options);
    checkKeys(keys);
    const offsets = await this.#versions.read((version) =>
      offsetsOf(version, keys, this.#filterOf(version), signal, false),
    );
    return offsets.map((offset) => offset >= 0);
  }

  /** All records of a key, in the order they were written. */
  async getAll(key: K, options: ReadOptions = {}): Promise<V[]> {
    const signal = signalOf(options);
    return await this.#versions.read(async (version) => {
      const { file, container } = version;
      const told = await file.attempt(() => container.offsetsOf(key), signal);
      const offsets = told ?? (await this.#searched(version, key, signal));
      return (await recordsAt(file, container.array, offsets, signal)) as V[];
    });
  }

  /** Records by a further index. Nothing is read for it: that the file has none of that name is told by its first read. */
  by<N extends keyof X & string>(name: N): RemoteIndex<X[N], V> {
    const versions = this.#versions as object as Versions<KeyedRecords<Key, V>>;
    return new RemoteIndex<X[N], V>(versions, name);
  }

  /** Names of the indexes that the file has. */
  async indexNames(options: ReadOptions = {}): Promise<readonly string[]> {
    const signal = signalOf(options);
    return await this.#versions.read(async (version) => {
      const { file, container } = await (await loadWhole()).wholeOf(version, signal);
      return await file.attempt(() => container.indexNames, signal);
    });
  }

  /**
   * Entries with `from` <= key < `to`, as `range` of mappings gives them, of one version. A search takes some round
   * trips, none once the index was prefetched; then the entries come by batches.
   *
   * @throws `ArgumentError` where keys are in no order.
   */
  range(
    from?: K | undefined,
    to?: K | undefined,
    options: RangeOptions & ReadOptions = {},
  ): AsyncGenerator<[K, V]> {
    return this.#stretch(keysWithin(from, to), options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options: RangeOptions & ReadOptions = {}): AsyncGenerator<[K, V]> {
    return this.#stretch(keysStarting(prefix), options);
  }

  /** The entry that comes first by its key; `undefined` where there is none. */
  async first(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    return await this.#entry(FIRST, options);
  }

  /** The entry that comes last by its key. */
  async last(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    return await this.#entry(LAST, options);
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says. */
  async nearest(key: K, options: ReadOptions = {}): Promise<[K, V] | undefined> {
    return await this.#entry(keyNearest(key), options);
  }

  /** Keys in the order in which their records were written; integers, of which the file holds no other order, ascending. */
  async *keys(options: ReadOptions = {}): AsyncGenerator<K> {
    const signal = signalOf(options);
    const { allKeys } = await loadWhole();
    yield* allKeys(this.#versions, signal);
  }

  /** Records in the order in which they were written. */
  async *values(options: ReadOptions = {}): AsyncGenerator<V> {
    for await (const [, record] of this.entries(options)) yield record;
  }

  /**
   * Entries in the order in which their records were written, of integer keys in that of the keys, of one version; the index is held in memory meanwhile.
   *
   * @throws `ChangedError` where it is replaced between them.
   */
  async *entries(options: ReadOptions = {}): AsyncGenerator<[K, V]> {
    const signal = signalOf(options);
    const { allEntries } = await loadWhole();
    yield* allEntries(this.#versions, signal);
  }

  /** The same as `entries`. */
  [Symbol.asyncIterator](): AsyncGenerator<[K, V]> {
    return this.entries();
  }

  /**
   * Fetches all that look-ups go through, and keeps it: some 30 bytes a key. Afterwards a key takes one round trip, for its record, and
   * one that is not there none. It is of this version: where the file is replaced, the next one has to be asked for again.
   */
  async prefetchIndex(options: ReadOptions = {}): Promise<void> {
    const signal = signalOf(options);
    await this.#versions.read(({ file, container }) => prefetch(file, container, signal));
  }

  /**
   * Fetches the filter of a file that was built with one (`filter: true`), 9 bits a key, and keeps it: of keys that are not there all but one in
   * 256 then take no request. False where the file has none. As the index, it is of this version.
   */
  async prefetchFilter(options: ReadOptions = {}): Promise<boolean> {
    const signal = signalOf(options);
    return await this.#versions.read(async ({ file, container: { filterSection: filter } }) => {
      if (filter === undefined) return false;
      await fetchStretch(file, filter.start, filter.length, signal);
      const { Filter } = await loadWhole();
      this.#filters.set(file, await file.attempt(() => new Filter(file.memory, filter), signal));
      return true;
    });
  }

  /** Offsets of the records of a key, by a search of the index, where the table knows the first one only. */
  async #searched(
    version: Version<KeyedRecords<K, V>>,
    key: K,
    signal: AbortSignal | undefined,
  ): Promise<readonly number[]> {
    const { file, container } = await (await loadWhole()).wholeOf(version, signal);
    return await file.attempt(() => container.offsetsOf(key), signal);
  }

  async *#stretch(query: StretchQuery, options: RangeOptions & ReadOptions): AsyncGenerator<[K, V]> {
    const { stretchOf } = await loadWhole();
    yield* stretchOf(this.#versions, query, options);
  }

  async #entry(query: EntryQuery, options: ReadOptions): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    const { entryOf } = await loadWhole();
    return await entryOf(this.#versions, query, signal);
  }

  #filterOf({ file }: Version<KeyedRecords<K, V>>): Hashes | undefined {
    return this.#filters.get(file);
  }

  /** Ends reading; records that were read stay readable. A second call does nothing. */
  close(): void {
    this.#versions.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}
