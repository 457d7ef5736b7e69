/** Sections and tables that are damaged in one place each; `test/fuzz-containers.test.ts` damages all places. */
import { CorruptBufferError, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import { readSections, SECTION_HEADER, SectionKind, sectionHeader, sectionPadding } from './sections.js';

/** Sections one after another, as a builder writes them. */
function sections(...list: [number, Uint8Array][]): Uint8Array {
  const parts = list.flatMap(([kind, payload]) => [
    sectionHeader(kind as SectionKind, payload.length),
    payload,
    new Uint8Array(sectionPadding(payload.length)),
  ]);
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const read = (bytes: Uint8Array, to = bytes.length) => readSections(Memory.over(bytes), 0, to);
const payload = (length: number) => new Uint8Array(length).fill(7);

describe('sections', () => {
  test('are found by kind', () => {
    const bytes = sections([1, payload(5)], [9, payload(64)], [2, payload(0)]);
    expect(bytes.length % 32).toBe(0);
    expect(read(bytes)).toEqual(
      new Map([
        [1, { start: 32, length: 5, version: 1 }],
        [9, { start: 96, length: 64, version: 1 }],
        [2, { start: 192, length: 0, version: 1 }],
      ]),
    );
  });

  test('of another version are passed by', () => {
    const bytes = sections([7, payload(5)], [2, payload(3)]);
    bytes[12] = 2;
    expect([...read(bytes).keys()]).toEqual([2]);
    // Tables have two.
    bytes[64 + 12] = 2;
    expect(read(bytes).get(2)?.version).toBe(2);
    for (const version of [0, 3]) {
      bytes[64 + 12] = version;
      expect(read(bytes).size).toBe(0);
    }
  });

  test('end where there is no magic', () => {
    const bytes = sections([1, payload(5)], [2, payload(3)]);
    bytes[64] = 0;
    expect([...read(bytes).keys()]).toEqual([1]);
    expect(read(new Uint8Array(256)).size).toBe(0);
    expect(read(bytes, SECTION_HEADER - 1).size).toBe(0);
  });

  test('that reach beyond their place are refused', () => {
    const bytes = sections([1, payload(5)], [2, payload(3)]);
    for (const length of [97n, 2n ** 40n, 2n ** 53n - 1n, 2n ** 64n - 1n]) {
      const damaged = bytes.slice();
      new DataView(damaged.buffer).setBigUint64(16, length, true);
      expect(() => read(damaged)).toThrow(CorruptBufferError);
    }
    expect(() => read(bytes, 98)).toThrow('overlaps what follows it');
  });

  test('are padded to 32', () => {
    expect([0, 1, 31, 32, 33].map(sectionPadding)).toEqual([0, 31, 1, 0, 31]);
  });
});

const Row = struct({ id: t.uint32 });
const Texts = mapping({ key: t.string, value: Row });
const Integers = mapping({ key: t.uint32, value: Row });
const rows = <K>(...keys: K[]): [K, { id: number }][] => keys.map((key, id) => [key, { id }]);

/** Where the payload of a section lies in a mapping. */
function payloadOf(bytes: Uint8Array, kind: SectionKind): number {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 32) {
    if (view.getUint32(at, true) === 0x45534253 && view.getUint32(at + 8, true) === kind)
      return at + SECTION_HEADER;
  }
  throw new Error('there is no such section');
}

/** The bytes with a word of a section's payload replaced. */
function damage(bytes: Uint8Array, kind: SectionKind, at: number, word: number): Uint8Array {
  const damaged = bytes.slice();
  new DataView(damaged.buffer).setUint32(payloadOf(bytes, kind) + at, word, true);
  return damaged;
}

/** Where in the payload of a bucket table the record offset of the first slot of the first bucket is. */
function slotsAt(bytes: Uint8Array, kind: SectionKind): number {
  const start = payloadOf(bytes, kind);
  return Math.ceil((start + 32) / 64) * 64 - start + 12;
}

describe('tables', () => {
  const kinds = [
    ['of texts', Texts, Texts.pack(rows('a', 'b', 'c')), SectionKind.bucketTable, 'b'],
    ['of far integers', Integers, Integers.pack(rows(1, 10 ** 6, 10 ** 9)), SectionKind.bucketTable, 10 ** 6],
    ['of near integers', Integers, Integers.pack(rows(5, 6, 8)), SectionKind.directTable, 6],
  ] as const;

  test.each(kinds)('%s are used', (_, declaration, bytes, kind, key) => {
    const header = kind === SectionKind.directTable ? 24 : 32;
    const cleared = bytes.slice();
    const start = payloadOf(bytes, kind) + header;
    const length = Number(new DataView(bytes.buffer).getBigUint64(payloadOf(bytes, kind) - 16, true));
    cleared.fill(0, start, payloadOf(bytes, kind) + length);
    expect(declaration.fromBuffer(bytes).get(key as never)?.id).toBe(1);
    expect(declaration.fromBuffer(cleared).get(key as never)).toBeUndefined();
    const all = kind === SectionKind.directTable ? 1 : 0;
    expect(declaration.fromBuffer(bytes).getAll(key as never)).toHaveLength(1);
    expect(declaration.fromBuffer(cleared).getAll(key as never)).toHaveLength(all);
    expect(declaration.fromBuffer(cleared).mapper.getAll(key as never)).toHaveLength(1);
  });

  test.each(kinds)('%s larger than their section are refused', (_, declaration, bytes, kind) => {
    const words = kind === SectionKind.directTable ? [8, 12] : [0, 4, 12];
    for (const at of words) {
      for (const size of [1000, 2 ** 31, 2 ** 32 - 1]) {
        expect(() => declaration.fromBuffer(damage(bytes, kind, at, size))).toThrow(CorruptBufferError);
      }
    }
  });

  test.each(kinds)('%s that lead outside the records are refused', (_, declaration, bytes, kind, key) => {
    const [first, step, slots] = kind === SectionKind.directTable ? [24, 4, 3] : [slotsAt(bytes, kind), 8, 7];
    let refused = 0;
    for (const record of [1, 6, 1000, 2 ** 32 - 1]) {
      let damaged: Uint8Array = bytes;
      for (let slot = 0; slot < slots; slot += 1)
        damaged = damage(damaged, kind, first + slot * step, record);
      try {
        declaration.fromBuffer(damaged).get(key as never);
      } catch (error) {
        expect(error).toBeInstanceOf(CorruptBufferError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });

  test.each(kinds.slice(0, 2))(
    '%s whose keys lie outside are refused',
    (_, declaration, bytes, kind, key) => {
      for (const place of [bytes.length - 1, bytes.length, 2 ** 32 - 1]) {
        let damaged: Uint8Array = bytes;
        for (let slot = 0; slot < 7; slot += 1) {
          damaged = damage(damaged, kind, slotsAt(bytes, kind) - 4 + 8 * slot, place);
        }
        expect(() => declaration.fromBuffer(damaged).get(key as never)).toThrow(CorruptBufferError);
      }
    },
  );

  test.each(kinds.slice(0, 2))(
    '%s with lists that reach beyond them are refused',
    (_, declaration, bytes, kind, key) => {
      const flags = payloadOf(bytes, kind) + slotsAt(bytes, kind) - 12 + 7;
      const damaged = bytes.slice();
      damaged[flags] = 0x7f;
      expect(() => declaration.fromBuffer(damaged).get(key as never)).toThrow(CorruptBufferError);
    },
  );

  test.each(kinds.slice(0, 2))(
    '%s that say to overflow end with the last bucket',
    (_, declaration, bytes, kind) => {
      const damaged = bytes.slice();
      damaged[payloadOf(bytes, kind) + slotsAt(bytes, kind) - 12 + 7] = 0x80;
      const map = declaration.fromBuffer(damaged);
      for (const other of ['no', 7]) expect(map.get(other as never)).toBeUndefined();
    },
  );
});
