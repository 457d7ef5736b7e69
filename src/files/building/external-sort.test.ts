import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArgumentError, ClosedError, FileError } from '../../errors.js';
import { EntrySorter, type EntrySorterOptions } from './external-sort.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'external-sort-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const word = fc.oneof(
  fc.nat({ max: 2 }),
  fc.nat({ max: 0xffffffff }),
  fc.constantFrom(0x80000000, 0xffffffff),
);
/** Shapes and entries: the last word of each is its number, so that stability shows. */
const input = fc
  .record({ keyWords: fc.integer({ min: 1, max: 3 }), more: fc.nat({ max: 3 }) })
  .chain((shape) =>
    fc.record({
      keyWords: fc.constant(shape.keyWords),
      words: fc.constant(shape.keyWords + shape.more),
      maxEntries: fc.integer({ min: 1, max: 40 }),
      keys: fc.array(fc.array(word, { minLength: shape.keyWords, maxLength: shape.keyWords }), {
        maxLength: 120,
      }),
    }),
  );

function entriesOf(keys: readonly number[][], words: number): number[][] {
  return keys.map((key, i) => [
    ...key,
    ...Array.from({ length: words - key.length }, (_, w) => i + w * 1000),
  ]);
}

function plainSorted(entries: readonly number[][], keyWords: number): number[][] {
  return [...entries].sort((a, b) => {
    for (let k = 0; k < keyWords; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
    return 0;
  });
}

function read(sorter: EntrySorter, words: number): number[][] {
  const result: number[][] = [];
  for (const batch of sorter.sorted()) {
    expect(batch.length % words).toBe(0);
    for (let i = 0; i < batch.length; i += words) result.push([...batch.subarray(i, i + words)]);
  }
  return result;
}

const sorterOf = (options: Omit<EntrySorterOptions, 'folder'>): EntrySorter =>
  new EntrySorter({ ...options, folder });

describe('EntrySorter', () => {
  test('agrees with a stable comparison sort, in memory and through runs, as often as asked', () => {
    fc.assert(
      fc.property(input, ({ words, keyWords, maxEntries, keys }) => {
        const entries = entriesOf(keys, words);
        const sorter = sorterOf({ words, keyWords, maxEntries });
        for (const entry of entries) sorter.push(Uint32Array.from([99, ...entry]), 1);
        expect(sorter.length).toBe(entries.length);
        const expected = plainSorted(entries, keyWords);
        expect(read(sorter, words)).toEqual(expected);
        expect(read(sorter, words)).toEqual(expected);
        expect(sorter.length).toBe(entries.length);
        sorter.discard();
      }),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    { maxEntries: 300_000, where: 'in memory' },
    { maxEntries: 30_000, where: 'in seven runs' },
  ])('200,000 entries $where', ({ maxEntries }) => {
    const sorter = sorterOf({ words: 5, keyWords: 2, maxEntries });
    const entry = new Uint32Array(5);
    const entries: number[][] = [];
    for (let i = 0, state = 1; i < 200_000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      entry.set([state >>> 20, (state << 12) >>> 28, i, state, i ^ state]);
      entries.push([...entry]);
      sorter.push(entry);
    }
    expect(read(sorter, 5)).toEqual(plainSorted(entries, 2));
    sorter.discard();
  });

  test('makes no file while everything fits into memory', () => {
    const sorter = new EntrySorter({ words: 2, keyWords: 1, folder: join(folder, 'missing') });
    sorter.push(Uint32Array.of(2, 0));
    sorter.push(Uint32Array.of(1, 1));
    expect(read(sorter, 2)).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  test('of nothing is nothing', () => {
    expect(read(sorterOf({ words: 2, keyWords: 2 }), 2)).toEqual([]);
  });

  test('takes nothing more once read', () => {
    const sorter = sorterOf({ words: 1, keyWords: 1 });
    sorter.push(Uint32Array.of(1));
    read(sorter, 1);
    expect(() => sorter.push(Uint32Array.of(1))).toThrow(ArgumentError);
  });

  test.each([10, 10_000_000])('is of no use once discarded (maxEntries %i)', (maxEntries) => {
    const sorter = sorterOf({ words: 3, keyWords: 1, maxEntries });
    for (let i = 0; i < 50_000; i++) sorter.push(Uint32Array.of(i, 0, 0));
    const reading = sorter.sorted();
    reading.next();
    sorter.discard();
    sorter.discard();
    expect(() => [...reading]).toThrow(ClosedError);
    expect(() => sorter.push(Uint32Array.of(1, 2, 3))).toThrow(ClosedError);
    expect(() => sorter.sorted().next()).toThrow(ClosedError);
  });

  test('refuses shapes that cannot be', () => {
    expect(() => sorterOf({ words: 1, keyWords: 2 })).toThrow(ArgumentError);
    expect(() => sorterOf({ words: 1, keyWords: 0 })).toThrow(ArgumentError);
    expect(() => sorterOf({ words: 1.5, keyWords: 1 })).toThrow(ArgumentError);
    expect(() => sorterOf({ words: 1, keyWords: 1, maxEntries: 0 })).toThrow(ArgumentError);
  });

  test('says so when the folder for its file is missing', () => {
    const sorter = new EntrySorter({
      words: 64,
      keyWords: 1,
      maxEntries: 5000,
      folder: join(folder, 'missing'),
    });
    const entry = new Uint32Array(64);
    expect(() => {
      for (let i = 0; i < 20_000; i++) sorter.push(entry);
    }).toThrow(FileError);
  });
});
