import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeapSpool, heapStorage } from './heap-storage.js';

describe('a spool in the heap', () => {
  test('gives back what was appended, whatever the sizes', () => {
    const sizes = fc.array(fc.oneof(fc.nat(100), fc.integer({ min: 60_000, max: 140_000 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(sizes, (lengths) => {
        const spool = new HeapSpool();
        const expected = Buffer.concat(
          lengths.map((length, index) => {
            const bytes = Buffer.alloc(length, index + 1);
            spool.append(bytes);
            return bytes;
          }),
        );
        expect([spool.length, spool.position]).toEqual([expected.length, expected.length]);
        expect(expected.equals(spool.toBytes())).toBe(true);
        expect(Buffer.concat([...spool.chunks()]).equals(expected)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps a copy', () => {
    const spool = new HeapSpool();
    const bytes = Uint8Array.of(1, 2);
    spool.append(bytes);
    bytes[0] = 9;
    expect([...spool.toBytes()]).toEqual([1, 2]);
  });
});

describe('a sorter in the heap', () => {
  test('gives entries by their key words, equal ones in the order they came', () => {
    const word = fc.oneof(fc.nat(3), fc.nat(2 ** 32 - 1), fc.constantFrom(2 ** 31, 2 ** 32 - 1));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { maxLength: 600 }),
        fc.constantFrom(1, 2),
        (pairs, keyWords) => {
          const sorter = heapStorage.sorter(3, keyWords);
          const entry = new Uint32Array(3);
          for (const [index, [high, low]] of pairs.entries()) {
            entry.set([high, low, index]);
            sorter.push(entry);
          }
          expect(sorter.length).toBe(pairs.length);
          const sorted = [...sorter.sorted()].flatMap((batch) => [...batch]);
          const expected = pairs
            .map(([high, low], index) => [high, low, index] as const)
            .sort((a, b) => a[0] - b[0] || (keyWords === 2 ? a[1] - b[1] : 0) || a[2] - b[2]);
          expect(sorted).toEqual(expected.flat());
          sorter.discard();
          expect(sorter.length).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
