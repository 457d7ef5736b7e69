/** Filters of tables: no key is left out, and of other keys one in some 256 is let through. */
import fc from 'fast-check';
import { ArgumentError, mapping, struct, t, verifyBuffer } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { describe, expect, test } from 'vitest';
import { serveRanges } from '../../../test/range-server.js';
import { Memory } from '../../bytes/memory.js';
import { heapStorage } from '../building/heap-storage.js';
import { readSections, SectionKind } from '../tables/sections.js';
import { Filter } from './filter.js';
import { FilterBuilder } from './filter-writer.js';

function filterOf(hashes: readonly number[], keys = hashes.length): { filter: Filter; bytes: number } {
  const builder = new FilterBuilder(heapStorage, keys);
  for (const hash of [...hashes].sort((a, b) => (a >>> 0) - (b >>> 0))) builder.add(hash);
  const section = builder.end()!;
  const pieces: Uint8Array[] = [];
  for (const _ of section.write({
    position: 0,
    write: (bytes: Uint8Array) => void pieces.push(bytes.slice()),
  })) {
    // All at once.
  }
  const bytes = Buffer.concat(pieces);
  expect(bytes.length).toBe(section.length);
  const memory = Memory.over(new Uint8Array(bytes));
  return { filter: new Filter(memory, { start: 0, length: bytes.length, version: 1 }), bytes: bytes.length };
}

const hashAt = (index: number): number => Math.imul(index, 0x9e3779b1) | 0;

describe('a filter', () => {
  test('has all hashes, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 300 }),
        (hashes) => {
          const { filter } = filterOf(hashes);
          expect(hashes.filter((hash) => !filter.mayHave(hash))).toEqual([]);
        },
      ),
    );
  });

  test.each([[10], [1000], [200_000], [2_500_000]])('of %d hashes takes some 9 bits each', (count) => {
    const { filter, bytes } = filterOf(Array.from({ length: count }, (_, index) => hashAt(index)));
    for (let index = 0; index < count; index += 1) {
      if (!filter.mayHave(hashAt(index))) throw new Error(`${index} is left out`);
    }
    let through = 0;
    for (let index = count; index < count + 100_000; index += 1)
      if (filter.mayHave(hashAt(index))) through += 1;
    expect(through).toBeLessThan(600);
    if (count >= 1000) expect((bytes * 8) / count).toBeLessThan(count >= 200_000 ? 9.6 : 13);
  });

  test('of hashes that are neighbours is as good', () => {
    const { filter } = filterOf(Array.from({ length: 50_000 }, (_, index) => index));
    for (let index = 0; index < 50_000; index += 1) expect(filter.mayHave(index)).toBe(true);
    let through = 0;
    for (let index = 50_000; index < 150_000; index += 1) if (filter.mayHave(index)) through += 1;
    expect(through).toBeLessThan(600);
  });
});

const Row = struct({ id: t.uint32 });
const COUNT = 30_000;
const KINDS = [
  ['text', t.string, (index: number) => `key/${index}`],
  ['integers', t.biguint64, (index: number) => (BigInt(index) * 0x9e3779b97f4a7c15n) % 2n ** 64n],
] as const;

describe.each(KINDS)('a mapping with a filter, of %s', (_, key, keyOf) => {
  const declaration = mapping({ key: key as typeof t.string, value: Row });
  const rows = Array.from({ length: COUNT }, (_row, id) => [keyOf(id) as string, { id }] as const);
  const packed = declaration.pack(rows, { filter: true });

  test('reads and verifies as any', () => {
    const map = declaration.fromBuffer(packed);
    for (const [each, { id }] of rows) if (map.get(each)?.id !== id) throw new Error(`${each} is lost`);
    const { findings } = verifyBuffer(packed);
    expect(findings).toEqual([]);
    expect(packed.length - declaration.pack(rows).length).toBeLessThan((COUNT * 11) / 8);
  });

  test('far away, takes no request for most keys that are not there', async () => {
    const server = await serveRanges(packed);
    try {
      const far = await openRemote(server.url, declaration);
      expect(await far.prefetchFilter()).toBe(true);
      const before = server.state.requests.length;
      expect(before).toBe(2);
      const absent = Array.from({ length: 500 }, (_key, index) => keyOf(COUNT + index) as string);
      for (const each of absent) expect(await far.has(each)).toBe(false);
      expect(server.state.requests.length - before).toBeLessThan(15);
      const mixed = [absent[0]!, rows[7]![0], absent[1]!, rows[20_000]![0]];
      expect((await far.getMany(mixed)).map((record) => record?.id)).toEqual([
        undefined,
        7,
        undefined,
        20_000,
      ]);
      far.close();
    } finally {
      await server.close();
    }
  });

  test('that is damaged is told by verify, and hides keys at worst', async () => {
    const memory = Memory.over(packed);
    const length = new DataView(packed.buffer, packed.byteOffset);
    const array = Number(length.getBigUint64(packed.length - 8, true));
    let filter = { start: 0, length: 0 };
    for (let at = 32; at < array && filter.length === 0; at += 32) {
      filter = readSections(memory, at, array).get(SectionKind.filter) ?? filter;
    }
    expect(filter.length).toBeGreaterThan(COUNT);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const bytes = packed.slice();
          bytes[filter.start + at]! ^= flip;
          const far = await openRemote(new Blob([bytes as Uint8Array<ArrayBuffer>]), declaration);
          const read = async () => {
            await far.prefetchFilter();
            return await far.getMany(rows.slice(0, 50).map(([each]) => each));
          };
          const result: unknown = await read().catch((error) => error.code);
          if (!Array.isArray(result)) expect(result).toBe('SB_CORRUPT');
          else for (const [id, record] of result.entries()) expect([undefined, id]).toContain(record?.id);
        },
      ),
      { numRuns: 60 },
    );
    const bytes = packed.slice();
    bytes.fill(0, filter.start + 24, filter.start + filter.length);
    expect(verifyBuffer(bytes).findings.some(({ message }) => message.includes('filter'))).toBe(true);
  });
});

test('files without a filter, and what can have none', async () => {
  const plain = mapping({ key: t.string, value: Row });
  const blob = new Blob([plain.pack([['a', { id: 1 }]]) as Uint8Array<ArrayBuffer>]);
  const far = await openRemote(blob, plain);
  expect([await far.prefetchFilter(), await far.has('b')]).toEqual([false, false]);
  const dense = mapping({ key: t.uint32, value: Row });
  const direct = new Blob([dense.pack([[1, { id: 1 }]], { filter: true }) as Uint8Array<ArrayBuffer>]);
  expect(await (await openRemote(direct, dense)).prefetchFilter()).toBe(false);
  const empty = plain.pack([], { filter: true });
  expect(plain.fromBuffer(empty).has('a')).toBe(false);
  for (const options of [{ sections: false }, { index: 'compact' }, { index: 'none' }] as const) {
    expect(() => plain.pack([], { filter: true, ...options })).toThrow(ArgumentError);
  }
  const any = mapping({ key: t.any, value: Row });
  expect(() => any.pack([], { filter: true })).toThrow(ArgumentError);
});
