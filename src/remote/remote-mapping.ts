/** Mappings that are read over a network. */
import type { Mapping } from '../containers/mapping.js';
import type { IndexKeys } from '../containers/secondary/index-types.js';
import { Filter } from '../mappers/filters/filter.js';
import type { Key } from '../mappers/id-mapper.js';
import { checkKeys } from '../mappers/many-keys.js';
import type { RangeOptions } from '../mappers/ordered/ordered-keys.js';
import { offsetsOf, prefetch } from './fetch-index.js';
import { fetchStretch, recordsAt } from './fetch-records.js';
import { type ReadOptions, signalOf } from './read-options.js';
import { RemoteArray } from './remote-array.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';
import { RemoteIndex } from './remote-index.js';
import { entryOf, stretchOf } from './remote-order.js';
import type { RemoteRange } from './sources/remote-source.js';
import type { Version, Versions } from './versions.js';
import { copied, keysOf } from './whole-mapper.js';

/** Entries that are read together, in order. */
const BATCH = 1024;

/**
 * Keys and their records, far away. Records are ordinary ones, each read once, into memory of its own: they stay readable
 * after `close`. A key takes two round trips, one once the index was prefetched; several keys take no more.
 */
export class RemoteMapping<K extends Key, V extends object, X extends IndexKeys = IndexKeys>
  implements AsyncIterable<[K, V]>
{
  /** The records, in the order they were written. */
  readonly array: RemoteArray<V>;
  readonly #versions: Versions<Mapping<K, V, X>>;
  /** Filters that were fetched, of whole files. */
  readonly #filters = new WeakMap<RemoteFile, Filter>();

  /** @internal */
  constructor(versions: Versions<Mapping<K, V, X>>) {
    this.#versions = versions;
    this.array = new RemoteArray(versions, (mapping: Mapping<K, V, X>) => mapping.array);
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
    return await this.#versions.read(async ({ file, container }) => {
      const offsets = await file.attempt(() => container.offsetsOf(key), signal);
      return (await recordsAt(file, container.array, offsets, signal)) as V[];
    });
  }

  /** Records by a further index. Nothing is read for it: that the file has none of that name is told by its first read. */
  by<N extends keyof X & string>(name: N): RemoteIndex<X[N], V> {
    const versions = this.#versions as object as Versions<Mapping<Key, V, IndexKeys>>;
    return new RemoteIndex<X[N], V>(versions, name);
  }

  /** Names of the indexes that the file has. */
  async indexNames(options: ReadOptions = {}): Promise<readonly string[]> {
    const signal = signalOf(options);
    return await this.#versions.read(({ file, container }) =>
      file.attempt(() => container.indexNames, signal),
    );
  }

  /**
   * Entries with `from` <= key < `to`, as `range` of mappings gives them, of one version. A search takes some round trips, none once the
   * index was prefetched; then the entries come by batches. Throws `ArgumentError` where keys are in no order.
   */
  range(
    from?: K | undefined,
    to?: K | undefined,
    options: RangeOptions & ReadOptions = {},
  ): AsyncGenerator<[K, V]> {
    return stretchOf(
      this.#versions,
      ({ ranks }) => [from, to].map((end) => (end === undefined ? undefined : ranks.bound(end))),
      (keys, how) => keys.range(from, to, how),
      options,
    );
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options: RangeOptions & ReadOptions = {}): AsyncGenerator<[K, V]> {
    return stretchOf(
      this.#versions,
      ({ ranks }) => [ranks.bound(prefix), ranks.pastPrefix(prefix)],
      (keys, how) => keys.prefix(prefix, how),
      options,
    );
  }

  /** The entry that comes first by its key; `undefined` where there is none. */
  async first(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await entryOf(
      this.#versions,
      () => [],
      (keys) => keys.first(),
      signal,
    );
  }

  /** The entry that comes last by its key. */
  async last(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await entryOf(
      this.#versions,
      () => [],
      (keys) => keys.last(),
      signal,
    );
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says. */
  async nearest(key: K, options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await entryOf(
      this.#versions,
      ({ ranks }) => [ranks.bound(key)],
      (keys) => keys.nearest(key),
      signal,
    );
  }

  /** Keys in the order in which their records were written. */
  async *keys(options: ReadOptions = {}): AsyncGenerator<K> {
    const signal = signalOf(options);
    const mapper = await this.#versions.read(async ({ file, container }) => {
      await prefetch(file, container, signal);
      return await copied(file, container.mapper, signal);
    });
    yield* keysOf(mapper, signal);
  }

  /** Records in the order in which they were written. */
  async *values(options: ReadOptions = {}): AsyncGenerator<V> {
    for await (const [, record] of this.entries(options)) yield record;
  }

  /**
   * Entries in the order in which their records were written, of one version; the index is held in memory meanwhile. Throws
   * `ChangedError` where it is replaced between them.
   */
  async *entries(options: ReadOptions = {}): AsyncGenerator<[K, V]> {
    const signal = signalOf(options);
    const { file, container, entries } = await this.#versions.read(async (version) => {
      await prefetch(version.file, version.container, signal);
      const mapper = await copied(version.file, version.container.mapper, signal);
      return { ...version, entries: [...mapper.entries({ order: 'sequential' })] };
    });
    const { array } = container;
    const { places } = array;
    const read = async (from: number): Promise<[K, V][]> => {
      const batch = entries.slice(from, from + BATCH);
      if (batch.length === 0) return [];
      const items = batch.map(([, item]) => Number(item));
      const index = { offset: places.index.start + Math.min(...items) * 8, length: BATCH * 8 };
      return await file.holding([clipped(index, file.memory.byteLength)], signal, async () => {
        const offsets = await file.attempt(() => batch.map(([, item]) => places.follow(item)), signal);
        const records = await recordsAt(file, array, offsets, signal);
        return batch.map(([key], at) => [key, records[at]!]);
      });
    };
    let next = read(0);
    for (let from = 0; from < entries.length; from += BATCH) {
      const batch = await next;
      next = read(from + BATCH);
      next.catch(() => {});
      yield* batch;
    }
  }

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
      this.#filters.set(file, await file.attempt(() => new Filter(file.memory, filter), signal));
      return true;
    });
  }

  #filterOf({ file }: Version<Mapping<K, V>>): Filter | undefined {
    return this.#filters.get(file);
  }

  /** Ends reading; records that were read stay readable. A second call does nothing. */
  close(): void {
    this.#versions.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function clipped({ offset, length }: RemoteRange, size: number): RemoteRange {
  return { offset, length: Math.min(length, size - offset) };
}
