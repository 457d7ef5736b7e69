/** What is found by keys in the newest version: the base of live mappings and live data sets. */
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
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
  /** Number of entries of the current version. */
  get size(): number {
    return this.current.size;
  }

  /** The record of a key; `undefined` when it has none. */
  get(key: K): V | undefined {
    return this.current.get(key);
  }

  /** Whether a key has a record. */
  has(key: K): boolean {
    return this.current.has(key);
  }

  /** The records of several keys, as `get` gives each, all of one version; put into `into` where it is given. */
  getMany(keys: ArrayLike<K>, into?: (V | undefined)[]): (V | undefined)[] {
    return this.current.getMany(keys, into);
  }

  /** Whether each of several keys has a record, all of one version; put into `into` where it is given. */
  hasMany(keys: ArrayLike<K>, into?: boolean[]): boolean[] {
    return this.current.hasMany(keys, into);
  }

  /** All records of a key, in the order they were written. */
  getAll(key: K): V[] {
    return this.current.getAll(key);
  }

  /** All records of a key, one by one. The version is held until the loop ends. */
  iterate(key: K): Generator<V> {
    return this.held((current) => current.iterate(key));
  }

  /** Keys in the order of the index. The version is held until the loop ends. */
  keys(options?: IterationOptions): Generator<K> {
    return this.held((current) => current.keys(options));
  }

  /** Records in the order of their keys. The version is held until the loop ends. */
  values(options?: IterationOptions): Generator<V> {
    return this.held((current) => current.values(options));
  }

  /** Keys and records, in the order of the index. The version is held until the loop ends. */
  entries(options?: IterationOptions): Generator<[K, V]> {
    return this.held((current) => current.entries(options));
  }

  /**
   * Entries with `from` <= key < `to`, in the order of their keys, as `Mapping.range` gives them. The version is held
   * until the loop ends.
   */
  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.held((current) => current.range(from, to, options));
  }

  /** Entries whose key, of text or bytes, starts with a prefix. The version is held until the loop ends. */
  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.held((current) => current.prefix(prefix, options));
  }

  /** The entry that comes first by its key; `undefined` where there is none. */
  first(): [K, V] | undefined {
    return this.current.first();
  }

  /** The entry that comes last by its key; `undefined` where there is none. */
  last(): [K, V] | undefined {
    return this.current.last();
  }

  /** The entry whose key is closest to `key`, or is it, as `Mapping.nearest` gives it. */
  nearest(key: K): [K, V] | undefined {
    return this.current.nearest(key);
  }

  /** Names of the current version's indexes. */
  get indexNames(): readonly string[] {
    return this.current.indexNames;
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  /**
   * As `ReadonlyMap.forEach`, over the version that is current when it is called.
   *
   * @param callback What is called with each record and its key.
   * @param thisArg What is `this` there.
   */
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }
}
