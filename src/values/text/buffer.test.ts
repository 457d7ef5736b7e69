import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { as, type BufferInput, CorruptBufferError, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Blob = struct({ data: t.buffer });

function roundTrip(data: BufferInput): Uint8Array {
  return Blob.unpackFrom(Blob.pack({ data })).data;
}

test('any bytes come back, never compressed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
      expect(roundTrip(data)).toEqual(data);
    }),
  );
  const zeros = new Uint8Array(70_001);
  // Header and pointer, length, and the bytes padded to a multiple of 8.
  expect(Blob.pack({ data: zeros })).toHaveLength(16 + 8 + 70_008);
  expect(roundTrip(zeros)).toEqual(zeros);
});

test('reading gives a view of the stored bytes, wherever they lie', () => {
  const packed = Blob.pack({ data: Uint8Array.of(1, 2, 3) });
  const bytes = new Uint8Array(packed.length + 5);
  bytes.set(packed, 5);
  const { data } = Blob.unpackFrom(bytes, 5);
  expect(data.buffer).toBe(bytes.buffer);
  expect(data.byteOffset).toBe(5 + 24);
  bytes[5 + 24] = 9;
  expect(data).toEqual(Uint8Array.of(9, 2, 3));
});

test('toObject copies the bytes', () => {
  const packed = Blob.pack({ data: Uint8Array.of(1, 2, 3) });
  const { data } = Blob.unpackFrom(packed).toObject();
  packed.fill(0);
  expect(data).toEqual(Uint8Array.of(1, 2, 3));
});

test('buffers and views of every kind are taken as their bytes', () => {
  const bytes = Uint8Array.from(randomBytes(24));
  const shared = new SharedArrayBuffer(24);
  new Uint8Array(shared).set(bytes);
  for (const data of [
    bytes,
    bytes.buffer,
    shared,
    new Uint8Array(shared),
    new Float64Array(bytes.buffer),
    new DataView(bytes.buffer),
    Buffer.from(bytes),
  ]) {
    expect(roundTrip(data)).toEqual(bytes);
  }
  expect(roundTrip(new Uint16Array(bytes.buffer, 2, 3))).toEqual(bytes.slice(2, 8));
  expect(roundTrip(new DataView(bytes.buffer, 3, 4))).toEqual(bytes.slice(3, 7));
});

test('in an any, bytes are bytes unless tagged', () => {
  const Box = struct({ v: t.any });
  const codeOf = (v: unknown): string => String.fromCharCode(Box.pack({ v })[16]!);
  expect(codeOf(Uint8Array.of(1))).toBe('s');
  expect(codeOf(as(t.buffer, Uint8Array.of(1)))).toBe('r');
  expect(Box.unpackFrom(Box.pack({ v: as(t.buffer, new ArrayBuffer(2)) })).v).toEqual(new Uint8Array(2));
});

test('JSON has base64; equality goes by content', () => {
  const blob = Blob.unpackFrom(Blob.pack({ data: Uint8Array.of(0, 0, 128, 63) }));
  expect(JSON.stringify(blob)).toBe('{"data":"AACAPw=="}');
  expect(blob.equals({ data: Uint8Array.of(0, 0, 128, 63) })).toBe(true);
  expect(blob.equals({ data: Uint8Array.of(0, 0, 128, 64) })).toBe(false);
});

test('one buffer is written once, its two forms apart', () => {
  const data = new Uint8Array(64);
  const Two = struct({ a: t.buffer, b: t.buffer });
  expect(Two.pack({ a: data, b: data }).length).toBe(Two.pack({ a: data, b: new Uint8Array(0) }).length - 8);
});

describe('refused', () => {
  test.each([
    ['text', 'abc'],
    ['a number', 5],
    ['an array', [1]],
    ['null', null],
    ['an object', {}],
  ])('%s', (_, data) => {
    expect(() => Blob.pack({ data: data as unknown as BufferInput })).toThrow(PackError);
  });

  test('lengths that lead out of the memory', () => {
    for (const length of [4n, 2n ** 32n, 2n ** 53n, 2n ** 64n - 1n]) {
      const bytes = Blob.pack({ data: new Uint8Array(3) }).slice(0, 27);
      new DataView(bytes.buffer).setBigUint64(16, length, true);
      expect(() => Blob.unpackFrom(bytes).data).toThrow(CorruptBufferError);
    }
    expect(() => Blob.unpackFrom(Blob.pack({ data: new Uint8Array(3) }).subarray(0, 23)).data).toThrow(
      CorruptBufferError,
    );
  });
});
