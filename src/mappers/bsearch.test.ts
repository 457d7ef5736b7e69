import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../errors.js';
import {
  bsearch,
  hintedBsearch,
  hintedSortedContains,
  type SortedNumbers,
  sortedContains,
} from './bsearch.js';

/** A linear search by the same words: the first element that is not below. */
function firstNotBelow(array: SortedNumbers, value: number | bigint): number {
  const values = Array.from(array as ArrayLike<number | bigint>);
  const found = values.findIndex((element) =>
    Number.isNaN(value) ? Number.isNaN(element) : element >= value || Number.isNaN(element),
  );
  return found < 0 ? values.length : found;
}

function check(array: SortedNumbers, value: number | bigint, hints: readonly number[]): void {
  const expected = firstNotBelow(array, value);
  expect(bsearch(array, value)).toBe(expected);
  for (const hint of [0, expected - 1, expected, expected + 1, ...hints])
    expect(hintedBsearch(array, value, hint), `hint ${hint}`).toBe(expected);
  const among = Array.from(array as ArrayLike<number | bigint>).some(
    (element) => (element >= value && element <= value) || (Number.isNaN(element) && Number.isNaN(value)),
  );
  expect(sortedContains(array, value)).toBe(among);
  for (const hint of [0, expected, ...hints]) expect(hintedSortedContains(array, value, hint)).toBe(among);
}

const hints = fc.array(fc.oneof(fc.integer({ min: -5, max: 80 }), fc.double()), { maxLength: 4 });

describe('as a linear search finds', () => {
  test('in typed arrays of small integers, where values repeat', () => {
    fc.assert(
      fc.property(
        fc.int8Array({ maxLength: 60 }),
        fc.oneof(fc.integer({ min: -130, max: 130 }), fc.double()),
        hints,
        (array, value, near) => {
          check(array.sort(), value, near);
        },
      ),
    );
  });

  test('in floats, with infinities and NaN at the end', () => {
    const values = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, 1.5));
    fc.assert(
      fc.property(fc.array(values, { maxLength: 40 }), values, hints, (items, value, near) => {
        check(Float64Array.from(items).sort(), value, near);
      }),
    );
  });

  test('in plain arrays and 64-bit integers, searched for by numbers and bigints', () => {
    const big = fc.oneof(fc.bigInt({ min: 0n, max: 40n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
    fc.assert(
      fc.property(fc.array(big, { maxLength: 40 }), big, hints, (items, value, near) => {
        const sorted = BigUint64Array.from(items).sort();
        check(sorted, value, near);
        check(sorted, Number(value), near);
        check([...sorted], value, near);
        check(Array.from(sorted, Number), value, near);
      }),
    );
  });
});

/** What Python's bsearch and hinted_bsearch give. */
test('as Python finds', () => {
  const array = Int32Array.of(1, 3, 3, 5, 7);
  const places = [0, 0, 1, 1, 3, 3, 4, 4, 5];
  expect(places.map((_, value) => bsearch(array, value))).toEqual(places);
  for (const hint of [0, 4, 5, 100, 2 ** 40])
    expect(places.map((_, value) => hintedBsearch(array, value, hint))).toEqual(places);
  expect([0, 1, 2, 3].map((value) => sortedContains(array, value))).toEqual([false, true, false, true]);
  expect([bsearch([], 3), hintedBsearch([], 3, 0), sortedContains([], 3)]).toEqual([0, 0, false]);
});

test('what is no number is refused', () => {
  for (const search of [bsearch, sortedContains, (a: number[], v: number) => hintedBsearch(a, v, 0)])
    expect(() => search([1, 2], '1' as never)).toThrow(ArgumentError);
});
