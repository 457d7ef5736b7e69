/** Tables without checksums: whatever bit of them is flipped, their slots, or the index beside them, tell. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Key, mapping, struct, t, verifyBuffer } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const EARLIER = new URL('../../test/fixtures/earlier/', import.meta.url);
const Row = struct({ id: t.uint32 });
const PLAIN = { checksums: false } as const;
const ids = Array.from({ length: 60 }, (_, id) => id);

interface Span {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

/** The table of a mapping. */
function tableOf(bytes: Uint8Array): Span {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 32 <= bytes.length; at += 32) {
    const kind = view.getUint32(at + 8, true);
    if (view.getUint32(at, true) !== 0x45534253 || ![2, 3, 4, 7].includes(kind)) continue;
    return { kind, start: at + 32, end: at + 32 + view.getUint32(at + 16, true) };
  }
  throw new Error('there is no table');
}

/** Bits, of every eleventh, whose flipping is not found. */
function unseen(bytes: Uint8Array, from: number, to: number): string[] {
  const bits: string[] = [];
  for (let bit = from * 8; bit < to * 8; bit += 11) {
    const at = Math.floor(bit / 8);
    bytes[at]! ^= 1 << (bit % 8);
    if (verifyBuffer(bytes).ok) bits.push(`bit ${bit % 8} of byte ${at - from}`);
    bytes[at]! ^= 1 << (bit % 8);
  }
  return bits;
}

function pack(type: { key: never; multi?: boolean }, keyOf: (id: number) => Key): Uint8Array {
  const Rows = mapping({ value: Row, ...type });
  return Rows.pack(
    ids.map((id): [never, { id: number }] => [keyOf(id) as never, { id }]),
    PLAIN,
  );
}

describe('every bit of a bucket table counts', () => {
  test.each([
    ['text keys', { key: t.string }, (id: number) => `key ${id}`],
    ['texts with several records', { key: t.string, multi: true }, (id: number) => `key ${id % 23}`],
    ['keys of bytes', { key: t.bytes }, (id: number) => new Uint8Array(id).fill(7)],
    ['integers', { key: t.uint64 }, (id: number) => id * 2_654_435_761],
    [
      'integers with several records',
      { key: t.uint64, multi: true },
      (id: number) => (id % 23) * 2_654_435_761,
    ],
  ] as [string, { key: never }, (id: number) => Key][])('%s', (_, type, keyOf) => {
    const bytes = pack(type, keyOf);
    expect(verifyBuffer(bytes).findings).toEqual([]);
    const { kind, start, end } = tableOf(bytes);
    expect(kind).toBe(7);
    expect(unseen(bytes, start, end)).toEqual([]);
  });
});

test('many records of one key', () => {
  const Rows = mapping({ key: t.string, value: Row, multi: true });
  const bytes = Rows.pack(
    Array.from({ length: 5000 }, (_, id): [string, { id: number }] => [`key ${id % 3}`, { id }]),
    PLAIN,
  );
  expect(verifyBuffer(bytes).findings).toEqual([]);
  const { end } = tableOf(bytes);
  expect(unseen(bytes, end - 64, end)).toEqual([]);
});

describe('so do the slots of earlier tables', () => {
  test.each(readdirSync(EARLIER).filter((name) => name.endsWith('.sb')))('%s', (name) => {
    const bytes = Uint8Array.from(readFileSync(new URL(name, EARLIER)));
    expect(verifyBuffer(bytes).findings).toEqual([]);
    const view = new DataView(bytes.buffer);
    const { start } = tableOf(bytes);
    const header = view.getUint32(start - 20, true) === 1 ? 16 : 32;
    const slots = view.getUint32(start + 8, true);
    for (let slot = 0; slot < slots; slot += 1) {
      const at = start + header + slot * 12;
      if (view.getUint32(at + 8, true) === 0) continue;
      const bit = slot % 96;
      bytes[at + (bit >> 3)]! ^= 1 << (bit % 8);
      const codes = verifyBuffer(bytes).findings.map(({ code }) => code);
      expect(codes, `slot ${slot}, bit ${bit}`).toContain('table');
      bytes[at + (bit >> 3)]! ^= 1 << (bit % 8);
    }
  });
});

test('a direct table has no key more than the index', () => {
  const bytes = pack({ key: t.uint64 as never }, (id) => id * 2);
  expect(verifyBuffer(bytes).findings).toEqual([]);
  const { kind, start } = tableOf(bytes);
  expect(kind).toBe(4);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(start + 24 + 4, 1, true);
  expect(verifyBuffer(bytes).findings.map(({ code }) => code)).toContain('table');
});
