/** Sets (FORMAT.md 5): bitmaps of small integers, sorted numbers, or pointers in stable-hash order. */
import type { Window } from '../bytes/memory.js';
import { PackError, SchemaError } from '../errors.js';
import { stableHash } from '../hash/stable-hash.js';
import { describe, VariableCodec } from './codec.js';
import type { Element } from './element.js';
import { deepEqual } from './equal.js';
import { codecForIntegers, isPointerCode, readSequenceHead, writeNumbers } from './number-sequence.js';
import { float64 } from './numbers.js';
import type { Packer } from './packer.js';
import { isInteger } from './plain-number.js';
import { writePointers } from './pointer-sequence.js';
import type { Reader } from './reader.js';
import { readInto } from './sequence.js';
import { Tagged } from './tag.js';

const SMALL_BITMAP = 'm'.charCodeAt(0);
const LARGE_BITMAP = 'M'.charCodeAt(0);
/** Largest member and whole length, in bytes, of each bitmap. */
const SMALL_MAX = 55;
const SMALL_BYTES = 8;
const LARGE_MAX = 119;
const LARGE_BYTES = 16;

const SET = 2;
/** RTTI code of lists. */
const LIST = 'e'.charCodeAt(0);

/** Ascending, NaN last. */
function compare(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Sorted ascending, without repeats (5 and 5n are one member). */
function sortedIntegers(values: readonly (number | bigint)[]): (number | bigint)[] {
  const sorted = [...values].sort(compare);
  return sorted.filter((value, index) => index === 0 || compare(value, sorted[index - 1]!) !== 0);
}

function writeIntegers(packer: Packer, values: readonly (number | bigint)[]): void {
  const sorted = sortedIntegers(values);
  const last = sorted.at(-1) ?? 0;
  if ((sorted[0] ?? 0) < 0 || last > LARGE_MAX) {
    writeNumbers(packer, sorted, codecForIntegers(sorted));
    return;
  }
  const small = last <= SMALL_MAX;
  const length = small ? SMALL_BYTES : LARGE_BYTES;
  const start = packer.take(length);
  packer.bytes.fill(0, start, start + length);
  packer.bytes[start] = small ? SMALL_BITMAP : LARGE_BITMAP;
  for (const value of sorted) {
    const member = Number(value);
    packer.bytes[start + 1 + (member >> 3)]! |= 1 << (member & 7);
  }
}

/** Members in the order of their unsigned 64-bit stable hash (FORMAT.md 8), equal ones once. */
function inHashOrder(values: readonly unknown[]): unknown[] {
  const hash = new Uint32Array(2);
  const hashed = values.map((value) => {
    stableHash(value, hash); // first of all: it refuses what nests without end
    const ordered = withStoredOrder(value);
    if (ordered !== value) stableHash(ordered, hash);
    return { value, low: hash[0]!, high: hash[1]! };
  });
  hashed.sort((a, b) => a.high - b.high || a.low - b.low);
  const kept: typeof hashed = [];
  for (const entry of hashed) {
    let repeated = false;
    for (let index = kept.length - 1; index >= 0 && !repeated; index -= 1) {
      const earlier = kept[index]!;
      if (earlier.high !== entry.high || earlier.low !== entry.low) break;
      repeated = sameMember(earlier.value, entry.value);
    }
    if (!repeated) kept.push(entry);
  }
  return kept.map((entry) => asTuples(entry.value));
}

/** A set inside a member hashes in the order in which it is stored, not in its own (FORMAT.md 8). */
function withStoredOrder(value: unknown): unknown {
  if (Array.isArray(value)) return mapped(value, withStoredOrder);
  if (!(value instanceof Set)) return value;
  const members: unknown[] = [...value];
  const numbers = members.every((member) => typeof member === 'number' || typeof member === 'bigint');
  const stored = numbers ? members.sort(compare as (a: unknown, b: unknown) => number) : inHashOrder(members);
  return new Set(stored.map(withStoredOrder));
}

/** Only tuples can be members of a Python set, so an array in one is stored as a tuple: as a frozen array. */
function asTuples(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const tuple = mapped(value, asTuples);
  return Object.isFrozen(tuple) ? tuple : Object.freeze([...tuple]);
}

/** `array` with each item changed; the same array when none is, since its identity matters for sharing. */
function mapped(array: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const items = array.map(change);
  return items.every((item, index) => Object.is(item, array[index])) ? array : items;
}

function sameMember(a: unknown, b: unknown): boolean {
  if (a instanceof Tagged || b instanceof Tagged) return a === b;
  return deepEqual(a, b);
}

function readBitmap(window: Window, offset: number, length: number): number[] {
  window.need(offset, length);
  const members: number[] = [];
  for (let index = 1; index < length; index += 1) {
    const byte = window.bytes[offset + index]!;
    for (let bit = 0; bit < 8; bit += 1) if (byte & (1 << bit)) members.push((index - 1) * 8 + bit);
  }
  return members;
}

/** A set of one element type; `any` where none is declared. */
export class SetCodec<T = unknown> extends VariableCodec<Set<T | null>> {
  readonly element: Element<T>;

  constructor(name: string, element: Element<T>) {
    super(name, 'Z');
    if (element.codec.code === LIST) {
      throw new SchemaError(
        'a set cannot hold lists, which have no stable hash: declare its members as tuples',
      );
    }
    this.element = element;
  }

  override takesCode(code: number): boolean {
    return code === this.code || code === 'z'.charCodeAt(0);
  }

  override write(packer: Packer, value: unknown): void {
    if (!(value instanceof Set)) throw new PackError(`${describe(value)} is not a Set for ${this.name}`);
    const values: unknown[] = [...value];
    const { numbers } = this.element;
    // None can only be written, or refused, among pointers.
    const packed = numbers === 'any' || (numbers !== 'none' && !value.has(null));
    if (packed && numbers !== 'any') for (const member of values) this.element.check(member);
    if (values.length === 0) writeIntegers(packer, []);
    else if (packed && numbers !== 'float' && values.every(isInteger)) writeIntegers(packer, values);
    else if (packed && values.every((member) => typeof member === 'number'))
      this.#writeFloats(packer, values);
    else writePointers(packer, inHashOrder(values), this.element);
  }

  #writeFloats(packer: Packer, values: readonly number[]): void {
    const codec = this.element.numbers === 'float' ? this.element.floatCodec : float64;
    const kept = codec.size === 4 ? [...new Set(values.map(Math.fround))] : [...values];
    writeNumbers(packer, kept.sort(compare), codec);
  }

  override read(window: Window, offset: number, reader: Reader): Set<T | null> {
    const known = reader.made(window, offset, SET);
    if (known !== undefined) return known as Set<T | null>;
    const values = new Set<T | null>();
    window.need(offset, 1);
    const code = window.view.getUint8(offset);
    if (code === SMALL_BITMAP || code === LARGE_BITMAP) {
      const members = readBitmap(window, offset, code === SMALL_BITMAP ? SMALL_BYTES : LARGE_BYTES);
      reader.spend(window, offset, members.length);
      const { numbers } = this.element;
      if (numbers === 'none' && members.length > 0) throw this.element.refuseNumbers(window.base + offset);
      for (const member of members)
        values.add(numbers === 'any' ? (member as T) : this.element.accept(member));
      return values;
    }
    const head = readSequenceHead(window, offset);
    if (isPointerCode(head.code)) reader.remember(window, offset, SET, values);
    reader.enter(window, offset);
    readInto(window, offset, head, this.element, reader, (value) => values.add(value));
    reader.leave();
    return values;
  }
}
