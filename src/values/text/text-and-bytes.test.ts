import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CorruptBufferError, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import { readBytes, readText } from './text-and-bytes.js';

const Text = struct({ v: t.string });
const Bytes = struct({ v: t.bytes });

function readBack(v: string): string {
  return Text.unpackFrom(Text.pack({ v })).v;
}

/** The u16 in front of a stored string. */
function head(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint16(16, true);
}

test('any text comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 800 }), (v) => {
      expect(readBack(v)).toBe(v);
    }),
  );
  for (const length of [0, 1, 16, 17, 170, 171, 512, 513, 5000, 40_000]) {
    for (const letter of ['a', 'é', '€', '😀'])
      expect(readBack(letter.repeat(length))).toBe(letter.repeat(length));
  }
});

test('any bytes come back, as a copy', () => {
  for (const length of [0, 1, 512, 513, 32_766, 32_767, 32_768, 70_000]) {
    const v = Uint8Array.from(randomBytes(length));
    expect(Bytes.unpackFrom(Bytes.pack({ v })).v).toEqual(v);
  }
  const stored = Bytes.pack({ v: Uint8Array.of(1, 2) });
  const copy = Bytes.unpackFrom(stored).v;
  stored.fill(9);
  expect(copy).toEqual(Uint8Array.of(1, 2));
});

test('text and bytes are interchangeable', () => {
  expect(Bytes.unpackFrom(Text.pack({ v: 'aé' })).v).toEqual(new TextEncoder().encode('aé'));
  expect(Text.unpackFrom(Bytes.pack({ v: new TextEncoder().encode('aé') })).v).toBe('aé');
});

describe('forms (docs/format.md 2)', () => {
  test('compressed only past 512 bytes and when it saves a third', () => {
    expect(head(Text.pack({ v: 'a'.repeat(512) }))).toBe(512);
    expect(head(Text.pack({ v: 'a'.repeat(513) })) & 0x8000).toBe(0x8000);
    expect(head(Bytes.pack({ v: Uint8Array.from(randomBytes(600)) }))).toBe(600);
  });

  test('from 0x7fff bytes on, a u64 length follows', () => {
    expect(head(Bytes.pack({ v: Uint8Array.from(randomBytes(0x7ffe)) }))).toBe(0x7ffe);
    expect(head(Bytes.pack({ v: Uint8Array.from(randomBytes(0x7fff)) }))).toBe(0x7fff);
    // Compressed and still that long.
    const half = randomBytes(50_000);
    const v = Uint8Array.from(Buffer.concat([half, half.subarray(0, 49_000)]));
    const stored = Bytes.pack({ v: Uint8Array.from(Buffer.concat([v, new Uint8Array(80_000)])) });
    expect(head(stored)).toBe(0xffff);
    expect(Bytes.unpackFrom(stored).v.length).toBe(v.length + 80_000);
  });
});

describe('damaged strings', () => {
  const at = (bytes: Uint8Array): [ReturnType<Memory['windowAt']>, number] => [
    Memory.over(bytes).windowAt(0),
    0,
  ];

  test.each<[string, Uint8Array]>([
    ['no head', Uint8Array.of(1)],
    ['longer than the memory', Uint8Array.of(5, 0, 97)],
    ['a long form without length', Uint8Array.of(0xff, 0x7f, 1, 0)],
    ['a length past 2^53', Uint8Array.of(0xff, 0x7f, 1, 0, 0, 0, 0, 0, 0, 0xff)],
    ['a long form longer than the memory', Uint8Array.of(0xff, 0x7f, 9, 0, 0, 0, 0, 0, 0, 0, 97)],
    ['compressed without a length', Uint8Array.of(2, 0x80, 1, 1)],
    ['more than LZ4 can hold', Uint8Array.of(6, 0x80, 0xff, 0xff, 0xff, 0xff, 0x10, 97)],
    ['a wrong length', Uint8Array.of(6, 0x80, 5, 0, 0, 0, 0x10, 97)],
  ])('%s', (_, bytes) => {
    expect(() => readBytes(...at(bytes))).toThrow(CorruptBufferError);
    expect(() => readText(...at(bytes))).toThrow(CorruptBufferError);
  });

  test('text that is no UTF-8 is refused, long or short, compressed or not', () => {
    for (const length of [1, 20, 600]) {
      const stored = Bytes.pack({ v: new Uint8Array(length).fill(0xff) });
      expect(() => Text.unpackFrom(stored).v).toThrow(CorruptBufferError);
    }
  });
});

test('what is no text or no bytes is refused', () => {
  for (const v of [5, null, Uint8Array.of(1), undefined]) {
    expect(() => Text.pack({ v: v as unknown as string })).toThrow(PackError);
  }
  for (const v of ['a', [1], null, new ArrayBuffer(1), Uint16Array.of(1)]) {
    expect(() => Bytes.pack({ v: v as unknown as Uint8Array })).toThrow(PackError);
  }
  expect(() => Text.pack({ v: '\udc00'.repeat(300) })).toThrow(PackError);
  expect(() => Text.pack({ v: 'a\ud800' })).toThrow(PackError);
});
