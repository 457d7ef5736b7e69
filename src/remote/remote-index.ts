/** Secondary indexes of mappings that are read over a network. */
import type { Key } from '../mappers/id-mapper.js';
import type { KeySpec } from '../mappers/key-kind.js';
import type { RangeOptions } from '../mappers/ordered/range-options.js';
import type { KeyedRecords } from './keyed-records.js';
import { loadWhole } from './later.js';
import type { ReadOptions } from './read-options.js';
import type { Versions } from './versions.js';
import type { IndexReads } from './whole/index-reads.js';

/** Records by a further index, far away. A key takes some four round trips, however many records it has up to 1024, and two more for each 1024. */
export class RemoteIndex<K extends Key, V extends object> {
  /** What `by` finds it by. */
  readonly name: string;
  readonly #versions: Versions<KeyedRecords<Key, V>>;

  /** @internal */
  constructor(versions: Versions<KeyedRecords<Key, V>>, name: string) {
    this.#versions = versions;
    this.name = name;
  }

  /**
   * The first record of a key; `undefined` when it has none.
   *
   * @throws `ArgumentError` where the file has no such index, as all do.
   */
  async get(key: K, options?: ReadOptions): Promise<V | undefined> {
    return await (await this.#reads()).get(key, options);
  }

  /** @internal What its keys are; undefined where it has none. */
  async spec(options?: ReadOptions): Promise<KeySpec | undefined> {
    return await (await this.#reads()).spec(options);
  }

  /** Whether a key has a record. */
  async has(key: K, options?: ReadOptions): Promise<boolean> {
    return await (await this.#reads()).has(key, options);
  }

  /** How many records a key has. */
  async count(key: K, options?: ReadOptions): Promise<number> {
    return await (await this.#reads()).count(key, options);
  }

  /** All records of a key, in the order they were written. */
  async getAll(key: K, options?: ReadOptions): Promise<V[]> {
    return await (await this.#reads()).getAll(key, options);
  }

  /** Keys, each once, in the order in which they were met; all of them are fetched first. */
  async *keys(options?: ReadOptions): AsyncGenerator<K> {
    yield* (await this.#reads()).keys(options);
  }

  /** Entries with `from` <= key < `to`, as `range` of indexes gives them, of one version. */
  async *range(
    from?: K | undefined,
    to?: K | undefined,
    options?: RangeOptions & ReadOptions,
  ): AsyncGenerator<[K, V]> {
    yield* (await this.#reads()).range(from, to, options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  async *prefix(prefix: K, options?: RangeOptions & ReadOptions): AsyncGenerator<[K, V]> {
    yield* (await this.#reads()).prefix(prefix, options);
  }

  /** The entry that comes first by its key: with the first of its records. `undefined` where there is none. */
  async first(options?: ReadOptions): Promise<[K, V] | undefined> {
    return await (await this.#reads()).first(options);
  }

  /** The entry that comes last by its key: with the last of its records. */
  async last(options?: ReadOptions): Promise<[K, V] | undefined> {
    return await (await this.#reads()).last(options);
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says, with the first of its records. */
  async nearest(key: K, options?: ReadOptions): Promise<[K, V] | undefined> {
    return await (await this.#reads()).nearest(key, options);
  }

  async #reads(): Promise<IndexReads<K, V>> {
    const whole = await loadWhole();
    return new whole.IndexReads<K, V>(this.#versions, this.name);
  }
}
