import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorruptBufferError } from '../errors.js';
import { Memory } from './memory.js';
import { type EntryWidth, SortedIndex } from './sorted-index.js';

/** An index of these keys, with their numbers as values; `at`: where in the memory. */
function indexOf(
  keys: readonly bigint[],
  width: EntryWidth = 8,
  at = 0,
): { index: SortedIndex; memory: Memory } {
  const bytes = new DataView(new ArrayBuffer(at + keys.length * 2 * width));
  for (const [entry, key] of keys.entries()) {
    const place = at + entry * 2 * width;
    if (width === 8) {
      bytes.setBigUint64(place, key, true);
      bytes.setBigUint64(place + 8, BigInt(entry), true);
    } else {
      bytes.setUint32(place, Number(key), true);
      bytes.setUint32(place + 4, entry, true);
    }
  }
  const memory = Memory.over(bytes.buffer);
  return { index: new SortedIndex(memory, at, keys.length, 2, width), memory };
}

const ascending = (keys: readonly bigint[]): bigint[] =>
  [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
const find = (index: SortedIndex, key: bigint): number =>
  index.lowerBound(Number(key >> 32n), Number(key & 0xffffffffn));
const lowerBound = (keys: readonly bigint[], key: bigint): number => {
  const found = keys.findIndex((each) => each >= key);
  return found < 0 ? keys.length : found;
};

const bits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const keys64 = fc.oneof(
  fc.array(bits, { maxLength: 200 }),
  fc.array(fc.bigInt({ min: 0n, max: 60n }), { maxLength: 200 }),
  fc.array(
    fc.integer({ min: 0, max: 63 }).map((power) => 2n ** BigInt(power)),
    { maxLength: 200 },
  ),
  fc.array(fc.bigInt({ min: 2n ** 64n - 100n, max: 2n ** 64n - 1n }), { maxLength: 200 }),
  fc
    .tuple(fc.array(fc.bigInt({ min: 0n, max: 9n }), { maxLength: 190 }), bits)
    .map(([low, far]) => [...low, far]),
);

describe('the lower bound', () => {
  test('is that of a walk from the start, for 64-bit keys', () => {
    fc.assert(
      fc.property(keys64, fc.array(bits, { maxLength: 10 }), fc.nat(7), (unsorted, others, at) => {
        const keys = ascending(unsorted);
        const { index } = indexOf(keys, 8, at);
        const near = keys.flatMap((key) => [key, key + 1n, key - 1n]);
        for (const key of [...near, ...others, 0n, 2n ** 64n - 1n]) {
          if (key >= 0n && key < 2n ** 64n) expect(find(index, key)).toBe(lowerBound(keys, key));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is that of a walk from the start, for 32-bit keys', () => {
    fc.assert(
      fc.property(keys64, fc.array(bits), (unsorted, others) => {
        const keys = ascending(unsorted.map((key) => key & 0xffffffffn));
        const { index } = indexOf(keys, 4);
        for (const key of [...keys, ...keys.map((each) => each + 1n), ...others]) {
          expect(find(index, key)).toBe(lowerBound(keys, key));
        }
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['evenly spaced', (i: number) => BigInt(i) * 7n],
    ['exponential', (i: number) => 2n ** BigInt(Math.floor(i / 1100)) + BigInt(i % 1100)],
    ['at one end, but for the last', (i: number, last: number) => (i === last ? 2n ** 64n - 1n : BigInt(i))],
    ['at the other end, but for the first', (i: number) => (i === 0 ? 0n : 2n ** 63n + BigInt(i))],
    ['squares', (i: number) => BigInt(i) * BigInt(i)],
    ['all equal, but for the last', (i: number, last: number) => (i === last ? 9n : 5n)],
  ])('takes a few dozen reads among 65,536 keys that are %s', (_, keyAt) => {
    const count = 65_536;
    const keys = ascending(Array.from({ length: count }, (_key, i) => keyAt(i, count - 1)));
    const { index, memory } = indexOf(keys);
    let reads = 0;
    class Counting extends (DataView as new (buffer: ArrayBufferLike) => DataView) {
      override getUint32(offset: number, littleEndian?: boolean): number {
        reads += 1;
        return super.getUint32(offset, littleEndian);
      }
    }
    const window = memory.windowAt(0);
    window.view = new Counting(window.view.buffer);
    for (let i = 0; i < count; i += 997) {
      reads = 0;
      const found = find(index, keys[i]!);
      expect(keys[found]).toBe(keys[i]);
      expect(reads).toBeLessThan(200);
    }
  });

  test('does not depend on where a guide says to start', () => {
    fc.assert(
      fc.property(keys64, bits, fc.infiniteStream(fc.nat()), (unsorted, other, noise) => {
        const keys = ascending(unsorted);
        const { index } = indexOf(keys);
        const anywhere = () => (noise.next().value as number) % Math.max(1, keys.length);
        index.guide = { guess: anywhere, again: anywhere, learn: () => {} };
        for (const key of [...keys, other]) expect(find(index, key)).toBe(lowerBound(keys, key));
      }),
      { numRuns: 300 },
    );
  });

  test('is found in a few reads by hints, once they know an index of uniform keys', () => {
    let state = 1n;
    const keys = ascending(
      Array.from({ length: 2 ** 16 }, () => {
        state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n;
        return state;
      }),
    );
    const { index, memory } = indexOf(keys);
    const entries = new Set<number>();
    class Noting extends (DataView as new (buffer: ArrayBufferLike) => DataView) {
      override getUint32(offset: number, littleEndian?: boolean): number {
        entries.add(Math.floor(offset / 16));
        return super.getUint32(offset, littleEndian);
      }
    }
    /** Mean number of entries read for one key. */
    const cost = (from: number) => {
      let read = 0;
      for (let i = from; i < keys.length; i += 7) {
        entries.clear();
        find(index, keys[i]!);
        read += entries.size;
      }
      return read / (keys.length / 7);
    };
    const window = memory.windowAt(0);
    window.view = new Noting(window.view.buffer);
    cost(0);
    expect(cost(3)).toBeLessThan(5);
  });

  test('ends among keys that are not sorted at all', () => {
    fc.assert(
      fc.property(keys64, bits, (keys, key) => {
        const found = find(indexOf(keys).index, key);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThanOrEqual(keys.length);
      }),
    );
  });
});

describe('columns', () => {
  test('are given exactly', () => {
    const values = [0n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n];
    const { index } = indexOf(values);
    expect(values.map((_, i) => index.exact(i, 0))).toEqual([
      0,
      2 ** 32,
      2 ** 53 - 1,
      2n ** 53n,
      2n ** 64n - 1n,
    ]);
    expect(index.number(2, 0)).toBe(2 ** 53 - 1);
    expect(() => index.number(3, 0)).toThrow(CorruptBufferError);
    expect(() => index.number(3, 0)).toThrow('entry 3 of the index');
  });
});

test('an index that the memory does not hold is refused', () => {
  const memory = Memory.over(new Uint8Array(64));
  expect(() => new SortedIndex(memory, 16, 4, 2, 8)).toThrow(CorruptBufferError);
  expect(() => new SortedIndex(memory, 16, 2 ** 50, 2, 8)).toThrow(CorruptBufferError);
  expect(new SortedIndex(memory, 64, 0, 2, 8).lowerBound(0, 5)).toBe(0);
});
