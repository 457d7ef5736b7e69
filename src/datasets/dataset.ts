/** A data set that reads as one mapping. */

import type { Column } from '../containers/columns/column.js';
import type { Mapping } from '../containers/mapping.js';
import type { IterationOptions } from '../mappers/entry-steps.js';
import type { Key } from '../mappers/id-mapper.js';
import type { Manifest } from '../shards/manifest.js';
import { shardOf } from '../shards/shard-of.js';
import type { Shards } from './shards.js';

/** Keys and their records, in as many files as there are shards. The interface is that of a mapping of one file. */
export class Dataset<K extends Key, V extends object> implements ReadonlyMap<K, V>, Disposable {
  readonly #shards: Shards<K, V>;

  /** @internal Use `openDataset`. */
  constructor(shards: Shards<K, V>) {
    this.#shards = shards;
  }

  /** Tells it from other containers. */
  get kind(): 'dataset' {
    return 'dataset';
  }

  /** What the version that is read is made of. */
  get manifest(): Manifest {
    return this.#shards.manifest;
  }

  /** Name of the version that is read. */
  get run(): string {
    return this.#shards.manifest.run;
  }

  /** Number of entries. */
  get size(): number {
    return this.#shards.manifest.entries;
  }

  /** The shard, from 0, in which a key is if it is anywhere. */
  shardOf(key: K): number {
    return shardOf(key, this.#shards.count);
  }

  /** One shard, from 0, as the mapping that its file is; it is closed with the data set. */
  shard(number: number): Mapping<K, V> {
    return this.#shards.at(number);
  }

  get(key: K): V | undefined {
    return this.#shards.of(key).get(key);
  }

  has(key: K): boolean {
    return this.#shards.of(key).has(key);
  }

  getAll(key: K): V[] {
    return this.#shards.of(key).getAll(key);
  }

  iterate(key: K): Generator<V> {
    return this.#shards.of(key).iterate(key);
  }

  /** As that of a mapping; the keys are looked up shard by shard, and the records are in the order of the keys. */
  getMany(keys: ArrayLike<K>, into: (V | undefined)[] = []): (V | undefined)[] {
    return this.#many(keys, into, (mapping, own) => mapping.getMany(own));
  }

  hasMany(keys: ArrayLike<K>, into: boolean[] = []): boolean[] {
    return this.#many(keys, into, (mapping, own) => mapping.hasMany(own));
  }

  /** Keys shard by shard, in the order of each shard's index. */
  *keys(options?: IterationOptions): Generator<K> {
    for (const mapping of this.#shards) yield* mapping.keys(options);
  }

  *values(options?: IterationOptions): Generator<V> {
    for (const mapping of this.#shards) yield* mapping.values(options);
  }

  *entries(options?: IterationOptions): Generator<[K, V]> {
    for (const mapping of this.#shards) yield* mapping.entries(options);
  }

  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }

  /** A field of all records, in pieces: what `array.column` gives of each shard. */
  *column<N extends keyof V & string>(name: N): Generator<Column<V[N]>> {
    for (const mapping of this.#shards) yield mapping.array.column(name);
  }

  /** Closes all shards. A second call does nothing. */
  close(): void {
    this.#shards.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #many<T>(keys: ArrayLike<K>, into: T[], look: (mapping: Mapping<K, V>, keys: K[]) => readonly T[]): T[] {
    const places: number[][] = Array.from({ length: this.#shards.count }, () => []);
    for (let at = 0; at < keys.length; at += 1) places[this.shardOf(keys[at]!)]!.push(at);
    into.length = keys.length;
    places.forEach((own, shard) => {
      if (own.length === 0) return;
      const found = look(
        this.#shards.at(shard),
        own.map((at) => keys[at]!),
      );
      own.forEach((at, index) => {
        into[at] = found[index]!;
      });
    });
    return into;
  }
}
