/** A typed mapping read in place (docs/format.md 11): records by key. */

import { Container, type Source } from '../bytes/container-source.js';
import { walk } from '../bytes/walk.js';
import type { IterationOptions } from '../mappers/entry-steps.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import { hasTextKeys, type KeyOptions, type KeySpec } from '../mappers/key-kind.js';
import { findMany } from '../mappers/many-keys.js';
import { openOrdered } from '../mappers/ordered/open-ordered.js';
import type { OrderedKeys } from '../mappers/ordered/ordered-keys.js';
import type { RangeOptions } from '../mappers/ordered/range-options.js';
import type { Hashes, RecordTable } from '../mappers/tables/record-table.js';
import type { Section } from '../mappers/tables/sections.js';
import type { Struct } from '../schema/struct-class.js';
import { buildIdOf } from '../trailer/read-trailer.js';
import { MappingCursor } from './mapping-cursor.js';
import { mappingParts } from './mapping-parts.js';
import { OrderedEntries } from './ordered-entries.js';
import { RecordArray } from './record-array.js';
import { recordSteps } from './record-steps.js';
import type { IndexKeys } from './secondary/index-types.js';
import type { SecondaryIndex } from './secondary/secondary-index.js';
import { noIndex, type StoredIndexes } from './secondary/stored-indexes.js';

/** What a mapping is opened as; what the file itself says may be left out. */
export interface MappingTypes {
  readonly key?: KeyOptions | undefined;
  readonly value?: typeof Struct | undefined;
}

/** Keys and their records, in place, as a `ReadonlyMap`. `X` has the keys of declared indexes, by their names. */
export class Mapping<K extends Key, V extends object, X extends IndexKeys = IndexKeys>
  extends Container
  implements ReadonlyMap<K, V>
{
  /** Number of entries. A key can have several, which `getAll` gives. */
  readonly size: number;
  /** The records themselves, in the order they were written. */
  readonly array: RecordArray<V>;
  /** From keys to positions in `array`. */
  readonly mapper: IdMapper<K>;
  /** @internal */
  readonly spec: KeySpec;
  /** @internal What `Filter` reads; undefined where there is none. */
  readonly filterSection: Section | undefined;
  /** @internal */
  readonly secondary: StoredIndexes | undefined;
  readonly #table: RecordTable | undefined;
  readonly #order: Section | undefined;
  #ordered: OrderedEntries<K, V> | undefined;

  /** @internal Use `mapping(...).fromBuffer` or `openMapping`. */
  constructor(source: Source, declaration: MappingTypes) {
    super(source);
    const { spec, mapper, array, table, columns, order, filter, indexes } = mappingParts(
      source,
      declaration.key,
    );
    this.spec = spec;
    this.mapper = mapper as IdMapper<Key> as IdMapper<K>;
    this.size = mapper.size;
    this.array = new RecordArray<V>(source, array, declaration.value, columns);
    this.#table = table;
    this.#order = order;
    this.filterSection = filter;
    this.secondary = indexes;
    // Last, so that a mapping that is not opened stays as it is.
    if (!source.memory.writable) return;
    columns?.takeOut();
    indexes?.takeOut();
  }

  /** Tells it from other containers. */
  get kind(): 'mapping' {
    return 'mapping';
  }

  /**
   * Which build this comes from, as 32 hexadecimal digits; `undefined` where there is no trailer, as in files by
   * Python.
   *
   * @throws `CorruptBufferError` where it is damaged.
   */
  get buildId(): string | undefined {
    return buildIdOf(this.source.memory);
  }

  /**
   * Records by a further index of the file.
   *
   * @param name What the index was called when the file was built; a field's own name, by default.
   * @throws `ArgumentError` where it has none of that name, or was opened to be changed.
   */
  by<N extends keyof X & string>(name: N): SecondaryIndex<X[N], V> {
    if (this.secondary === undefined) throw this.#miss() ?? noIndex(name);
    return this.secondary.by<V>(name, this.array) as object as SecondaryIndex<X[N], V>;
  }

  /** Names of the indexes that `by` takes: none in a file that was opened to be changed. */
  get indexNames(): readonly string[] {
    return this.secondary?.names ?? [];
  }

  /**
   * The record of a key, the first one written when it has several; `undefined` when it has none.
   *
   * @throws `ArgumentError`, as all look-ups do, where an integer key that is not found is a `number` from 2⁵³ up:
   * give a bigint.
   */
  get(key: K): V | undefined {
    const table = this.#table;
    if (table === undefined) {
      const place = this.mapper.locate(key, this.array.places);
      return place < 0 ? this.#miss() : this.array.atOffset(place);
    }
    const offset = table.find(key);
    return offset < 0 ? this.#miss() : this.array.atOffset(offset);
  }

  /** @internal Offset of a key's first record from the array's start; −1 where it has none. */
  offsetOf(key: K): number {
    return this.#table === undefined ? this.mapper.locate(key, this.array.places) : this.#table.find(key);
  }

  /** @internal The same of all its records. */
  offsetsOf(key: K): readonly number[] {
    const { places } = this.array;
    return this.#table?.findAll?.(key) ?? Array.from(this.mapper.iterate(key), (item) => places.follow(item));
  }

  /** @internal Whether a filter of the table says that a key has no record. */
  lacks(key: K, filter: Hashes): boolean {
    return this.#table?.lacks?.(key, filter) === true;
  }

  /** @internal Where the key and the record of a key are likely to be, by the table alone; nothing where that does not tell. */
  likelyPlaces(key: K): readonly number[] {
    return this.#table?.likelyPlaces?.(key) ?? [];
  }

  /** One proxy that moves to the records of keys, which costs no object per look-up: do not keep it past the next. */
  cursor(): MappingCursor<K, V> {
    return new MappingCursor(this, this.#table);
  }

  /** Whether a key has a record. */
  has(key: K): boolean {
    const found = this.#table === undefined ? this.mapper.has(key) : this.#table.find(key) >= 0;
    if (!found) this.#miss();
    return found;
  }

  /**
   * The records of several keys, each as `get` gives it, in their order; `undefined` where a key has none. Put into `into`
   * where it is given, whose length becomes theirs. Of a file larger than the processor's caches it takes some three quarters
   * of the time of as many `get`s, as it waits for the parts of many records at once: give it some 100 keys or more.
   */
  getMany(keys: ArrayLike<K>, into: (V | undefined)[] = []): (V | undefined)[] {
    return findMany<K, V | undefined>(keys, into, (key) => this.get(key), this.#prefetch(keys));
  }

  /** Whether each of several keys has a record, in their order; put into `into` where it is given. */
  hasMany(keys: ArrayLike<K>, into: boolean[] = []): boolean[] {
    return findMany(keys, into, (key) => this.has(key), this.#prefetch(keys));
  }

  /** All records of a key, in the order they were written. */
  getAll(key: K): V[] {
    const records = this.#table?.findAll?.(key);
    return records === undefined ? [...this.#search(key)] : this.#all(records);
  }

  /** All records of a key, one by one. */
  *iterate(key: K): Generator<V> {
    const records = this.#table?.findAll?.(key);
    if (records === undefined) yield* this.#search(key);
    else yield* this.#all(records);
  }

  /** Keys in the order of the index: ascending numbers; strings by hash. A key of several entries comes several times. */
  keys(options?: IterationOptions): Generator<K> {
    return this.mapper.keys(options);
  }

  /** Records in the order of their keys; `array` has them in the order they were written, which reads faster. */
  values(options?: IterationOptions): Generator<V> {
    const { mapper, array } = this;
    const { entry, value } = recordSteps(mapper, array.places, options, false);
    return walk(this.size, (step) => this.#record(value(entry(step))));
  }

  /** Keys and records, in the order of the index, as `keys` gives it. */
  entries(options?: IterationOptions): Generator<[K, V]> {
    const { mapper, array } = this;
    const { entry, key, value } = recordSteps(mapper, array.places, options, true);
    return walk(this.size, (step): [K, V] => {
      const at = entry(step);
      return [key(at), this.#record(value(at))];
    });
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  /** Calls `callback` with each record and its key, as `Map.prototype.forEach` does, with `thisArg` as its `this`. */
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }

  /**
   * Entries with `from` <= key < `to`, in the order of their keys; `undefined` leaves an end open. Numbers and times
   * are in their own order, text and bytes in that of their bytes, which is that of code points. Keys of text and
   * bytes are in order where the mapping was built with `ordered: true`. Takes a search for each end, and nothing for
   * what lies outside.
   *
   * @throws `ArgumentError` for an end that is no such key, and where the keys are in no order.
   */
  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.#inOrder.range(from, to, options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.#inOrder.prefix(prefix, options);
  }

  /**
   * The entry that comes first by its key; `undefined` where there is none.
   *
   * @throws as `range`.
   */
  first(): [K, V] | undefined {
    return this.#inOrder.first();
  }

  /** The entry that comes last by its key: of several with that key the last. */
  last(): [K, V] | undefined {
    return this.#inOrder.last();
  }

  /**
   * The entry whose key is closest to `key`, or is it; of two that are as close, the smaller. Of text and bytes, that is the one
   * before or after it that shares more bytes with it from the front. The first entry, where a key has several.
   */
  nearest(key: K): [K, V] | undefined {
    return this.#inOrder.nearest(key);
  }

  /** @internal Whether the keys have an order that can be searched by. */
  get hasOrder(): boolean {
    const { kind, approximate } = this.spec;
    return !approximate && kind !== 'object' && (!hasTextKeys(this.spec) || this.#order !== undefined);
  }

  /** @internal Throws `ArgumentError` where they have none. */
  orderedKeys(): OrderedKeys {
    return openOrdered(this.mapper, this.spec, this.#order);
  }

  get #inOrder(): OrderedEntries<K, V> {
    this.#miss();
    this.#ordered ??= new OrderedEntries(this.mapper, this.array, this.orderedKeys());
    return this.#ordered;
  }

  *#search(key: K): Generator<V> {
    for (const item of this.mapper.iterate(key)) yield this.#record(item);
  }

  #all(offsets: readonly number[]): V[] {
    if (offsets.length === 0) this.#miss();
    return offsets.map((offset) => this.array.atOffset(offset));
  }

  /** Reads ahead, where the table can. Throws when closed: of no keys nothing is read, which would notice. */
  #prefetch(keys: ArrayLike<K>): ((from: number, to: number) => void) | undefined {
    this.#miss();
    const table = this.#table;
    return table?.prefetch === undefined ? undefined : (from, to) => table.prefetch!(keys, from, to);
  }

  /** Some misses are known without reading, which a closed mapping must not hide. */
  #miss(): undefined {
    const { memory } = this.source;
    if (memory.closed) throw memory.closedError();
    return undefined;
  }

  #record(item: number | bigint): V {
    return this.array.atOffset(this.array.places.follow(item));
  }
}
