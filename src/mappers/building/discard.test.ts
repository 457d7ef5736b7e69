import fc from 'fast-check';
import { ArgumentError, idMapper, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { DuplicateFilter } from './discard.js';

type Pair = [number, number];
const pairs = fc.array(fc.tuple(fc.nat(6), fc.nat(4)), { maxLength: 40 });
const byKey = ([a, x]: Pair, [b, y]: Pair): number => a - b || x - y;

/** What is left, by the words of docs/format.md 11. */
function withoutPairs(entries: readonly Pair[]): Pair[] {
  return [...new Set(entries.map(([key, value]) => `${key},${value}`))]
    .map((text) => text.split(',').map(Number) as Pair)
    .sort(byKey);
}
function withoutKeys(entries: readonly Pair[]): Pair[] {
  const smallest = new Map<number, number>();
  for (const [key, value] of entries) smallest.set(key, Math.min(value, smallest.get(key) ?? value));
  return [...smallest].sort(byKey);
}

describe.each([32, 64] as const)('mappers of %i bits', (width) => {
  const numeric = idMapper({ key: t.uint64, width });
  const approximate = idMapper({ key: t.string, width, approximate: true });

  test('drop equal pairs', () => {
    fc.assert(
      fc.property(pairs, (entries) => {
        for (const declaration of [numeric, approximate]) {
          const mapper = declaration.fromBuffer(declaration.pack(entries, { discardDuplicates: true }));
          expect([...mapper]).toEqual(withoutPairs(entries));
          expect(mapper.size).toBe(withoutPairs(entries).length);
        }
      }),
    );
  });

  test('keep the smallest value of each key', () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), (entries, discardDuplicates) => {
        for (const declaration of [numeric, approximate]) {
          const options = { discardDuplicateKeys: true, discardDuplicates };
          expect([...declaration.fromBuffer(declaration.pack(entries, options))]).toEqual(
            withoutKeys(entries),
          );
        }
      }),
    );
  });

  test('keep all where nothing is said', () => {
    const mapper = numeric.fromBuffer(
      numeric.pack(
        [
          [1, 2],
          [1, 2],
        ],
        { discardDuplicates: false },
      ),
    );
    expect(mapper.size).toBe(2);
  });
});

describe('mappings', () => {
  const Row = struct({ n: t.uint32 });
  const rows: [number, { n: number }][] = [5, 1, 5, 3, 1, 5].map((key, n) => [key, { n }]);

  test.each([true, false])('keep the record of each key that was written first; sections: %s', (sections) => {
    const declaration = mapping({ key: t.uint32, value: Row, multi: true });
    const options = { discardDuplicateKeys: true, sections };
    const map = declaration.fromBuffer(declaration.pack(rows, options));
    expect(Array.from(map, ([key, { n }]) => [key, n])).toEqual([
      [1, 1],
      [3, 3],
      [5, 0],
    ]);
    expect([map.size, map.array.length]).toEqual([3, 6]);
    expect([map.get(5)?.n, map.getAll(5).length, map.get(1)?.n]).toEqual([0, 1, 1]);
  });

  test('far apart, in a hash table', () => {
    const declaration = mapping({ key: t.uint64, value: Row });
    const far = rows.map(([key, row]): [number, { n: number }] => [key * 1e12, row]);
    const map = declaration.fromBuffer(declaration.pack(far, { discardDuplicateKeys: true }));
    expect([5e12, 1e12, 3e12, 2e12].map((key) => map.get(key)?.n)).toEqual([0, 1, 3, undefined]);
  });
});

test('mappers that keep their keys refuse, before any row is taken', () => {
  const Row = struct({ n: t.uint32 });
  for (const option of ['discardDuplicates', 'discardDuplicateKeys']) {
    expect(() => idMapper({ key: t.string }).pack([], { [option]: true })).toThrow(ArgumentError);
  }
  expect(() => mapping({ key: t.bytes, value: Row }).pack([], { discardDuplicateKeys: true })).toThrow(
    'only mappers of integer keys and approximate ones discard them',
  );
});

test('a filter compares with the entry before, the first of all zeros too', () => {
  const filter = new DuplicateFilter(4);
  const entries = Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
  expect([0, 4, 8, 8].map((at) => filter.keeps(entries, at))).toEqual([true, false, true, false]);
});
