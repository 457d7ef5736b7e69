import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readBool,
  readBytes,
  readComplex,
  readFixedString,
  readFloat16,
  readNumber,
  readUcs4,
} from './dtype-values.js';

const view = (...bytes: number[]): DataView => new DataView(Uint8Array.from(bytes).buffer);

test('booleans', () => {
  expect([0, 1, 255].map((byte) => readBool(view(byte), 0))).toEqual([false, true, true]);
});

describe('numbers', () => {
  const written: [string, number, (view: DataView, little: boolean) => void, number | bigint][] = [
    ['u', 1, (to) => to.setUint8(0, 200), 200],
    ['i', 1, (to) => to.setInt8(0, -100), -100],
    ['u', 2, (to, little) => to.setUint16(0, 60_000, little), 60_000],
    ['i', 2, (to, little) => to.setInt16(0, -30_000, little), -30_000],
    ['u', 4, (to, little) => to.setUint32(0, 4e9, little), 4e9],
    ['i', 4, (to, little) => to.setInt32(0, -2e9, little), -2e9],
    ['u', 8, (to, little) => to.setBigUint64(0, 2n ** 64n - 3n, little), 2n ** 64n - 3n],
    ['i', 8, (to, little) => to.setBigInt64(0, -(2n ** 62n) - 1n, little), -(2n ** 62n) - 1n],
    ['f', 4, (to, little) => to.setFloat32(0, 0.375, little), 0.375],
    ['f', 8, (to, little) => to.setFloat64(0, Math.PI, little), Math.PI],
  ];
  test.each(written)('%s%i in both byte orders', (kind, size, write, value) => {
    for (const little of [true, false]) {
      const to = new DataView(new ArrayBuffer(8));
      write(to, little);
      expect(readNumber(kind, size, little)(to, 0)).toBe(value);
    }
  });
});

/** Every half-precision number by its definition: (−1)^s × 2^(e − 15) × 1.f, or 2^−14 × 0.f. */
test('half precision, all of them', () => {
  const to = new DataView(new ArrayBuffer(2));
  for (let bits = 0; bits < 2 ** 16; bits += 1) {
    to.setUint16(0, bits);
    const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 31, (bits & 1023) / 1024];
    const size = exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction);
    const special = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    const value = (sign ? -1 : 1) * (exponent === 31 ? special : size);
    expect(Object.is(readFloat16(false)(to, 0), value), bits.toString(16)).toBe(true);
  }
  expect(readFloat16(true)(view(0x00, 0x3e), 0)).toBe(1.5);
});

test('complex numbers', () => {
  const to = new DataView(new ArrayBuffer(16));
  to.setFloat64(0, 1.5, true);
  to.setFloat64(8, -2, true);
  expect(readComplex(16, true)(to, 0)).toEqual({ re: 1.5, im: -2 });
  to.setFloat32(0, 0.25);
  to.setFloat32(4, 8);
  expect(readComplex(8, false)(to, 0)).toEqual({ re: 0.25, im: 8 });
});

test('bytes are copies, byte strings end at their padding', () => {
  const from = view(9, 97, 0, 98, 0, 0, 7);
  expect(readBytes(5)(from, 1)).toEqual(Uint8Array.of(97, 0, 98, 0, 0));
  expect(readFixedString(5)(from, 1)).toEqual(Uint8Array.of(97, 0, 98));
  expect(readFixedString(2)(from, 4)).toEqual(new Uint8Array(0));
  const copy = readBytes(1)(from, 0) as Uint8Array;
  copy[0] = 1;
  expect(from.getUint8(0)).toBe(9);
});

test('text in code points of 4 bytes', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 9 }),
      fc.boolean(),
      fc.nat(3),
      (text, little, room) => {
        const points = Array.from(text, (character) => character.codePointAt(0)!);
        while (points.at(-1) === 0) points.pop();
        const to = new DataView(new ArrayBuffer(4 * (points.length + room)));
        points.forEach((point, index) => {
          to.setUint32(4 * index, point, little);
        });
        expect(readUcs4(to.byteLength, little)(to, 0)).toBe(String.fromCodePoint(...points));
      },
    ),
  );
  expect(readUcs4(8, true)(view(0xff, 0xff, 0xff, 0xff, 97, 0, 0, 0), 0)).toBe('\ufffda');
});
