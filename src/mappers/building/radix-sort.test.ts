import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { radixSort } from './radix-sort.js';

/** The oracle: Array.prototype.sort is stable by specification. */
function plainOrder(columns: readonly Uint32Array[], count: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  return order.sort((a, b) => {
    for (const column of columns) if (column[a] !== column[b]) return column[a]! - column[b]!;
    return 0;
  });
}

/** Words that often agree in some of their digits, so that ties and skipped passes happen. */
const word = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.nat({ max: 0xffffffff }),
  fc.constantFrom(0, 0x7ff, 0x800, 0xffff, 0x10000, 0x3fffff, 0x400000, 0x7fffffff, 0x80000000, 0xffffffff),
);

function pseudoRandom(count: number, seed: number, mask: number): Uint32Array {
  let state = seed;
  return Uint32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state ^ (state >>> 15)) & mask) >>> 0;
  });
}

describe('radixSort', () => {
  test('agrees with a stable comparison sort', () => {
    const rows = fc
      .integer({ min: 1, max: 3 })
      .chain((width) => fc.array(fc.array(word, { minLength: width, maxLength: width })));
    fc.assert(
      fc.property(rows, (entries) => {
        const width = entries[0]?.length ?? 2;
        const columns = Array.from({ length: width }, (_, c) =>
          Uint32Array.from(entries, (entry) => entry[c]!),
        );
        expect([...radixSort(columns, entries.length)]).toEqual(plainOrder(columns, entries.length));
      }),
    );
  });

  test.each([32767, 32768, 70000])('%i entries, many of them equal', (count) => {
    const columns = [pseudoRandom(count, 1, 0x8000000f), pseudoRandom(count, 2, 0x00ff00ff)];
    expect([...radixSort(columns, count)]).toEqual(plainOrder(columns, count));
  });

  test('compares as unsigned', () => {
    expect([...radixSort([Uint32Array.of(0xffffffff, 0x80000000, 0, 0x7fffffff)], 4)]).toEqual([2, 3, 1, 0]);
  });

  test('leaves the order alone when all keys are equal, and without columns', () => {
    expect([...radixSort([new Uint32Array(5).fill(7), new Uint32Array(5)], 5)]).toEqual([0, 1, 2, 3, 4]);
    expect([...radixSort([], 3)]).toEqual([0, 1, 2]);
  });

  test('sorts only the first entries of longer columns', () => {
    expect([...radixSort([Uint32Array.of(3, 2, 1, 0)], 3)]).toEqual([2, 1, 0]);
    expect(radixSort([Uint32Array.of(3)], 0)).toHaveLength(0);
  });
});
