/** Membership in a stored set (docs/format.md 5), without reading the others: a bit, or a binary search. */

import { LONG_FORM } from '../../bytes/text/string-form.js';
import type { Window } from '../../bytes/window.js';
import { PackError } from '../../errors.js';
import { xxh64 } from '../../hash/xxh64.js';
import { COST } from '../base/budget.js';
import type { CodecTable } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Readings } from '../base/readings.js';
import { Comparison } from '../compare/equality.js';
import { refuseInexact } from '../compare/refuse-inexact.js';
import { compareNumbers, StoredOrder } from '../compare/stored-order.js';
import { bigint64, biguint64, uint8 } from '../numbers/number-types.js';
import { readNumberAt, type SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from '../sequences/element-type.js';
import { targetOf } from '../sequences/pointer-sequence.js';
import { readItem } from '../sequences/sequence-item.js';
import { PlainKeys } from '../views/plain-key.js';

const TEXT = 'u'.charCodeAt(0);
const BYTES = 's'.charCodeAt(0);
/** Bytes from the start of a value with its type in front to its string's content, in the short form. */
const CONTENT = 10;
const TWO_32 = 2 ** 32;
/** Members passed by the first step of a search. */
const FIRST_STRIDE = 8;

type Halves = readonly [low: number, high: number];

const sought = new Uint32Array(2);
const probed = new Uint32Array(2);

/** Whether a bitmap of `length` bytes, its code included, has a member. */
export function bitmapHas(window: Window, offset: number, length: number, value: number | bigint): boolean {
  const member = Number(value);
  if ((member | 0) !== member || member < 0 || member >= (length - 1) * 8) return false;
  window.need(offset, length);
  return (window.bytes[offset + 1 + (member >> 3)]! & (1 << (member & 7))) !== 0;
}

/** Codes of packed 64-bit integers: among others no number that is not exact can be meant. */
const BIG_CODES: readonly number[] = [bigint64.code, biguint64.code];

/** Members of which all are looked at, since branches that are seldom taken are the fastest. */
const FEW = 16;

function bytesHave({ view }: Window, { start, length }: SequenceHead, value: number | bigint): boolean {
  const sought = Number(value);
  for (let at = start; at < start + length; at += 1) if (view.getUint8(at) === sought) return true;
  return false;
}

/** Whether a sorted sequence of packed numbers has a member. Throws `ArgumentError` as `has` of a view does. */
export function numbersHave(window: Window, head: SequenceHead, value: number | bigint): boolean {
  window.need(head.start, head.length * head.size);
  if (head.length <= FEW && head.code === uint8.code) return bytesHave(window, head, value);
  let from = 0;
  let to = head.length;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const order = compareNumbers(readNumberAt(window, head.code, head.start + middle * head.size), value);
    if (order === 0) return true;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  if (BIG_CODES.includes(head.code)) refuseInexact(value);
  return false;
}

/** Members behind pointers, sorted by stable hash. */
export class HashedMembers<T> {
  readonly #window: Window;
  readonly #offset: number;
  readonly #head: SequenceHead;
  readonly #element: Element<T>;
  readonly #reader: Decoding;
  readonly #comparison: Comparison;
  readonly #order = new StoredOrder();
  readonly #plain: PlainKeys;
  #refused: Set<unknown> | undefined;
  /** Hashes of members by position, where several are looked for. */
  readonly #hashes: Map<number, Halves> | undefined;

  /** `readings`: those of a call that looks for several. */
  constructor(
    window: Window,
    offset: number,
    head: SequenceHead,
    element: Element<T>,
    table: CodecTable,
    readings?: Readings,
  ) {
    this.#window = window;
    this.#offset = offset;
    this.#head = head;
    this.#element = element;
    this.#comparison = new Comparison(readings);
    this.#plain = new PlainKeys(this.#comparison.readings);
    this.#reader = this.#comparison.readings.of(window, table);
    this.#hashes = readings === undefined ? undefined : new Map();
  }

  has(value: unknown): boolean {
    const found = this.#has(this.#plain.of(value));
    if (!found && this.#element.numbers !== 'float') refuseInexact(value);
    return found;
  }

  #has(value: unknown): boolean {
    if (!this.#hashInto(value, sought)) return false;
    // Hashed before members are, which may be read through values that hash others.
    const [low, high] = [sought[0]!, sought[1]!];
    if (this.#order.holdsSet(value)) return this.#walk(value);
    const first = this.#lowerBound(low, high);
    if (first < 0) return this.#walk(value);
    for (let index = first; index < this.#head.length && this.#hash(index); index += 1) {
      if (probed[0] !== low || probed[1] !== high) return false;
      const member = this.#member(index);
      if (this.#comparison.equal(member, value)) return true;
    }
    return false;
  }

  /**
   * Index of the first member whose hash is not below the given one; −1 when a member on the way holds a set: it lies
   * where Python's own order put it, and with it others may not be in theirs. Hashes of strings are uniform, so the
   * search starts at their share of the members, and widens from there.
   */
  #lowerBound(low: number, high: number): number {
    let from = 0;
    let to = this.#head.length;
    let middle = Math.floor((high / TWO_32) * to);
    let stride = FIRST_STRIDE;
    let side = 0;
    while (from < to) {
      if (!this.#hash(middle)) return -1;
      const below = (probed[1]! - high || probed[0]! - low) < 0;
      if (below) from = middle + 1;
      else to = middle;
      // Once there are members on both sides, the rest is bisected.
      if (side === 0) side = below ? 1 : -1;
      else if (below !== side > 0) stride = Number.POSITIVE_INFINITY;
      const half = Math.floor((to - from) / 2);
      middle = side > 0 ? from + Math.min(stride, half) : to - 1 - Math.min(stride, half);
      stride *= 2;
    }
    return from;
  }

  #walk(value: unknown): boolean {
    for (let index = 0; index < this.#head.length; index += 1) {
      if (this.#comparison.equal(this.#member(index), value)) return true;
    }
    return false;
  }

  #member(index: number): T | null {
    this.#reader.spend(this.#window, this.#offset, COST.value);
    return readItem(this.#window, this.#offset, this.#head, index, this.#element, this.#reader);
  }

  /** Hashes a member into `probed`; false for one that holds a set. */
  #hash(index: number): boolean {
    this.#window.need(this.#head.start + index * this.#head.size, this.#head.size);
    const position = targetOf(this.#window, this.#offset, this.#head, index);
    if (position === undefined || this.#hashes === undefined) return this.#hashAnew(index, position);
    const known = this.#hashes.get(position);
    if (known !== undefined) {
      this.#reader.spend(this.#window, this.#offset, COST.value);
      [probed[0], probed[1]] = known;
      return true;
    }
    if (!this.#hashAnew(index, position)) return false;
    this.#hashes.set(position, [probed[0]!, probed[1]!]);
    return true;
  }

  /** Strings from their stored bytes. */
  #hashAnew(index: number, position: number | undefined): boolean {
    if (position !== undefined && hashStoredString(this.#window, position, this.#reader)) return true;
    const { budget } = this.#reader;
    const before = budget.left;
    const member = this.#plain.of(this.#member(index));
    // Tuples take as long to hash as to read; they are read, and so hashed, once.
    if (Array.isArray(member)) budget.work(before - budget.left);
    if (this.#order.holdsSet(member)) return false;
    // What cannot be a member may lie there all the same: the order means nothing.
    return this.#hashInto(member, probed);
  }

  /** False for what has no stable hash, which is found out once: an error costs more than most hashes. */
  #hashInto(value: unknown, out: Uint32Array): boolean {
    if (this.#refused?.has(value) === true) return false;
    try {
      this.#order.hash(value, out);
      return true;
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      this.#refused ??= new Set();
      this.#refused.add(value);
      return false;
    }
  }
}

/** Hashes text or bytes at a position of the memory where they lie; false for other values and other forms. */
function hashStoredString(near: Window, position: number, reader: Decoding): boolean {
  const inside = position >= near.base && position < near.base + near.reach;
  const window = inside ? near : near.memory.windowAt(position);
  const offset = position - window.base;
  if (offset > window.size - CONTENT) return false;
  const code = window.view.getUint8(offset);
  if (code !== TEXT && code !== BYTES) return false;
  const length = window.view.getUint16(offset + 8, true);
  if (length >= LONG_FORM || offset + CONTENT > window.size - length) return false;
  reader.spend(window, offset, length);
  xxh64(window.bytes, offset + CONTENT, offset + CONTENT + length, probed);
  if (probed[0] === 0 && probed[1] === 0) probed[0] = 1;
  return true;
}
