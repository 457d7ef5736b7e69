/** Sorted arrays of numbers, searched and merged as Python does. */
import fc from 'fast-check';
import { hintedSortedContains, indexMerge } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { describeWithPython } from './peer.js';

const TYPES = [
  ['uint8', Uint8Array],
  ['int16', Int16Array],
  ['uint32', Uint32Array],
  ['float64', Float64Array],
] as const;

const sorted = fc.array(fc.nat(20), { maxLength: 12 }).map((keys) => keys.sort((a, b) => a - b));
const byPair = (a: readonly number[], b: readonly number[]) => a[0]! - b[0]! || a[1]! - b[1]!;
const inPairs = (flat: ArrayLike<number>) =>
  Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at]!, flat[2 * at + 1]!]);

describeWithPython('sorted arrays', (python) => {
  test.each(TYPES)('of %s are merged alike, but for the order among equal keys', async (dtype, Made) => {
    await fc.assert(
      fc.asyncProperty(sorted, sorted, async (left, right) => {
        const first = left.map((key, at) => [key, at]);
        const second = right.map((key, at) => [key, 100 + at]);
        const theirs = await python.ask<{ count: number; merged: number[][] }>('index_merge', {
          dtype,
          first,
          second,
        });
        const ours = inPairs(indexMerge(Made.from(first.flat()), Made.from(second.flat())));
        expect(ours.length).toBe(theirs.count);
        expect(ours.map(([key]) => key)).toEqual(theirs.merged.map(([key]) => key));
        expect(ours.sort(byPair)).toEqual(theirs.merged.sort(byPair));
      }),
      { seed: 8_101, numRuns: 25 },
    );
  });

  test.each(TYPES)('of %s hold what they hold, near any hint', async (dtype, Made) => {
    await fc.assert(
      fc.asyncProperty(sorted, fc.nat(21), fc.nat(15), async (items, value, near) => {
        const hint = Math.min(near, items.length);
        const theirs = await python.ask('hinted_sorted_contains', { dtype, items, value, hint });
        expect(hintedSortedContains(Made.from(items), value, hint)).toBe(theirs);
      }),
      { seed: 8_102, numRuns: 40 },
    );
  });
});
