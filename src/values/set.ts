/** Sets (FORMAT.md 5): bitmaps of small integers, sorted numbers, or pointers in stable-hash order. */
import type { Window } from '../bytes/memory.js';
import { PackError } from '../errors.js';
import { stableHash } from '../hash/stable-hash.js';
import { describe, VariableCodec } from './codec.js';
import type { Element } from './element.js';
import { deepEqual } from './equal.js';
import {
  codecForIntegers,
  isInteger,
  isPointerCode,
  readSequenceHead,
  writeNumbers,
} from './number-sequence.js';
import { float64 } from './numbers.js';
import type { Packer } from './packer.js';
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

function compare(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
    stableHash(value, hash);
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
  return kept.map((entry) => hashable(entry.value));
}

/** Only tuples can be members of a Python set, so an array in one is stored as a tuple: as a frozen array. */
function hashable(value: unknown): unknown {
  return Array.isArray(value) ? Object.freeze(value.map(hashable)) : value;
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
    this.element = element;
  }

  override takesCode(code: number): boolean {
    return code === this.code || code === 'z'.charCodeAt(0);
  }

  override write(packer: Packer, value: unknown): void {
    if (!(value instanceof Set)) throw new PackError(`${describe(value)} is not a Set for ${this.name}`);
    const values: unknown[] = [...value];
    const element: Element<T> = this.element;
    if (element.numbers !== 'none' && !(element.nullable && value.has(null))) {
      for (const member of values) element.check(member);
    }
    if (values.every(isInteger) && element.numbers !== 'float') writeIntegers(packer, values);
    else if (values.length === 0) writeIntegers(packer, []);
    else if (values.every((member) => typeof member === 'number')) this.#writeFloats(packer, values);
    else writePointers(packer, inHashOrder(values), element);
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
      for (const member of members) {
        values.add(this.element.numbers === 'none' ? (member as T) : this.element.accept(member));
      }
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
