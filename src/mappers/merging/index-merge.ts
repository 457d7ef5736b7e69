/** Merging sorted indexes that are held as typed arrays: columns of files, or what a program sorted itself. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import type { NumberArray } from '../../values/sequences/typed-array-of-numbers.js';
import { before } from '../bsearch.js';

/** Numbers in a row: a key and its value. */
const PAIR = 2;

/**
 * Merges two indexes, each a typed array of pairs (key, value, key, value, …) in ascending order of the keys, into
 * one of the same type: at equal keys, the pairs of `first` come first. NaN comes last. `target` is an array to write
 * to, of at least the numbers of both and apart from them; what is returned lies in it. For id mappers there is
 * `mergeIdMappers`.
 *
 * Arrays that are not sorted give a result that is not.
 *
 * @param first An index.
 * @param second Another one, of the same type.
 * @param target Where to put the result; a new array by default.
 * @throws `ArgumentError` for arrays that are not of one type, of no whole pairs, or do not fit.
 *
 * @example
 * indexMerge(new Uint32Array([1, 10, 3, 30]), new Uint32Array([2, 20])); // 1, 10, 2, 20, 3, 30
 */
export function indexMerge<T extends NumberArray>(first: T, second: T, target?: T): T {
  const length = check(first, 'first') + check(second, 'second');
  const merged =
    target === undefined ? makeLike(first, length) : checkTarget(target, length, [first, second]);
  if (merged.constructor !== first.constructor || merged.constructor !== second.constructor) {
    throw new ArgumentError(
      `indexes are merged into one of the same type, not ${describe(first)} and ${describe(second)} into ${describe(merged)}`,
    );
  }
  mergePairs(first, second, merged as unknown as Pairs);
  return merged;
}

/** Pairs of any type of number: all are merged by the same steps, whose types stand apart for TypeScript alone. */
type Pairs = { readonly length: number; [index: number]: number | bigint };

function mergePairs(first: Pairs, second: Pairs, merged: Pairs): void {
  let [left, right] = [0, 0];
  for (let at = 0; at < first.length + second.length; at += PAIR) {
    const takeSecond =
      right < second.length && (left >= first.length || before(second[right]!, first[left]!));
    const source = takeSecond ? second : first;
    const from = takeSecond ? right : left;
    merged[at] = source[from]!;
    merged[at + 1] = source[from + 1]!;
    if (takeSecond) right += PAIR;
    else left += PAIR;
  }
}

function check(index: NumberArray, which: string): number {
  if (!ArrayBuffer.isView(index) || index instanceof DataView) {
    throw new ArgumentError(`the ${which} index is ${describe(index)}, not a typed array of numbers`);
  }
  if (index.length % PAIR === 0) return index.length;
  throw new ArgumentError(`the ${which} index has ${index.length} numbers, which are no whole pairs`);
}

function makeLike<T extends NumberArray>(array: T, length: number): T {
  return new (array.constructor as new (length: number) => T)(length);
}

function checkTarget<T extends NumberArray>(target: T, length: number, sources: readonly T[]): T {
  check(target, 'target');
  if (target.length < length) {
    throw new ArgumentError(`the target has room for ${target.length} numbers of ${length}`);
  }
  const part = target.subarray(0, length) as T;
  if (sources.some((source) => overlap(source, part))) {
    throw new ArgumentError('the target overlaps an index that is merged: give one of its own memory');
  }
  return part;
}

function overlap(a: NumberArray, b: NumberArray): boolean {
  return (
    a.buffer === b.buffer &&
    a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength
  );
}
