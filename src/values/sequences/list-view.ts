/** Lists and tuples read in place (docs/format.md 4): elements are read when they are asked for. */
import { walk } from '../../bytes/walk.js';
import type { Window } from '../../bytes/window.js';
import { COST } from '../base/budget.js';
import type { CodecTable } from '../base/codec.js';
import { Decoding } from '../base/decoding.js';
import { type CursorOptions, checkMask } from '../base/mask.js';
import type { Readings } from '../base/readings.js';
import { Comparison } from '../compare/equality.js';
import { compareLists, ITEMS } from '../compare/ordering.js';
import { IDENTITY } from '../compare/pairs.js';
import { isPointerCode, readSequenceHead, type SequenceHead } from '../numbers/packed-numbers.js';
import { PACKED, PLAIN, View } from '../views/view.js';
import type { Element } from './element-type.js';
import { joined } from './join.js';
import { readItem } from './sequence-item.js';
import { clamp, type Slice, sliceOf } from './slice.js';
import { type NumberArray, numbersInPlace, numbersOf } from './typed-array-of-numbers.js';

/** A stored list or tuple, with the reading half of an array's interface. Slices are views too. */
export class ListView<T = unknown> extends View<readonly T[]> implements Iterable<T> {
  readonly #tuple: boolean;
  readonly #element: Element<T>;
  readonly #head: SequenceHead;
  /** @internal Which elements of the stored sequence. Not private, as slices of one list would pass for equal elsewhere. */
  protected readonly part: Slice;

  /** @internal */
  constructor(
    window: Window,
    offset: number,
    element: Element<T>,
    table: CodecTable,
    tuple: boolean,
    head: SequenceHead = readSequenceHead(window, offset),
    slice: Slice = { from: 0, step: 1, length: head.length },
  ) {
    super(window, offset, table);
    if (slice.length > 0 && element.numbers === 'none' && !isPointerCode(head.code)) {
      throw element.refuseNumbers(window.base + offset);
    }
    this.#element = element;
    this.#head = head;
    this.part = slice;
    this.#tuple = tuple;
  }

  /** Number of elements. */
  get length(): number {
    return this.part.length;
  }

  /** Whether this is a tuple, which `toArray` gives as a frozen array. */
  get tuple(): boolean {
    return this.#tuple;
  }

  /** The element at an index, from the end if negative; `undefined` outside. */
  at(index: number): T | undefined {
    const whole = Math.trunc(index) || 0;
    const place = whole < 0 ? whole + this.length : whole;
    return place >= 0 && place < this.length ? this.#read(place, new Decoding(this.table)) : undefined;
  }

  /**
   * A view of the elements from `start` to before `end`, as `Array.prototype.slice` counts; of every `step`th, as
   * Python's `[start:end:step]`: `slice(undefined, undefined, -1)` is the list backwards. Nothing is copied.
   *
   * @throws `ArgumentError` for a step that is no integer, or 0.
   */
  slice(start?: number, end?: number, step = 1): ListView<T> {
    const { from, step: own } = this.part;
    const part = sliceOf(this.length, start, end, step);
    return new ListView(this.window, this.offset, this.#element, this.table, this.tuple, this.#head, {
      from: from + part.from * own,
      step: part.step * own,
      length: part.length,
    });
  }

  /** Iterates over the elements whose `mask` entry is truthy; others are not read. */
  cursor(options: CursorOptions = {}): IterableIterator<T> {
    checkMask(options, this.length, 'elements');
    return this.#items(0, this.reading(), options.mask);
  }

  /** All elements, decoded together: what is stored once comes as one object. */
  toArray(): T[] {
    return this.#array(this.reading());
  }

  /**
   * Packed numbers as a typed array: over the stored bytes themselves where they are aligned, so do not write to it,
   * and do not keep it past `close()`; else a copy. Of the stored type, the narrowest that holds the integers of the
   * list; floats where floats are declared; with a step, a copy.
   *
   * @throws `ArgumentError` for a list of anything else.
   */
  toTypedArray(): NumberArray {
    return numbersOf(this.window, this.#head, this.part, this.#element);
  }

  /** The same as `values`. */
  [Symbol.iterator](): Generator<T, undefined> {
    return this.#items(0, this.reading());
  }

  /** The elements, in order. */
  values(): Generator<T, undefined> {
    return this[Symbol.iterator]();
  }

  /** The indexes, from 0. */
  keys(): Generator<number, undefined> {
    return walk(this.length, (index) => index);
  }

  /** Indexes and elements. */
  entries(): Generator<[number, T], undefined> {
    const reader = this.reading();
    return walk(this.length, (index) => [index, this.#next(index, reader)]);
  }

  /** Index of the first element with the content of `value`, from index `from` on; −1 when there is none. */
  indexOf(value: unknown, from = 0): number {
    const comparison = new Comparison();
    let index = clamp(from, this.length);
    for (const item of this.#items(index, comparison.readings.of(this.window, this.table))) {
      if (comparison.equal(item, value)) return index;
      comparison.next();
      index += 1;
    }
    return -1;
  }

  /**
   * Whether an element has the content of `value`.
   *
   * @param from Where to begin. Default 0.
   */
  includes(value: unknown, from = 0): boolean {
    return this.indexOf(value, from) >= 0;
  }

  /** Calls `callback` with each element and its index. */
  forEach(callback: (value: T, index: number, list: this) => void): void {
    for (const [index, value] of this.entries()) callback(value, index, this);
  }

  /** An array of what `callback` gives for each element. */
  map<U>(callback: (value: T, index: number, list: this) => U): U[] {
    return Array.from(this, (value, index) => callback(value, index, this));
  }

  /** An array of the elements that pass a test. */
  filter<S extends T>(test: (value: T, index: number, list: this) => value is S): S[];
  filter(test: (value: T, index: number, list: this) => unknown): T[];
  filter(test: (value: T, index: number, list: this) => unknown): T[] {
    const kept: T[] = [];
    for (const [index, value] of this.entries()) if (test(value, index, this)) kept.push(value);
    return kept;
  }

  /** The first element that passes a test; `undefined` where none does. */
  find(test: (value: T, index: number, list: this) => unknown): T | undefined {
    for (const [index, value] of this.entries()) if (test(value, index, this)) return value;
    return undefined;
  }

  /** The index of the first element that passes a test; −1 where none does. */
  findIndex(test: (value: T, index: number, list: this) => unknown): number {
    for (const [index, value] of this.entries()) if (test(value, index, this)) return index;
    return -1;
  }

  /** Whether an element passes a test. */
  some(test: (value: T, index: number, list: this) => unknown): boolean {
    return this.findIndex(test) >= 0;
  }

  /** Whether all elements pass a test. */
  every(test: (value: T, index: number, list: this) => unknown): boolean {
    return this.findIndex((value, index) => !test(value, index, this)) < 0;
  }

  /** What `callback` makes of the total so far, from `initial` on, and each element in turn. */
  reduce<U>(callback: (total: U, value: T, index: number, list: this) => U, initial: U): U {
    let total = initial;
    for (const [index, value] of this.entries()) total = callback(total, value, index, this);
    return total;
  }

  /**
   * The elements as text, as an array's `join` has it.
   *
   * @param separator What stands between elements. Default `,`.
   * @throws `ArgumentError` for more than a string can hold.
   */
  join(separator = ','): string {
    return joined(this, separator);
  }

  /**
   * Whether an array, typed array or view has equal elements in the same order.
   *
   * @param other What it is compared with.
   */
  override equals(other: unknown): boolean {
    return super.equals(
      ArrayBuffer.isView(other) ? Array.from(other as Iterable<unknown> & ArrayBufferView) : other,
    );
  }

  /**
   * Below 0, 0 or above 0, as this list comes before, with or after another: by the first elements that differ, else
   * by length, as in Python.
   *
   * @throws `ArgumentError` for elements without an order between them.
   */
  compare(other: ListView | readonly unknown[] | NumberArray): number {
    return compareLists(this, other);
  }

  /** @internal */
  override [PLAIN](reader: Decoding = this.reading()): readonly T[] {
    const values = this.#array(reader);
    return this.tuple ? Object.freeze(values) : values;
  }

  /** @internal */
  [ITEMS](readings: Readings): Iterable<T> {
    return this.#items(0, readings.of(this.window, this.table));
  }

  /** @internal Numbers are packed again in the type that they are stored in. */
  override [PACKED](readings: Readings): object {
    return numbersInPlace(this.#head, this.length) ? this.toTypedArray() : this.plainWithin(readings);
  }

  /** @internal */
  override [IDENTITY](): readonly unknown[] {
    return [...super[IDENTITY](), this.part.from, this.part.step, this.length];
  }

  protected override shown(limit: number, reader: Decoding): [number, object] {
    return [this.length, this.slice(0, limit).#array(reader)];
  }

  #array(reader: Decoding): T[] {
    reader.spend(this.window, this.offset, COST.container + COST.value * this.length);
    const values: T[] = [];
    for (let index = 0; index < this.length; index += 1) values.push(this.#read(index, reader));
    return values;
  }

  /** Elements one by one, with one budget for all of them. */
  #items(from: number, reader: Decoding, mask?: CursorOptions['mask']): Generator<T, undefined> {
    return walk(this.length, (index) => this.#next(index, reader), from, mask);
  }

  #next(index: number, reader: Decoding): T {
    reader.spend(this.window, this.offset, COST.value);
    const item = this.#read(index, reader);
    reader.next();
    return item;
  }

  #read(index: number, reader: Decoding): T {
    const { from, step } = this.part;
    const item = from + index * step;
    return readItem(this.window, this.offset, this.#head, item, this.#element, reader) as T;
  }
}
