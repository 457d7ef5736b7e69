/** Live id mappers. */
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { LiveFile } from './live-file.js';

/** An id mapper that follows its file, as `LiveMapping` does. */
export class LiveIdMapper<K extends Key> extends LiveFile<IdMapper<K>> {
  /** Number of entries of the current version. */
  get size(): number {
    return this.current.size;
  }

  /** Whether the current version is mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.current.mapped;
  }

  /** Value of the first entry with a key; `undefined` when there is none. */
  get(key: K): number | bigint | undefined {
    return this.current.get(key);
  }

  /** Whether a key has a value. */
  has(key: K): boolean {
    return this.current.has(key);
  }

  /** The values of several keys, as `get` gives each, all of one version; put into `into` where it is given. */
  getMany(keys: ArrayLike<K>, into?: (number | bigint | undefined)[]): (number | bigint | undefined)[] {
    return this.current.getMany(keys, into);
  }

  /** Whether each of several keys has a value, all of one version; put into `into` where it is given. */
  hasMany(keys: ArrayLike<K>, into?: boolean[]): boolean[] {
    return this.current.hasMany(keys, into);
  }

  /** All values of a key. */
  getAll(key: K): (number | bigint)[] {
    return this.current.getAll(key);
  }

  /** Keys in the order of the index. The version is held until the loop ends. */
  keys(options?: IterationOptions): Generator<K> {
    return this.held((current) => current.keys(options));
  }

  /** Values in the order of their keys. The version is held until the loop ends. */
  values(options?: IterationOptions): Generator<number | bigint> {
    return this.held((current) => current.values(options));
  }

  /** Keys and values, in the order of the keys. The version is held until the loop ends. */
  entries(options?: IterationOptions): Generator<[K, number | bigint]> {
    return this.held((current) => current.entries(options));
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, number | bigint]> {
    return this.entries();
  }
}
