/** Live id mappers. */
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { LiveFile } from './live-file.js';

/** An id mapper that follows its file, as `LiveMapping` does. */
export class LiveIdMapper<K extends Key> extends LiveFile<IdMapper<K>> {
  get size(): number {
    return this.current.size;
  }

  /** Whether the current version is mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.current.mapped;
  }

  get(key: K): number | bigint | undefined {
    return this.current.get(key);
  }

  has(key: K): boolean {
    return this.current.has(key);
  }

  getMany(keys: ArrayLike<K>, into?: (number | bigint | undefined)[]): (number | bigint | undefined)[] {
    return this.current.getMany(keys, into);
  }

  hasMany(keys: ArrayLike<K>, into?: boolean[]): boolean[] {
    return this.current.hasMany(keys, into);
  }

  getAll(key: K): (number | bigint)[] {
    return this.current.getAll(key);
  }

  keys(options?: IterationOptions): Generator<K> {
    return this.held((current) => current.keys(options));
  }

  values(options?: IterationOptions): Generator<number | bigint> {
    return this.held((current) => current.values(options));
  }

  entries(options?: IterationOptions): Generator<[K, number | bigint]> {
    return this.held((current) => current.entries(options));
  }

  [Symbol.iterator](): Generator<[K, number | bigint]> {
    return this.entries();
  }
}
