/** What is found by keys in the newest version: the base of live mappings and live data sets. */
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { RangeOptions } from '../../mappers/ordered/ordered-keys.js';
import { type Live, LiveFile } from './live-file.js';

/** Records by their keys, in one version. */
export interface KeyedReads<K extends Key, V extends object> extends Live {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  getMany(keys: ArrayLike<K>, into?: (V | undefined)[]): (V | undefined)[];
  hasMany(keys: ArrayLike<K>, into?: boolean[]): boolean[];
  getAll(key: K): V[];
  iterate(key: K): Generator<V>;
  keys(options?: IterationOptions): Generator<K>;
  values(options?: IterationOptions): Generator<V>;
  entries(options?: IterationOptions): Generator<[K, V]>;
  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]>;
  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]>;
  first(): [K, V] | undefined;
  last(): [K, V] | undefined;
  nearest(key: K): [K, V] | undefined;
  readonly indexNames: readonly string[];
}

/** Reads as the version that is current does. Iteration goes on with the version that it began with. */
export abstract class LiveKeyed<K extends Key, V extends object, T extends KeyedReads<K, V>>
  extends LiveFile<T>
  implements ReadonlyMap<K, V>
{
  get size(): number {
    return this.current.size;
  }

  get(key: K): V | undefined {
    return this.current.get(key);
  }

  has(key: K): boolean {
    return this.current.has(key);
  }

  getMany(keys: ArrayLike<K>, into?: (V | undefined)[]): (V | undefined)[] {
    return this.current.getMany(keys, into);
  }

  hasMany(keys: ArrayLike<K>, into?: boolean[]): boolean[] {
    return this.current.hasMany(keys, into);
  }

  getAll(key: K): V[] {
    return this.current.getAll(key);
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

  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.held((current) => current.range(from, to, options));
  }

  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.held((current) => current.prefix(prefix, options));
  }

  first(): [K, V] | undefined {
    return this.current.first();
  }

  last(): [K, V] | undefined {
    return this.current.last();
  }

  nearest(key: K): [K, V] | undefined {
    return this.current.nearest(key);
  }

  /** Names of the current version's indexes. */
  get indexNames(): readonly string[] {
    return this.current.indexNames;
  }

  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  /** As `ReadonlyMap.forEach`, over the version that is current when it is called. */
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }
}
