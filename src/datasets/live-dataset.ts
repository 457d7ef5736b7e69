/** Data sets that follow what is published. */
import type { Column } from '../containers/columns/column.js';
import { LiveFile } from '../files/live/live-file.js';
import type { IterationOptions } from '../mappers/entry-steps.js';
import type { Key } from '../mappers/id-mapper.js';
import type { Dataset } from './dataset.js';

/**
 * A data set that moves to each version that becomes current, with all its shards at once. It reads as the data set does; a record, or
 * an iteration, stays with the version that it is of.
 */
export class LiveDataset<K extends Key, V extends object>
  extends LiveFile<Dataset<K, V>>
  implements ReadonlyMap<K, V>
{
  /** Name of the version that is read. */
  get run(): string {
    return this.current.run;
  }

  get size(): number {
    return this.current.size;
  }

  get(key: K): V | undefined {
    return this.current.get(key);
  }

  has(key: K): boolean {
    return this.current.has(key);
  }

  getAll(key: K): V[] {
    return this.current.getAll(key);
  }

  getMany(keys: ArrayLike<K>, into?: (V | undefined)[]): (V | undefined)[] {
    return this.current.getMany(keys, into);
  }

  hasMany(keys: ArrayLike<K>, into?: boolean[]): boolean[] {
    return this.current.hasMany(keys, into);
  }

  iterate(key: K): Generator<V> {
    return this.held((current) => current.iterate(key));
  }

  keys(options?: IterationOptions): Generator<K> {
    return this.held((current) => current.keys(options));
  }

  values(options?: IterationOptions): Generator<V> {
    return this.held((current) => current.values(options));
  }

  entries(options?: IterationOptions): Generator<[K, V]> {
    return this.held((current) => current.entries(options));
  }

  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }

  column<N extends keyof V & string>(name: N): Generator<Column<V[N]>> {
    return this.held((current) => current.column(name));
  }
}
