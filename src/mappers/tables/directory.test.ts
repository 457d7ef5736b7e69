/** Mappings with `index: 'compact'`, by every kind of key, against plain maps; and damage to their directory. */
import * as fc from 'fast-check';
import { ArgumentError, CorruptBufferError, type Key, type Mapping, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import { Directory } from './directory.js';
import { SECTION_HEADER, SectionKind } from './sections.js';

const Row = struct({ id: t.uint32 });
type Rows = Mapping<Key, InstanceType<typeof Row>>;

const texts = fc.string({ unit: 'grapheme' });
const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const safe = fc.oneof(fc.nat(40), u32, fc.maxSafeNat());
const wide = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 2n ** 64n - 9n, max: 2n ** 64n - 1n }),
);

const kinds = [
  ['text', mapping({ key: t.string, value: Row, multi: true }), texts],
  ['text, 32 bits', mapping({ key: t.string, value: Row, multi: true, width: 32 }), texts],
  ['integers', mapping({ key: t.uint64, value: Row, multi: true }), safe],
  ['integers, 32 bits', mapping({ key: t.uint32, value: Row, multi: true, width: 32 }), u32],
  ['bigints', mapping({ key: t.biguint64, value: Row, multi: true }), wide],
  ['hashes', mapping({ key: t.string, value: Row, approximate: true }), texts],
  ['hashes, 32 bits', mapping({ key: t.string, value: Row, approximate: true, width: 32 }), texts],
  ['any', mapping({ key: t.any, value: Row, multi: true }), fc.oneof(texts, fc.maxSafeNat())],
] as const;

/** Position of the payload of the directory; −1 where there is none. */
function directoryOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + SECTION_HEADER <= bytes.length; at += 32) {
    if (view.getUint32(at, true) === 0x45534253 && view.getUint32(at + 8, true) === SectionKind.directory)
      return at + SECTION_HEADER;
  }
  return -1;
}

describe.each(kinds)('by %s', (_, made, key) => {
  const declaration = made as never as {
    pack(entries: Iterable<readonly [Key, { id: number }]>, options: object): Uint8Array;
    fromBuffer(bytes: Uint8Array): Rows;
  };

  test('all records of each key are found, and no others', () => {
    fc.assert(
      fc.property(
        fc.array(key as fc.Arbitrary<Key>, { maxLength: 120 }),
        key as fc.Arbitrary<Key>,
        (keys, other) => {
          const expected = new Map<Key, number[]>();
          for (const [id, each] of keys.entries()) expected.set(each, [...(expected.get(each) ?? []), id]);
          const bytes = declaration.pack(
            keys.map((each, id) => [each, { id }] as const),
            { index: 'compact' },
          );
          expect(directoryOf(bytes) >= 0).toBe(keys.length > 0);
          const map = declaration.fromBuffer(bytes);
          for (const each of [...keys, other]) {
            const ids = expected.get(each) ?? [];
            expect(map.get(each)?.id).toBe(ids[0]);
            expect(map.has(each)).toBe(ids.length > 0);
            expect(map.getAll(each).map(({ id }) => id)).toEqual(ids);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a directory', () => {
  const Integers = mapping({ key: t.uint64, value: Row, multi: true });
  const count = 5000;
  const packed = (keyAt: (i: number) => number) =>
    Integers.pack(
      Array.from({ length: count }, (_, id) => [keyAt(id), { id }] as const),
      { index: 'compact' },
    );

  test.each([
    ['dense', (i: number) => i],
    ['squares', (i: number) => i * i],
    ['in two far clusters', (i: number) => (i % 2) * 2 ** 50 + i],
    ['at one place but for one', (i: number) => (i === 0 ? 2 ** 53 - 1 : i)],
    ['one to a bucket end', (i: number) => (i + 1) * 2 ** 40 - 1],
  ])('finds keys that are %s', (_, keyAt) => {
    const map = Integers.fromBuffer(packed(keyAt));
    for (let i = 0; i < count; i += 1) {
      expect(map.get(keyAt(i))?.id).toBe(i);
      const next = keyAt(i) + 1;
      if (next <= Number.MAX_SAFE_INTEGER) expect(map.has(next)).toBe(map.get(next)?.id !== undefined);
    }
  });

  test('serves a key with many records', () => {
    const map = Integers.fromBuffer(packed((i) => (i < 10 ? i : 77)));
    expect(map.getAll(77)).toHaveLength(count - 10);
    expect(map.get(77)?.id).toBe(10);
    expect(map.get(5)?.id).toBe(5);
    expect(map.get(78)).toBeUndefined();
  });

  const bytes = packed((i) => i * 3);
  const at = directoryOf(bytes);
  const damaged = (change: (view: DataView) => void) => {
    const copy = bytes.slice();
    change(new DataView(copy.buffer));
    return () => Integers.fromBuffer(copy);
  };

  test('that does not fit its section or the index is refused when it is opened', () => {
    for (const word of [0n, 4999n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 64n - 1n]) {
      expect(damaged((view) => view.setBigUint64(at, word, true))).toThrow(CorruptBufferError);
    }
    for (const word of [0n, 2501n + 7n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 64n - 1n]) {
      expect(damaged((view) => view.setBigUint64(at + 8, word, true))).toThrow(CorruptBufferError);
    }
    for (const [field, number] of [
      [16, Number.NaN],
      [16, Number.POSITIVE_INFINITY],
      [24, Number.NaN],
      [24, Number.POSITIVE_INFINITY],
      [24, -1],
    ] as const) {
      expect(damaged((view) => view.setFloat64(at + field, number, true))).toThrow(CorruptBufferError);
    }
  });

  test('that leads outside the index is refused when it does', () => {
    const map = damaged((view) => view.setUint32(at + 32, count, true))();
    expect(() => map.get(0)).toThrow(CorruptBufferError);
    expect(() => map.getAll(0)).toThrow('a directory leads to entry 5000 of an index of 5000');
    expect(map.get(14_997)?.id).toBe(4999);
  });

  test('that leads elsewhere in the index costs time, not truth', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(count - 1)), fc.double({ noNaN: true }), (entries, first) => {
        const map = damaged((view) => {
          if (Number.isFinite(first)) view.setFloat64(at + 16, first, true);
          for (let bucket = 0; bucket < 2500; bucket += 1)
            view.setUint32(at + 32 + 4 * bucket, entries.next().value as number, true);
        })();
        for (let key = 0; key < 15_000; key += 101) {
          expect(map.get(key)?.id).toBe(key % 3 === 0 ? key / 3 : undefined);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('of no bytes is refused', () => {
    const memory = Memory.over(new Uint8Array(64));
    expect(() => new Directory(memory, { start: 0, length: 64, version: 1 }, 1)).toThrow(CorruptBufferError);
    expect(() => new Directory(memory, { start: 48, length: 16, version: 1 }, 1)).toThrow(CorruptBufferError);
  });
});

describe('the index of a mapping', () => {
  const Texts = mapping({ key: t.string, value: Row });
  const rows = [['a', { id: 1 }] as const];

  test('is one of three kinds', () => {
    for (const index of ['', 'Table', true, 3, null]) {
      expect(() => Texts.pack(rows, { index: index as never })).toThrow(ArgumentError);
    }
  });

  test.each(['table', 'compact', 'none'] as const)('is left out with all sections: %s', (index) => {
    expect(Texts.pack(rows, { sections: false, index })).toEqual(Texts.pack(rows, { sections: false }));
  });

  test('none still says what the keys are', () => {
    const bytes = Texts.pack(rows, { index: 'none' });
    expect(mapping({ key: t.string }).fromBuffer(bytes).get('a')?.id).toBe(1);
    expect(bytes.length).toBeLessThan(Texts.pack(rows, { index: 'compact' }).length);
  });
});

/** Headers and padding of the sections, and what the file says of itself. */
const CONSTANT = 256;
const RECORDS = 100_000;

describe.each([
  ['text', mapping({ key: t.string, value: Row }), (i: number): Key => `user:${i}`],
  ['32-bit text', mapping({ key: t.string, value: Row, width: 32 }), (i: number): Key => `user:${i}`],
  ['dense integers', mapping({ key: t.uint64, value: Row }), (i: number): Key => i],
  ['sparse integers', mapping({ key: t.uint64, value: Row }), (i: number): Key => i * 2.9],
  ['far integers', mapping({ key: t.uint64, value: Row }), (i: number): Key => i * 7919],
] as const)('the file of %s', (_, declaration, keyAt) => {
  const entries = Array.from({ length: RECORDS }, (_entry, id) => {
    const key = keyAt(id);
    return [typeof key === 'number' ? Math.floor(key) : key, { id }] as const;
  });
  /** Bytes more than Python's file has, whose layout is that without sections. */
  const more = (options: object) => {
    const size = (given: object) => declaration.pack(entries as never, { checksums: false, ...given }).length;
    return size(options) - size({ sections: false });
  };

  test('is up to 16 bytes a key larger than that of Python', () => {
    expect(more({})).toBeLessThanOrEqual(16 * RECORDS + CONSTANT);
  });

  test('is up to 2 bytes a key larger when compact', () => {
    expect(more({ index: 'compact' })).toBeLessThanOrEqual(2 * RECORDS + CONSTANT);
    expect(more({ index: 'none' })).toBeLessThanOrEqual(CONSTANT);
  });
});
