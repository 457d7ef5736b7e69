/** Live mappings. */
import type { Mapping } from '../../containers/mapping.js';
import type { MappingCursor } from '../../containers/mapping-cursor.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { RangeOptions } from '../../mappers/ordered/ordered-keys.js';
import { LiveFile } from './live-file.js';

/**
 * A mapping that follows its file. It reads as the mapping does; records are of the version they were read from, and throw
 * `ClosedError` once that is closed. Iteration goes on with the version that it began with.
 */
export class LiveMapping<K extends Key, V extends object, X extends IndexKeys = IndexKeys>
  extends LiveFile<Mapping<K, V, X>>
  implements ReadonlyMap<K, V>
{
  get size(): number {
    return this.current.size;
  }

  /** Whether the current version is mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.current.mapped;
  }

  /** The current version's records. */
  get array(): RecordArray<V> {
    return this.current.array;
  }

  /** An index of the current version, with which it is closed: ask for it when it is used, or hold a lease. */
  by<N extends keyof X & string>(name: N): SecondaryIndex<X[N], V> {
    return this.current.by(name);
  }

  /** Names of the current version's indexes. */
  get indexNames(): readonly string[] {
    return this.current.indexNames;
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

  /** A cursor over the current version, which it stays with. */
  cursor(): MappingCursor<K, V> {
    return this.current.cursor();
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

  /** As `ReadonlyMap.forEach`, over the version that is current when it is called. */
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }
}
