/** Records by what they hold: an index beside the mapping's own. */
import type { Memory } from '../../bytes/memory.js';
import type { IterationOptions } from '../../mappers/entry-steps.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import type { KeySpec } from '../../mappers/key-kind.js';
import { openOrdered } from '../../mappers/ordered/open-ordered.js';
import type { OrderedKeys, Stretch } from '../../mappers/ordered/ordered-keys.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import type { RecordTable } from '../../mappers/tables/record-table.js';
import type { Section } from '../../mappers/tables/sections.js';
import type { RecordArray } from '../record-array.js';
import type { RecordLists } from './record-lists.js';

/** What an index is made of. */
export interface IndexParts {
  readonly name: string;
  /** The field that keys come from, where it is not a function that gave them. */
  readonly field: string | undefined;
  readonly entries: number;
  /** Bytes that it takes. */
  readonly bytes: number;
  /** From keys to codes. */
  readonly mapper: IdMapper<Key>;
  readonly table: RecordTable | undefined;
  readonly lists: RecordLists;
  readonly spec: KeySpec;
  readonly order: Section | undefined;
}

/**
 * Keys that records have beside the one they are stored under, and their records: as `mapping.by('name')` gives it. A
 * key leads to each of its records once, in the order in which `array` has them.
 */
export class SecondaryIndex<K extends Key, V extends object> implements Iterable<[K, V]> {
  /** What `by` finds it by. */
  readonly name: string;
  /** Number of entries: of each key as many as it has records. */
  readonly size: number;
  /** Number of different keys. */
  readonly keyCount: number;
  /** @internal */
  readonly parts: IndexParts;
  readonly #memory: Memory;
  readonly #array: RecordArray<V>;
  readonly #mapper: IdMapper<K>;
  #ordered: OrderedKeys | undefined;

  /** @internal Use `mapping.by(name)`. */
  constructor(memory: Memory, parts: IndexParts, array: RecordArray<V>) {
    this.name = parts.name;
    this.size = parts.entries;
    this.keyCount = parts.mapper.size;
    this.parts = parts;
    this.#memory = memory;
    this.#array = array;
    this.#mapper = parts.mapper as IdMapper<Key> as IdMapper<K>;
  }

  /**
   * The first record of a key; `undefined` when it has none.
   *
   * @throws `ArgumentError` as `mapping.get` does.
   */
  get(key: K): V | undefined {
    const code = this.codeOf(key);
    return code < 0 ? undefined : this.#array.atOffset(this.#offset(this.parts.lists.first(code)));
  }

  /** Whether a key has a record. */
  has(key: K): boolean {
    return this.codeOf(key) >= 0;
  }

  /** How many records a key has: nothing of them is read. */
  count(key: K): number {
    const code = this.codeOf(key);
    return code < 0 ? 0 : this.parts.lists.count(code);
  }

  /** All records of a key, in the order of `array`, which is the one they were written in. */
  getAll(key: K): V[] {
    const code = this.codeOf(key);
    if (code < 0) return [];
    return this.parts.lists.all(code).map((number) => this.#array.atOffset(this.#offset(number)));
  }

  /** All records of a key, one by one. */
  *iterate(key: K): Generator<V> {
    const code = this.codeOf(key);
    if (code >= 0) yield* this.#records(code);
  }

  /** Keys, each once: ascending numbers; strings by hash, or with `sequential` as they came first. */
  keys(options?: IterationOptions): Generator<K> {
    return this.#mapper.keys(options);
  }

  /** Keys and records: of a key as many entries as it has records. */
  *entries(options?: IterationOptions): Generator<[K, V]> {
    for (const [key, code] of this.#mapper.entries(options)) {
      for (const record of this.#records(Number(code))) yield [key, record];
    }
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  /**
   * Entries with `from` <= key < `to` by their keys: integers, or text and bytes of an index with `ordered: true`. As
   * `mapping.range`; `limit` counts records.
   */
  range(from?: K | undefined, to?: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.#entriesOf(this.orderedKeys().range(from, to, options), options);
  }

  /** Entries whose key, of text or bytes, starts with a prefix, as `range` gives them. */
  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.#entriesOf(this.orderedKeys().prefix(prefix, options), options);
  }

  /**
   * The entry that comes first by its key: with the first of its records. `undefined` where there is none.
   *
   * @throws as `range`.
   */
  first(): [K, V] | undefined {
    return this.#entry(this.orderedKeys().first());
  }

  /** The entry that comes last by its key: with the last of its records. */
  last(): [K, V] | undefined {
    return this.#entry(this.orderedKeys().last(), true);
  }

  /** The entry whose key is closest to `key`, as `nearest` of mappings says, with the first of its records. */
  nearest(key: K): [K, V] | undefined {
    return this.#entry(this.orderedKeys().nearest(key));
  }

  /** @internal Throws `ArgumentError` for keys that are in no order. */
  orderedKeys(): OrderedKeys {
    this.#ordered ??= openOrdered(this.parts.mapper, this.parts.spec, this.parts.order);
    return this.#ordered;
  }

  /** The records of a stretch of keys: of fewer keys than the limit, as each has a record. */
  *#entriesOf({ count, entry }: Stretch, { limit, reverse }: RangeOptions = {}): Generator<[K, V]> {
    const { key, value } = this.#mapper.steps();
    let left = limit ?? Number.POSITIVE_INFINITY;
    for (let step = 0; step < count; step += 1) {
      const at = entry(step);
      const own = key(at);
      const records = this.#records(Number(value(at)));
      for (const record of reverse ? [...records].reverse() : records) {
        if (left === 0) return;
        left -= 1;
        yield [own, record];
      }
    }
  }

  /** An entry of the mapper with one of its records; `undefined` for −1. */
  #entry(entry: number, last = false): [K, V] | undefined {
    if (entry < 0) return undefined;
    const { lists } = this.parts;
    const { key, value } = this.#mapper.steps();
    const code = Number(value(entry));
    const number = last ? lists.last(code) : lists.first(code);
    return [key(entry), this.#array.atOffset(this.#offset(number))];
  }

  *#records(code: number): Generator<V> {
    for (const number of this.parts.lists.numbers(code)) yield this.#array.atOffset(this.#offset(number));
  }

  #offset(number: number): number {
    return this.#array.places.follow(number);
  }

  /** @internal What stands for the records of a key; −1 when it has none. */
  codeOf(key: K): number {
    const { table } = this.parts;
    const code = table === undefined ? Number(this.#mapper.get(key) ?? -1) : table.find(key);
    // Some misses are known without reading, which a closed mapping must not hide.
    if (code < 0 && this.#memory.closed) throw this.#memory.closedError();
    return code;
  }
}
