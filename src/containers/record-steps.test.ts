/** Walks through mappings that are large enough to be read ahead. */
import { describe, expect, test } from 'vitest';
import { CorruptBufferError } from '../errors.js';
import type { Key } from '../mappers/id-mapper.js';
import { struct } from '../schema/struct.js';
import { t } from '../schema/t.js';
import { mapping } from './declaring/declare.js';

const SIZE = 70_000;
class Row extends struct({ n: t.uint32 }) {}

const KINDS = [
  { name: 'text', declaration: mapping({ key: t.string, value: Row }), keyOf: (n: number) => `key ${n}` },
  {
    name: 'sparse integers',
    declaration: mapping({ key: t.uint32, value: Row }),
    keyOf: (n: number) => (n * 7919) % 4_000_037,
  },
  { name: 'tuples', declaration: mapping({ key: t.any, value: Row }), keyOf: (n: number) => [n, 'x'] },
] as const;

describe.each(KINDS)('$name as keys', ({ declaration, keyOf }) => {
  const rows = Array.from({ length: SIZE }, (_, n): [Key, { n: number }] => [keyOf(n), { n }]);
  const packed = (declaration as { pack(rows: unknown): Uint8Array }).pack(rows);
  const open = (bytes: Uint8Array) => declaration.fromBuffer(bytes);

  test('come with their own records, all ways', () => {
    const map = open(packed);
    const expected = new Map(rows.map(([key, { n }]) => [JSON.stringify(key), n]));
    const entries = Array.from(map.entries(), ([key, { n }]) => [JSON.stringify(key), n] as const);
    expect(entries.length).toBe(SIZE);
    expect(new Map(entries)).toEqual(expected);
    expect(Array.from(map.keys(), (key) => JSON.stringify(key))).toEqual(entries.map(([key]) => key));
    expect(Array.from(map.values(), ({ n }) => n)).toEqual(entries.map(([, n]) => n));
    expect(Array.from(map.cursor(), ([key, { n }]) => [JSON.stringify(key), n])).toEqual(entries);
    const each: unknown[] = [];
    map.forEach(({ n }, key) => void each.push([JSON.stringify(key), n]));
    expect(each).toEqual(entries);
  });

  test('a damaged entry is told where it comes, not where it is read ahead', () => {
    const { index, columns, width } = open(packed).mapper.parts;
    for (const column of [columns - 2, columns - 1].filter((at) => at > 0)) {
      const damaged = packed.slice();
      const { parts } = open(damaged).mapper;
      const start = parts.start + 16 + parts.keyBytes + (10 * columns + column) * width;
      damaged.fill(0xff, start, start + width);
      const walked = open(damaged).entries();
      for (let step = 0; step < 10; step += 1) expect(walked.next().done).toBe(false);
      expect(() => walked.next(), `column ${column} of ${index.length}`).toThrow(CorruptBufferError);
    }
  });
});
