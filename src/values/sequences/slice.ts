/** Parts of sequences: which elements a slice has. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../base/codec.js';

/** Elements `from`, `from + step`, …: `length` of them. */
export interface Slice {
  readonly from: number;
  readonly step: number;
  readonly length: number;
}

/** An index counted from the end when negative, within 0 and `length`. */
export function clamp(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(0, whole + length) : Math.min(whole, length);
}

/**
 * What `slice(start, end, step)` takes of a sequence of `length` elements: as `Array.prototype.slice`, and with a step as
 * Python's `[start:end:step]`, backwards from the last element where that is negative. Throws `ArgumentError` for a step
 * that is no integer, or 0.
 */
export function sliceOf(
  length: number,
  start: number | undefined,
  end: number | undefined,
  step: number,
): Slice {
  if (!Number.isInteger(step) || step === 0) {
    throw new ArgumentError(`the step of a slice is an integer other than 0, not ${describe(step)}`);
  }
  if (step > 0) {
    const from = clamp(start ?? 0, length);
    return cut(from, step, clamp(end ?? length, length) - from);
  }
  // Backwards, the last element stands where the end does otherwise, and one before the first is the end.
  const from = start === undefined ? length - 1 : Math.min(before(start, length), length - 1);
  const to = end === undefined ? -1 : Math.min(before(end, length), length - 1);
  return cut(from, step, from - to);
}

/** An index counted from the end when negative; −1 when it lies before the first element. */
function before(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(-1, whole + length) : whole;
}

/** Every `step`th of `distance` elements; what is empty lies at the start, where any sequence has room for it. */
function cut(from: number, step: number, distance: number): Slice {
  const length = Math.ceil(distance / Math.abs(step));
  return length > 0 ? { from, step, length } : { from: 0, step: 1, length: 0 };
}
