import { as, CorruptBufferError, IntegerRangeError, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import type { FixedCodec } from '../base/codec.js';
import * as numbers from './number-types.js';

const view = new DataView(new ArrayBuffer(8));

function roundTrip(codec: FixedCodec, value: unknown): unknown {
  codec.put(view, 0, value);
  return codec.get(view, 0);
}

const INTEGERS: readonly [FixedCodec<number>, number, number][] = [
  [numbers.uint8, 0, 255],
  [numbers.int8, -128, 127],
  [numbers.uint16, 0, 65535],
  [numbers.int16, -32768, 32767],
  [numbers.uint32, 0, 2 ** 32 - 1],
  [numbers.int32, -(2 ** 31), 2 ** 31 - 1],
  [numbers.uint64, 0, Number.MAX_SAFE_INTEGER],
  [numbers.int64, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  [numbers.int, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
];

describe.each(INTEGERS.map(([codec, low, high]) => ({ name: codec.name, codec, low, high })))(
  '$name',
  ({ codec, low, high }) => {
    test('holds its whole range, given as numbers or bigints', () => {
      for (const value of [low, high, 0, 1, Math.trunc(low / 3), Math.trunc(high / 3)]) {
        expect(roundTrip(codec, value)).toBe(value);
        expect(roundTrip(codec, BigInt(value))).toBe(value);
      }
    });

    test('refuses what is no integer or out of range', () => {
      for (const value of [1.5, NaN, Infinity, '1', null, true, {}, 2 ** 64, 2n ** 64n, -(2n ** 64n)]) {
        expect(() => codec.put(view, 0, value)).toThrow(PackError);
      }
      if (codec.size < 8) {
        expect(() => codec.put(view, 0, low - 1)).toThrow(PackError);
        expect(() => codec.put(view, 0, BigInt(high + 1))).toThrow(`does not fit ${codec.name}`);
      }
    });

    test('accepts stored numbers of other widths when they fit', () => {
      expect(codec.accept(high)).toBe(high);
      expect(() => codec.accept(0.5)).toThrow(CorruptBufferError);
      expect(() => codec.accept('a')).toThrow(CorruptBufferError);
      if (codec.size < 8) expect(() => codec.accept(high + 1)).toThrow(CorruptBufferError);
    });
  },
);

describe('64-bit integers', () => {
  test('bigint types hold every value', () => {
    for (const value of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n]) {
      expect(roundTrip(numbers.bigint64, value)).toBe(value);
    }
    expect(roundTrip(numbers.biguint64, 2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
    expect(roundTrip(numbers.bigint64, -5)).toBe(-5n);
    expect(() => numbers.biguint64.put(view, 0, -1n)).toThrow(PackError);
    expect(() => numbers.biguint64.put(view, 0, -1)).toThrow(PackError);
    expect(() => numbers.bigint64.put(view, 0, 2n ** 63n)).toThrow(PackError);
  });

  test.each([2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)])(
    'number types refuse to read %s',
    (value) => {
      view.setBigInt64(0, value, true);
      expect(() => numbers.int64.get(view, 0)).toThrow(IntegerRangeError);
      expect(() => numbers.uint64.get(view, 0)).toThrow(String(BigInt.asUintN(64, value)));
      expect(numbers.getDynamic64(view, 0, true)).toBe(value);
      expect(numbers.getDynamic64(view, 0, false)).toBe(BigInt.asUintN(64, value));
      expect(() => numbers.int64.accept(value)).toThrow(IntegerRangeError);
    },
  );

  test('numbers past 2^53, which may be rounded already, are refused in packing', () => {
    expect(() => numbers.int64.put(view, 0, 2 ** 53)).toThrow('give a bigint');
    expect(() => numbers.uint64.put(view, 0, -1)).toThrow('-1 does not fit uint64');
  });

  test('a record read by another type of the same bytes', () => {
    const bytes = struct({ id: t.biguint64 }).pack({ id: 2n ** 60n });
    expect(struct({ id: t.biguint64 }).unpackFrom(bytes).id).toBe(2n ** 60n);
    expect(() => struct({ id: t.uint64 }).unpackFrom(bytes).id).toThrow(IntegerRangeError);
  });

  test('in values without a declared type: a number when exact, else a bigint', () => {
    const type = struct({ v: t.any });
    const back = (v: unknown): unknown => type.unpackFrom(type.pack({ v })).v;
    expect(back(2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
    expect(back(5n)).toBe(5);
    expect(back(as(t.int64, 5))).toBe(5);
    expect(back([2n ** 53n, 1])).toEqual([2n ** 53n, 1]);
    expect(() => back(2n ** 64n)).toThrow(PackError);
  });
});

describe('floats', () => {
  test.each([0, -0, 1.5, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE])('float64 holds %s', (value) => {
    expect(roundTrip(numbers.float64, value)).toBe(value);
    expect(roundTrip(numbers.float, value)).toBe(value);
  });

  test('float32 rounds, and refuses what would round to infinity', () => {
    expect(roundTrip(numbers.float32, 0.1)).toBe(Math.fround(0.1));
    expect(roundTrip(numbers.float32, -Infinity)).toBe(-Infinity);
    expect(roundTrip(numbers.float32, 3.4028235e38)).toBe(Math.fround(3.4028235e38));
    expect(() => numbers.float32.put(view, 0, 1e39)).toThrow('1e+39 does not fit float32');
  });

  test('refuse what is no number', () => {
    for (const value of ['1', 1n, null, undefined, true]) {
      expect(() => numbers.float64.put(view, 0, value)).toThrow(PackError);
    }
    expect(numbers.float64.accept(5)).toBe(5);
    expect(numbers.float64.accept(2n ** 60n)).toBe(2 ** 60);
    expect(() => numbers.float64.accept(true)).toThrow(CorruptBufferError);
  });
});

test('bools are true and false, or the 0 and 1 that Python reads them as', () => {
  expect([true, false, 1, 0].map((value) => roundTrip(numbers.bool, value))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  for (const value of [2, 'true', null, 1n])
    expect(() => numbers.bool.put(view, 0, value)).toThrow(PackError);
  expect(() => numbers.bool.accept(1)).toThrow(CorruptBufferError);
});
