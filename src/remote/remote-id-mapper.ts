/** Id mappers that are read over a network. */
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { checkKeys } from '../mappers/many-keys.js';
import type { ReadOptions } from './remote-array.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';

/** From keys to numbers, far away. A key takes a search in the sorted index: some round trips. */
export class RemoteIdMapper<K extends Key> {
  readonly size: number;
  readonly #file: RemoteFile;
  readonly #mapper: IdMapper<K>;

  /** @internal */
  constructor(file: RemoteFile, mapper: IdMapper<K>) {
    this.#file = file;
    this.#mapper = mapper;
    this.size = mapper.size;
  }

  get buildId(): string | undefined {
    return this.#file.trailer?.info.buildId;
  }

  get stats(): RemoteStats {
    return this.#file.stats;
  }

  /** The number of a key; `undefined` when it has none. */
  async get(key: K, { signal }: ReadOptions = {}): Promise<number | bigint | undefined> {
    return await this.#file.attempt(() => this.#mapper.get(key), signal);
  }

  async has(key: K, { signal }: ReadOptions = {}): Promise<boolean> {
    return await this.#file.attempt(() => this.#mapper.has(key), signal);
  }

  /** The numbers of several keys, in their order; what they need is fetched together. */
  async getMany(keys: ArrayLike<K>, { signal }: ReadOptions = {}): Promise<(number | bigint | undefined)[]> {
    checkKeys(keys);
    return await this.#file.attemptAll(
      Array.from(keys, (key) => () => this.#mapper.get(key)),
      signal,
    );
  }

  /** All numbers of a key. */
  async getAll(key: K, { signal }: ReadOptions = {}): Promise<(number | bigint)[]> {
    return await this.#file.attempt(() => this.#mapper.getAll(key), signal);
  }

  /** Ends reading. A second call does nothing. */
  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
