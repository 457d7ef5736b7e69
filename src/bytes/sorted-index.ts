/**
 * The sorted entries of an id mapper (FORMAT.md 11): rows of two or three unsigned integers of one width, sorted by
 * the first. Keys and values are handled as 32-bit halves; BigInt reads cost 10-30 times more.
 */

import { CorruptBufferError } from '../errors.js';
import type { Memory } from './memory.js';
import { Region } from './region.js';

const TWO_32 = 2 ** 32;
/** Interpolations before bisection: hashes are uniform, so the second lands within a few dozen entries. */
const INTERPOLATIONS = 2;
/** First stride of the search around an interpolated place. */
const STRIDE = 8;

/** Bytes of each integer in an entry. */
export type EntryWidth = 4 | 8;

export class SortedIndex {
  readonly length: number;
  readonly #region: Region;
  readonly #wide: boolean;
  readonly #width: EntryWidth;
  readonly #row: number;

  /** `start` is a position in the memory; throws `CorruptBufferError` when the memory does not hold the rows. */
  constructor(memory: Memory, start: number, length: number, columns: 2 | 3, width: EntryWidth) {
    this.length = length;
    this.#width = width;
    this.#wide = width === 8;
    this.#row = columns * width;
    this.#region = new Region(memory, start, length * this.#row, `an index of ${length} entries`);
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
    const high = this.high(index, column);
    if (high >= 2 ** 21) {
      throw new CorruptBufferError(
        `entry ${index} of the index holds 2^53 or more where a position or item number belongs`,
        this.#region.start + index * this.#row,
      );
    }
    return high * TWO_32 + this.low(index, column);
  }

  /** A column exactly: a number, or a bigint from 2⁵³ up. */
  exact(index: number, column: number): number | bigint {
    const high = this.high(index, column);
    const low = this.low(index, column);
    return high < 2 ** 21 ? high * TWO_32 + low : (BigInt(high) << 32n) | BigInt(low);
  }

  /** Sign of (key of entry `index`) − (the key given by halves). */
  compare(index: number, high: number, low: number): number {
    if (this.#wide) {
      const difference = this.high(index, 0) - high;
      if (difference !== 0) return difference;
    } else if (high !== 0) {
      return -1;
    }
    return this.low(index, 0) - low;
  }

  /**
   * Index of the first entry whose key is not below the given one. Interpolates between the smallest and largest
   * key, which for hashes and dense integers lands close, then gallops and bisects: O(log n) whatever the keys.
   */
  lowerBound(high: number, low: number): number {
    let from = 0;
    let to = this.length;
    if (to === 0 || this.compare(0, high, low) >= 0) return 0;
    if (this.compare(to - 1, high, low) < 0) return to;
    // From here on: entry `from` is below the key, entry `to` is not.
    to -= 1;
    const key = high * TWO_32 + low;
    const first = this.#approximate(0);
    // Beyond 2^53, keys that differ can be one as numbers: then there is nothing to interpolate by.
    const range = this.#approximate(to) - first;
    const slope = range > 0 ? to / range : 0;
    let guess = Math.floor((key - first) * slope);
    for (let round = 0; round < INTERPOLATIONS && to - from > STRIDE; round += 1) {
      guess = Math.min(Math.max(guess, from + 1), to - 1);
      if (this.compare(guess, high, low) < 0) from = guess;
      else to = guess;
      guess += Math.round((key - this.#approximate(guess)) * slope);
    }
    if (to - from > STRIDE) {
      guess = Math.min(Math.max(guess, from + 1), to - 1);
      let stride = STRIDE;
      if (this.compare(guess, high, low) < 0) {
        from = guess;
        for (; from + stride < to && this.compare(from + stride, high, low) < 0; stride *= 2) from += stride;
        to = Math.min(to, from + stride);
      } else {
        to = guess;
        for (; to - stride > from && this.compare(to - stride, high, low) >= 0; stride *= 2) to -= stride;
        from = Math.max(from, to - stride);
      }
    }
    while (to - from > 1) {
      const middle = Math.floor((from + to) / 2);
      if (this.compare(middle, high, low) < 0) from = middle;
      else to = middle;
    }
    return to;
  }

  #approximate(index: number): number {
    return this.high(index, 0) * TWO_32 + this.low(index, 0);
  }
}
