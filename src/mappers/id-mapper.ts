/** What all id mappers share (docs/format.md 11): from keys to unsigned integers, in one sorted index. */

import { Container, heapSource, type Source } from '../bytes/container-source.js';
import type { Memory } from '../bytes/memory.js';
import { type EntryWidth, SortedIndex } from '../bytes/sorted-index.js';
import { readLength } from '../bytes/structural-integers.js';
import { walk } from '../bytes/walk.js';
import { CorruptBufferError } from '../errors.js';
import { defaultRegistry } from '../schema/registry.js';
import { buildIdOf } from '../trailer/read-trailer.js';
import { Budget } from '../values/base/budget.js';
import { Decoding } from '../values/base/decoding.js';
import type { Hashable } from '../values/compare/hashable.js';
import type { Temporal } from '../values/times/temporal-library.js';
import { type EntrySteps, type IterationOptions, isSequential } from './entry-steps.js';
import { findMany } from './many-keys.js';
import { type BytesMaker, copyOf, touch } from './mapper-bytes.js';
import { MAPPER_HEADER } from './mapper-header.js';

/** Where the parts of a mapper lie, for those who read it whole. */
export interface MapperParts {
  readonly memory: Memory;
  /** Position of the mapper in the memory. */
  readonly start: number;
  /** Bytes between header and index. */
  readonly keyBytes: number;
  readonly index: SortedIndex;
  readonly columns: 2 | 3;
  readonly width: EntryWidth;
}

/** Where things lie that a mapper numbers: the records of a mapping. */
export interface Places {
  /** Offset of an item from where they start; throws `CorruptBufferError` where there is no such item. */
  follow(item: number | bigint): number;
}

/** The key of the entry that has a value, read within the decoding of a walk over several. */
export type KeyOfValue<K> = (value: number, reader: Decoding) => K;

/** Key of an id mapper: text or bytes in string mappers, integers, floats and times in numeric ones, any
 * hashable value in object mappers. */
export type Key = Hashable | Temporal.PlainDate | Temporal.Instant | Date;

/** From keys to unsigned integers, read in place. A key can have several. */
export abstract class IdMapper<K extends Key> extends Container implements Iterable<[K, number | bigint]> {
  /** Number of entries: in a multi mapper, of (key, value) pairs. */
  readonly size: number;
  /** Bytes from the mapper's start to the end of its index. */
  readonly byteLength: number;
  protected readonly index: SortedIndex;
  protected readonly memory: Memory;
  protected readonly start: number;
  readonly #valueColumn: 1 | 2;
  /** @internal */
  readonly parts: MapperParts;

  /** Reads the header at position `start`; throws `CorruptBufferError` when the memory cannot hold the index. */
  constructor(source: Source, start: number, columns: 2 | 3, width: EntryWidth) {
    super(source);
    const { memory } = source;
    const header = memory.peek(start, MAPPER_HEADER, 'an id mapper');
    const length = readLength(header, 0);
    const offset = readLength(header, 8);
    if (offset < MAPPER_HEADER) {
      throw new CorruptBufferError(
        `the id mapper's index is said to lie in its header, at ${offset}`,
        start + 8,
      );
    }
    this.memory = memory;
    this.start = start;
    this.size = length;
    this.#valueColumn = columns === 2 ? 1 : 2;
    this.byteLength = offset + length * columns * width;
    this.index = new SortedIndex(memory, start + offset, length, columns, width);
    this.parts = { memory, start, keyBytes: offset - MAPPER_HEADER, index: this.index, columns, width };
  }

  /** Tells it from other containers, as `openFile` gives them. */
  get kind(): 'idMapper' {
    return 'idMapper';
  }

  /** Index of the first entry with this key; −1 when there is none, as for a key of another type. */
  protected abstract findEntry(key: K): number;

  /** The entry after `entry` with the same key as the last `findEntry`; −1 when there is none. */
  protected abstract nextEntry(entry: number, key: K): number;

  /** The key of an entry, read within the decoding of a walk over several. */
  protected abstract keyAt(entry: number, reader: Decoding): K;

  /** The same kind of mapper over other memory, of which it is all. */
  protected abstract over(source: Source): IdMapper<K>;

  /**
   * A mapper over a copy of this one's bytes, in this process's own memory unless `make`, which is given their
   * number, makes room elsewhere: `(length) => new Uint8Array(new SharedArrayBuffer(length))`. It outlives this one.
   *
   * @throws `ArgumentError` when there is no room.
   */
  copy(make: BytesMaker = (length) => new Uint8Array(length)): IdMapper<K> {
    return this.over(heapSource(copyOf(this.memory, this.start, this.byteLength, make)));
  }

  /** Reads keys and index once, front to back, so that look-ups find them in memory as far as that lasts. */
  preload(): void {
    touch(this.memory, this.start, this.byteLength);
  }

  /**
   * Which build this comes from, as 32 hexadecimal digits; `undefined` where there is no trailer, as in files by
   * Python.
   *
   * @throws `CorruptBufferError` where it is damaged.
   */
  get buildId(): string | undefined {
    return buildIdOf(this.memory);
  }

  /**
   * Value of the first entry with this key, in file order; `undefined` when there is none.
   *
   * @throws `ArgumentError`, as all look-ups do, where an integer key that is not found is a `number` from 2⁵³ up:
   * give a bigint.
   */
  get(key: K): number | bigint | undefined {
    const entry = this.findEntry(key);
    return entry < 0 ? undefined : this.valueAt(entry);
  }

  /** @internal Offset of the first item of a key, in file order; −1 when there is none. */
  locate(key: K, places: Places): number {
    const entry = this.findEntry(key);
    return entry < 0 ? -1 : places.follow(this.valueAt(entry));
  }

  /** Whether a key has a value. */
  has(key: K): boolean {
    return this.findEntry(key) >= 0;
  }

  /**
   * The values of several keys, each as `get` gives it, in their order; `undefined` where a key has none. Put into `into`
   * where it is given, whose length becomes theirs.
   */
  getMany(keys: ArrayLike<K>, into: (number | bigint | undefined)[] = []): (number | bigint | undefined)[] {
    return findMany<K, number | bigint | undefined>(keys, into, (key) => this.get(key));
  }

  /** Whether each of several keys has a value, in their order; put into `into` where it is given. */
  hasMany(keys: ArrayLike<K>, into: boolean[] = []): boolean[] {
    return findMany(keys, into, (key) => this.has(key));
  }

  /** Values of all entries with this key, in file order. */
  getAll(key: K): (number | bigint)[] {
    return [...this.iterate(key)];
  }

  /** Values of all entries with this key, one by one. */
  *iterate(key: K): Generator<number | bigint> {
    for (let entry = this.findEntry(key); entry >= 0; entry = this.nextEntry(entry, key))
      yield this.valueAt(entry);
  }

  /** Gives entry numbers one by one in the order in which the keys are stored, as long as there are any. */
  protected sequence(): Iterator<number, undefined> | undefined {
    return undefined;
  }

  /** Reads the key of each value from 0 up, where these are all there are, and keys are stored in their order. */
  protected keysByValue(): KeyOfValue<K> | undefined {
    return undefined;
  }

  /** @internal Position of what is stored of an entry's key outside of the index, which damage can make any; or −1. */
  keyPosition(_entry: number): number {
    return -1;
  }

  /** @internal An entry's value, rounded from 2⁵³ up, for those who read ahead. */
  nearValue(entry: number): number {
    return this.index.rounded(entry, this.#valueColumn);
  }

  /** Keys in file order: ascending in numeric mappers, by hash in string ones. Keys of multi mappers repeat. */
  keys(options?: IterationOptions): Generator<K> {
    const { entry, key } = this.steps(options);
    return walk(this.size, (step) => key(entry(step)));
  }

  /** Values in the order of their keys. */
  values(options?: IterationOptions): Generator<number | bigint> {
    const { entry, value } = this.steps(options);
    return walk(this.size, (step) => value(entry(step)));
  }

  /** Keys and values, in the order of the index. */
  entries(options?: IterationOptions): Generator<[K, number | bigint]> {
    const { entry, key, value } = this.steps(options);
    return walk(this.size, (step): [K, number | bigint] => {
      const at = entry(step);
      return [key(at), value(at)];
    });
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, number | bigint]> {
    return this.entries();
  }

  /** @internal What a walk through all entries reads. Throws `ArgumentError` for an order that there is not. */
  steps(options: IterationOptions = {}): EntrySteps<K> {
    const sequential = isSequential(options);
    const reader = this.reading();
    const keyOf = sequential ? this.keysByValue() : undefined;
    if (keyOf !== undefined) {
      const key = (value: number) => {
        const read = keyOf(value, reader);
        reader.next();
        return read;
      };
      return { entry: same, key, value: same, jumps: false };
    }
    const numbers = sequential ? this.sequence() : undefined;
    return {
      entry: numbers === undefined ? same : () => this.#following(numbers),
      key: (entry) => this.#key(entry, reader),
      value: (entry) => this.valueAt(entry),
      jumps: numbers === undefined,
    };
  }

  #following(numbers: Iterator<number, undefined>): number {
    const { done, value } = numbers.next();
    if (done !== true) return value;
    throw new CorruptBufferError('the index of an id mapper was changed while it was read', this.start);
  }

  /** A decoding of several keys, with one budget. */
  protected reading(): Decoding {
    return new Decoding(defaultRegistry, new Budget());
  }

  /** Key after key: index entries can lead to one long key many times over. */
  #key(entry: number, reader: Decoding): K {
    const key = this.keyAt(entry, reader);
    reader.next();
    return key;
  }

  protected valueAt(entry: number): number | bigint {
    return this.index.exact(entry, this.#valueColumn);
  }
}

const same = (step: number): number => step;
