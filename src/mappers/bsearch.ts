/** Binary search in sorted arrays of numbers, typed or plain: lists and columns that were read from files, mostly. */
import { ArgumentError } from '../errors.js';

/** An array of numbers in ascending order; NaNs, if any, at the end, as numpy and stored sets have them. */
export type SortedNumbers = ArrayLike<number> | ArrayLike<bigint> | ArrayLike<number | bigint>;

/** Elements around the hint that are compared before strides grow. */
const FIRST_STRIDE = 1;

/** Whether `a` comes before `b`; NaN comes after all else. */
export function before(a: number | bigint, b: number | bigint): boolean {
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

function lowerBound(array: SortedNumbers, value: number | bigint, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (before(array[middle]!, value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function check(value: number | bigint): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new ArgumentError(`a ${typeof value} cannot be searched among numbers`);
  }
}

/**
 * Index of the first element that is not below `value`: where it is if it is there, else where it belongs, which can
 * be the array's length (as Python's `bisect_left`). Numbers and bigints compare by value.
 *
 * @param array The sorted array.
 * @param value What to look for.
 * @throws `ArgumentError` for a value that is no number.
 *
 * @example
 * bsearch([1, 3, 5], 3); // 1
 * bsearch([1, 3, 5], 4); // 2
 */
export function bsearch(array: SortedNumbers, value: number | bigint): number {
  check(value);
  return lowerBound(array, value, 0, array.length);
}

/**
 * The same, for a value that is expected near index `hint`: the time depends on how far off the hint is, not on the
 * array's length. Any hint gives the right answer.
 *
 * @param array The sorted array.
 * @param value What to look for.
 * @param hint Where it is expected.
 * @throws `ArgumentError` for a value that is no number.
 */
export function hintedBsearch(array: SortedNumbers, value: number | bigint, hint: number): number {
  check(value);
  const { length } = array;
  const start = hint > 0 ? Math.min(Math.floor(hint), length) : 0;
  let stride = FIRST_STRIDE;
  if (start < length && before(array[start]!, value)) {
    let low = start;
    while (low + stride < length && before(array[low + stride]!, value)) {
      low += stride;
      stride *= 2;
    }
    return lowerBound(array, value, low + 1, Math.min(length, low + stride));
  }
  let high = start;
  while (high - stride >= 0 && !before(array[high - stride]!, value)) {
    high -= stride;
    stride *= 2;
  }
  return lowerBound(array, value, Math.max(0, high - stride + 1), high);
}

/**
 * Whether a sorted array holds a value. NaN is found where there is one.
 *
 * @param array The sorted array.
 * @param value What to look for.
 * @throws `ArgumentError` for a value that is no number.
 *
 * @example
 * sortedContains([1, 3, 5], 3); // true
 */
export function sortedContains(array: SortedNumbers, value: number | bigint): boolean {
  return holds(array, value, bsearch(array, value));
}

/**
 * The same, for a value that is expected near index `hint`, as for `hintedBsearch`.
 *
 * @param array The sorted array.
 * @param value What to look for.
 * @param hint Where it is expected.
 * @throws `ArgumentError` for a value that is no number.
 */
export function hintedSortedContains(array: SortedNumbers, value: number | bigint, hint: number): boolean {
  return holds(array, value, hintedBsearch(array, value, hint));
}

function holds(array: SortedNumbers, value: number | bigint, index: number): boolean {
  return index < array.length && !before(value, array[index]!);
}
