/** Structural integers: lengths, counts and pointers, which must be exact `number`s to be of use. */
import { CorruptBufferError } from '../errors.js';
import type { Window } from './window.js';

const TWO_32 = 2 ** 32;
const MAX_HIGH = 2 ** 21;

/** Of two halves, as `whole` would give it. */
function joined(high: number, low: number): number {
  return high === low >> 31 ? low : high * TWO_32 + (low >>> 0);
}

/** The u64 at `offset`, as a number. Throws `CorruptBufferError` from 2⁵³ up: no file is that long. */
export function readLength(window: Window, offset: number): number {
  window.need(offset, 8);
  const high = window.view.getUint32(offset + 4, true);
  if (high >= MAX_HIGH) {
    throw new CorruptBufferError(
      'a length or position is 2^53 or more: the data is damaged',
      window.base + offset,
    );
  }
  return joined(high, window.view.getInt32(offset, true));
}

/** The i64 pointer at `offset`, as a number. Throws `CorruptBufferError` beyond ±2⁵³. */
export function readPointer(window: Window, offset: number): number {
  window.need(offset, 8);
  const high = window.view.getInt32(offset + 4, true);
  if (high >= MAX_HIGH || high < -MAX_HIGH) {
    throw new CorruptBufferError('a pointer is beyond 2^53: the data is damaged', window.base + offset);
  }
  return joined(high, window.view.getInt32(offset, true));
}
