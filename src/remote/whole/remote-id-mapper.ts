/** Id mappers that are read over a network. */
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { checkKeys } from '../../mappers/many-keys.js';
import { type ReadOptions, signalOf } from '../read-options.js';
import type { RemoteStats } from '../remote-file.js';
import type { Versions } from '../versions.js';

/** From keys to numbers, far away. A key takes a search in the sorted index: some round trips. */
export class RemoteIdMapper<K extends Key> {
  readonly #versions: Versions<IdMapper<K>>;

  /** @internal */
  constructor(versions: Versions<IdMapper<K>>) {
    this.#versions = versions;
  }

  /** Number of entries. */
  get size(): number {
    return this.#versions.current.container.size;
  }

  /** Which build this comes from, as 32 hexadecimal digits; `undefined` where there is no trailer. */
  get buildId(): string | undefined {
    return this.#versions.current.file.trailer?.info.buildId;
  }

  /** What reading has taken so far. */
  get stats(): RemoteStats {
    return this.#versions.stats;
  }

  /** The number of a key; `undefined` when it has none. */
  async get(key: K, options: ReadOptions = {}): Promise<number | bigint | undefined> {
    return await this.#read((mapper) => mapper.get(key), options);
  }

  /** Whether a key has a value. */
  async has(key: K, options: ReadOptions = {}): Promise<boolean> {
    return await this.#read((mapper) => mapper.has(key), options);
  }

  /** The numbers of several keys, in their order; what they need is fetched together. */
  async getMany(keys: ArrayLike<K>, options: ReadOptions = {}): Promise<(number | bigint | undefined)[]> {
    const signal = signalOf(options);
    checkKeys(keys);
    return await this.#versions.read(({ file, container }) =>
      file.attemptAll(
        Array.from(keys, (key) => () => container.get(key)),
        signal,
      ),
    );
  }

  /** All numbers of a key. */
  async getAll(key: K, options: ReadOptions = {}): Promise<(number | bigint)[]> {
    return await this.#read((mapper) => mapper.getAll(key), options);
  }

  /** Ends reading. A second call does nothing. */
  close(): void {
    this.#versions.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #read<T>(work: (mapper: IdMapper<K>) => T, options: ReadOptions): Promise<T> {
    const signal = signalOf(options);
    return await this.#versions.read(({ file, container }) => file.attempt(() => work(container), signal));
  }
}
