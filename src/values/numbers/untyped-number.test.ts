import fc from 'fast-check';
import { PackError } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { isInteger, plainCodec, plainKey } from './untyped-number.js';

test('what counts as an integer', () => {
  for (const value of [0, -1, 2 ** 53 - 1, 0n, 2n ** 70n]) expect(isInteger(value)).toBe(true);
  for (const value of [-0, 0.5, NaN, 2 ** 53, '1', true, null]) expect(isInteger(value)).toBe(false);
});

test.each<[number | bigint | boolean, string]>([
  [-128, 'int8'],
  [127, 'int8'],
  [128, 'uint8'],
  [255, 'uint8'],
  [-129, 'int16'],
  [32767, 'int16'],
  [32768, 'uint16'],
  [65536, 'int32'],
  [-32769, 'int32'],
  [2 ** 31, 'uint32'],
  [2 ** 32, 'bigint64'],
  [-(2 ** 31) - 1, 'bigint64'],
  [2n ** 63n - 1n, 'bigint64'],
  [2n ** 63n, 'biguint64'],
  [2n ** 64n - 1n, 'biguint64'],
  [-(2n ** 63n), 'bigint64'],
  [0.5, 'float64'],
  [-0, 'float64'],
  [2 ** 60, 'float64'],
  [true, 'bool'],
])('%s takes %s', (value, name) => {
  expect(plainCodec(value).name).toBe(name);
});

test('refuses what 64 bits do not hold', () => {
  for (const value of [2n ** 64n, -(2n ** 63n) - 1n]) expect(() => plainCodec(value)).toThrow(PackError);
});

test('the codec holds the value', () => {
  const view = new DataView(new ArrayBuffer(8));
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n), (value) => {
      const codec = plainCodec(value);
      codec.put(view, 0, value);
      expect(BigInt(codec.get(view, 0) as number)).toBe(value);
    }),
  );
});

test('integers and booleans are shared by value, floats never', () => {
  expect(plainKey(5n)).toBe(5);
  expect(plainKey(2n ** 60n)).toBe(2n ** 60n);
  expect(plainKey(true)).toBe(true);
  expect(plainKey(1)).toBe(1);
  expect(plainKey(1.5)).toBeUndefined();
  expect(plainKey(-0)).toBeUndefined();
});
