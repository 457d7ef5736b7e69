import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heapStorage } from '../building/heap-storage.js';
import { sortBytes } from './byte-sort.js';
import { ByteSorter, type ByteSorterLimits } from './byte-sorter.js';

const short = fc.uint8Array({ maxLength: 4, max: 3 });
const strings = fc.oneof(
  fc.array(short, { maxLength: 400 }),
  fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 300 }),
  // Long ones that differ late, if at all.
  fc
    .tuple(fc.uint8Array({ maxLength: 30 }), fc.array(short, { minLength: 60, maxLength: 300 }))
    .map(([front, ends]) => ends.map((end) => new Uint8Array([...front, ...end, ...end, ...front, ...end]))),
);

/** Numbers by their strings, equal ones as they are. */
function expected(list: readonly Uint8Array[]): number[] {
  return [...list.keys()].sort((a, b) => Buffer.compare(list[a]!, list[b]!) || a - b);
}

function sorted(list: readonly Uint8Array[], limits?: ByteSorterLimits): number[] {
  const sorter = new ByteSorter(heapStorage, limits);
  list.forEach((bytes, number) => {
    sorter.push(number, new Uint8Array([9, ...bytes, 9]), 1, bytes.length);
  });
  const numbers = [...sorter.sorted()].filter((number) => number !== undefined);
  sorter.discard();
  return numbers;
}

test('byte strings are put in the order of their bytes', () => {
  fc.assert(
    fc.property(strings, (list) => {
      const bytes = Buffer.concat(list);
      let end = 0;
      const ends = Uint32Array.from(list, ({ length }) => (end += length));
      expect([...sortBytes(bytes, ends, list.length)]).toEqual(expected(list));
    }),
  );
});

describe('so are more of them than are held at a time', () => {
  test.each([
    { bytes: 100, strings: 1000, runs: 2 },
    { bytes: 1000, strings: 3, runs: 3 },
    { bytes: 1, strings: 1, runs: 16 },
    { bytes: 2 ** 20, strings: 50, runs: 4 },
  ])('%o', (limits) => {
    fc.assert(
      fc.property(strings, (list) => {
        expect(sorted(list, limits)).toEqual(expected(list));
      }),
      { numRuns: 40 },
    );
  });

  test('with nothing spilled', () => {
    fc.assert(
      fc.property(strings, (list) => {
        expect(sorted(list)).toEqual(expected(list));
      }),
    );
  });
});

test('chains of prefixes, longer at each, take no recursion', () => {
  const list = Array.from({ length: 3000 }, (_, length) => new Uint8Array((length * 7919) % 3000).fill(97));
  expect(sorted(list)).toEqual(expected(list));
});
