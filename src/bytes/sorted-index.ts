/**
 * The sorted entries of an id mapper (docs/format.md 11): rows of two or three unsigned integers of one width, sorted by
 * the first. Keys and values are handled as 32-bit halves; BigInt reads cost 10-30 times more.
 */

import { CorruptBufferError } from '../errors.js';
import { Region } from './region.js';
import { type Guide, Hints } from './search-hints.js';
import type { WindowOwner } from './window.js';

const TWO_32 = 2 ** 32;
/** Entries that are walked past before strides grow. */
const STEPS = 16;

/** Bytes of each integer in an entry. */
export type EntryWidth = 4 | 8;

export class SortedIndex {
  readonly length: number;
  readonly #region: Region;
  readonly #wide: boolean;
  readonly #width: EntryWidth;
  readonly #row: number;
  /** Where searches start; interpolation, if no one says otherwise before the first. */
  guide: Guide | undefined;

  /** `start` is a position in the memory; throws `CorruptBufferError` when the memory does not hold the rows. */
  constructor(memory: WindowOwner, start: number, length: number, columns: 2 | 3, width: EntryWidth) {
    this.length = length;
    this.#width = width;
    this.#wide = width === 8;
    this.#row = columns * width;
    this.#region = new Region(memory, start, length * this.#row, `an index of ${length} entries`);
  }

  /** Position in the memory of an entry. */
  positionOf(index: number): number {
    return this.#region.start + index * this.#row;
  }

  /** Upper half of column `column` of entry `index`; 0 in narrow indexes. */
  high(index: number, column: number): number {
    if (!this.#wide) return 0;
    const at = index * this.#row + column * 8 + 4;
    const window = this.#region.windowAt(at);
    return window.view.getUint32(this.#region.offsetIn(window, at), true);
  }

  /** Lower half, or all of a narrow column. */
  low(index: number, column: number): number {
    const at = index * this.#row + column * this.#width;
    const window = this.#region.windowAt(at);
    return window.view.getUint32(this.#region.offsetIn(window, at), true);
  }

  /** A column as a number; throws `CorruptBufferError` from 2⁵³ up. */
  number(index: number, column: number): number {
    const value = this.rounded(index, column);
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    throw new CorruptBufferError(
      `entry ${index} of the index holds 2^53 or more where a position or item number belongs`,
      this.#region.start + index * this.#row,
    );
  }

  /** A column as a number, which from 2⁵³ up is rounded. */
  rounded(index: number, column: number): number {
    const at = index * this.#row + column * this.#width;
    const window = this.#region.windowAt(at);
    const offset = this.#region.offsetIn(window, at);
    const low = window.view.getUint32(offset, true);
    return this.#wide ? window.view.getUint32(offset + 4, true) * TWO_32 + low : low;
  }

  /** A column exactly: a number, or a bigint from 2⁵³ up. */
  exact(index: number, column: number): number | bigint {
    const value = this.rounded(index, column);
    if (value <= Number.MAX_SAFE_INTEGER) return value;
    return (BigInt(this.high(index, column)) << 32n) | BigInt(this.low(index, column));
  }

  /** Sign of (key of entry `index`) − (the key given by halves). */
  compare(index: number, high: number, low: number): number {
    const at = index * this.#row;
    const window = this.#region.windowAt(at);
    const offset = this.#region.offsetIn(window, at);
    if (this.#wide) {
      const difference = window.view.getUint32(offset + 4, true) - high;
      if (difference !== 0) return difference;
    } else if (high !== 0) {
      return -1;
    }
    return window.view.getUint32(offset, true) - low;
  }

  /**
   * Index of the first entry whose key is not below the given one. Starts where the guide says, which mostly is a few
   * entries off, then walks, gallops and bisects: O(log n) whatever the keys and the guide.
   */
  lowerBound(high: number, low: number): number {
    if (this.length === 0) return 0;
    this.guide ??= new Hints(this.length, this.rounded(0, 0), this.rounded(this.length - 1, 0));
    const { guide } = this;
    const key = high * TWO_32 + low;
    const start = guide.guess(key);
    const near = this.#walk(start, high, low);
    const found =
      near >= 0 ? near : this.#search(guide.again(start, key - this.rounded(start, 0)), high, low);
    guide.learn(found);
    return found;
  }

  #search(start: number, high: number, low: number): number {
    const near = this.#walk(start, high, low);
    return near >= 0 ? near : this.#gallop(start, high, low);
  }

  /** The lower bound if it is near an entry; −1 if it is not. Branches that are easily foretold make this the fastest. */
  #walk(start: number, high: number, low: number): number {
    let entry = start;
    if (this.compare(start, high, low) < 0) {
      const end = Math.min(start + STEPS, this.length);
      do entry += 1;
      while (entry < end && this.compare(entry, high, low) < 0);
      return entry < end || entry === this.length ? entry : -1;
    }
    const end = Math.max(start - STEPS, 0);
    while (entry > end && this.compare(entry - 1, high, low) >= 0) entry -= 1;
    return entry > end || entry === 0 ? entry : -1;
  }

  #gallop(start: number, high: number, low: number): number {
    // Entry `from` is below the key, or before all; entry `to` is not, or after all.
    let from = -1;
    let to = this.length;
    let stride = STEPS;
    if (this.compare(start, high, low) < 0) {
      from = start;
      for (; from + stride < to && this.compare(from + stride, high, low) < 0; stride *= 2) from += stride;
      to = Math.min(to, from + stride);
    } else {
      to = start;
      for (; to - stride > from && this.compare(to - stride, high, low) >= 0; stride *= 2) to -= stride;
      from = Math.max(from, to - stride);
    }
    while (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      if (this.compare(middle, high, low) < 0) from = middle;
      else to = middle;
    }
    return to;
  }
}
