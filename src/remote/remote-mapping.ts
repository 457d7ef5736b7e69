/** Mappings that are read over a network. */
import type { Mapping } from '../containers/mapping.js';
import type { Key } from '../mappers/id-mapper.js';
import { checkKeys } from '../mappers/many-keys.js';
import { type ReadOptions, RemoteArray } from './remote-array.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';
import type { RemoteRange } from './remote-source.js';

/** What is fetched of a stored key at first. */
const KEY_BYTES = 64;
/** Entries that are read together, in order. */
const BATCH = 1024;
/** Bytes that one request asks for when much is read. */
const STRETCH = 2 ** 23;

/**
 * Keys and their records, far away. Records are ordinary ones, each read once, into memory of its own: they stay readable
 * after `close`. A key takes two round trips, one once the index was prefetched; several keys take no more.
 */
export class RemoteMapping<K extends Key, V extends object> implements AsyncIterable<[K, V]> {
  /** Number of entries. */
  readonly size: number;
  /** The records, in the order they were written. */
  readonly array: RemoteArray<V>;
  readonly #file: RemoteFile;
  readonly #mapping: Mapping<K, V>;

  /** @internal */
  constructor(file: RemoteFile, mapping: Mapping<K, V>) {
    this.#file = file;
    this.#mapping = mapping;
    this.size = mapping.size;
    this.array = new RemoteArray(file, mapping.array);
  }

  /** Which build this comes from; undefined where there is no trailer, as in files by Python. */
  get buildId(): string | undefined {
    return this.array.buildId;
  }

  /** What reading has taken so far. */
  get stats(): RemoteStats {
    return this.#file.stats;
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
    return await this.array.recordsAt(await this.#find(keys, options, true), options);
  }

  /** Whether each of several keys has a record. */
  async hasMany(keys: ArrayLike<K>, options: ReadOptions = {}): Promise<boolean[]> {
    return (await this.#find(keys, options, false)).map((offset) => offset >= 0);
  }

  /** All records of a key, in the order they were written. */
  async getAll(key: K, options: ReadOptions = {}): Promise<V[]> {
    const offsets = await this.#file.attempt(() => this.#mapping.offsetsOf(key), options.signal);
    return (await this.array.recordsAt(offsets, options)) as V[];
  }

  /** Keys in the order in which their records were written. */
  async *keys(): AsyncGenerator<K> {
    await this.prefetchIndex();
    yield* await this.#file.attempt(() => [...this.#mapping.mapper.keys({ order: 'sequential' })]);
  }

  /** Records in the order in which they were written. */
  async *values(): AsyncGenerator<V> {
    for await (const [, record] of this.entries()) yield record;
  }

  /** Entries in the order in which their records were written; the index is held in memory meanwhile. */
  async *entries(): AsyncGenerator<[K, V]> {
    await this.prefetchIndex();
    const { places } = this.#mapping.array;
    const entries = await this.#file.attempt(() => [
      ...this.#mapping.mapper.entries({ order: 'sequential' }),
    ]);
    const read = async (from: number): Promise<[K, V][]> => {
      const batch = entries.slice(from, from + BATCH);
      const items = batch.map(([, item]) => Number(item));
      const index = { offset: places.index.start + Math.min(...items) * 8, length: BATCH * 8 };
      const pinned =
        batch.length > 0 ? await this.#file.load([clipped(index, this.#file.memory.byteLength)]) : [];
      try {
        const offsets = await this.#file.attempt(() => batch.map(([, item]) => places.follow(item)));
        const records = await this.array.recordsAt(offsets, {});
        return batch.map(([key], at) => [key, records[at]!]);
      } finally {
        this.#file.store.release(pinned);
      }
    };
    let next = read(0);
    for (let from = 0; from < entries.length; from += BATCH) {
      const batch = await next;
      next = from + BATCH < entries.length ? read(from + BATCH) : next;
      next.catch(() => {});
      yield* batch;
    }
  }

  [Symbol.asyncIterator](): AsyncGenerator<[K, V]> {
    return this.entries();
  }

  /**
   * Fetches all that look-ups go through, and keeps it: some 30 bytes a key. Afterwards a key takes one round trip, for its record, and
   * one that is not there none.
   */
  async prefetchIndex({ signal }: ReadOptions = {}): Promise<void> {
    const { memory, store } = this.#file;
    const blocks = Math.ceil(this.#indexBytes / store.blockBytes);
    const end = Math.min(blocks * store.blockBytes, memory.byteLength);
    for (let at = 0; at < end; at += STRETCH) {
      const bytes = Math.min(STRETCH, end - at);
      if (store.has(at, bytes)) continue;
      store.put(at, await this.#file.readThrough(at, bytes, signal), true);
    }
  }

  /** Ends reading; records that were read stay readable. A second call does nothing. */
  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Offsets of the records of keys; −1 where there is none. With `records`, these are fetched on the way. */
  async #find(keys: ArrayLike<K>, { signal }: ReadOptions, records: boolean): Promise<number[]> {
    checkKeys(keys);
    const list = Array.from(keys);
    const places = await this.#file.attemptAll(
      list.map((key) => () => this.#mapping.likelyPlaces(key)),
      signal,
    );
    const length = this.array.recordBytes;
    const ranges = places.flatMap(([key, record]): RemoteRange[] => {
      if (key === undefined || record === undefined) return [];
      const ofKey = { offset: key, length: KEY_BYTES };
      return records ? [ofKey, { offset: record, length }] : [ofKey];
    });
    const inside = ranges.filter(({ offset }) => offset >= 0 && offset < this.#file.memory.byteLength);
    const pinned = await this.#file.load(inside, signal);
    try {
      return await this.#file.attemptAll(
        list.map((key) => () => this.#mapping.offsetOf(key)),
        signal,
      );
    } finally {
      this.#file.store.release(pinned);
    }
  }

  /** Bytes of what look-ups read, from the start of the file to the records, but for stored columns. */
  get #indexBytes(): number {
    const columns = this.#file.trailer?.info.parts.columns;
    return columns?.[0] ?? this.#mapping.array.places.start;
  }
}

function clipped({ offset, length }: RemoteRange, size: number): RemoteRange {
  return { offset, length: Math.min(length, size - offset) };
}
