import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { array } from '../../containers/declaring/declare.js';
import { ArgumentError, IntegerRangeError, PackError } from '../../errors.js';
import { struct } from '../struct.js';
import { t } from '../t.js';
import type { Writable } from '../writable-types.js';
import { atomicAdd, atomicCompareExchange } from './atomics.js';

const WRITABLE = { writable: true } as const;

const Row = struct({
  uint8: t.uint8,
  int8: t.int8,
  uint16: t.uint16,
  int16: t.int16,
  uint32: t.uint32,
  int32: t.int32,
  uint64: t.uint64,
  int64: t.int64,
  int: t.int,
  biguint64: t.biguint64,
  bigint64: t.bigint64,
  float32: t.float32,
  float64: t.float64,
  float: t.float,
  bool: t.bool,
  name: t.string,
});
type RowRecord = Writable<InstanceType<typeof Row>>;
const ROW = {
  uint8: 1,
  int8: 1,
  uint16: 1,
  int16: 1,
  uint32: 1,
  int32: 1,
  uint64: 1,
  int64: 1,
  int: 1,
  biguint64: 1n,
  bigint64: 1n,
  float32: 1,
  float64: 1,
  float: 1,
  bool: true,
  name: 'x',
};
type Name = Exclude<keyof typeof ROW, 'name'>;
const open = (): { bytes: Uint8Array; row: RowRecord } => {
  const bytes = array(Row).pack([ROW]);
  return { bytes, row: array(Row).fromBuffer(bytes, WRITABLE).at(0)! };
};

/** Bits, and whether there is a sign. */
const INTEGERS: readonly [Name, number, boolean][] = [
  ['uint8', 8, false],
  ['int8', 8, true],
  ['uint16', 16, false],
  ['int16', 16, true],
  ['uint32', 32, false],
  ['int32', 32, true],
  ['uint64', 64, false],
  ['int64', 64, true],
  ['int', 64, true],
  ['biguint64', 64, false],
  ['bigint64', 64, true],
];

describe.each(INTEGERS)('a field of type %s', (name, bits, signed) => {
  const big = name.startsWith('big');
  const exact = bits === 64 && !big ? 2n ** 53n - 1n : undefined;
  const max = exact ?? 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
  const min = signed ? (exact === undefined ? -max - 1n : -max) : 0n;
  /** As the field reads it. */
  const value = (integer: bigint): never => (big ? integer : Number(integer)) as never;
  const held = fc.bigInt({ min, max });
  const amounts = fc.oneof(
    held,
    fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
    fc.bigInt({ min: -300n, max: 300n }),
  );

  test('is added to exactly, or keeps its value when the sum does not fit', () => {
    const { row, bytes } = open();
    fc.assert(
      fc.property(held, amounts, fc.boolean(), (before, amount, asBigint) => {
        row[name] = value(before);
        const whole = bytes.slice();
        const given = asBigint || !Number.isSafeInteger(Number(amount)) ? amount : Number(amount);
        const sum = before + amount;
        if (sum >= min && sum <= max) {
          expect(atomicAdd(row, name as 'int8', given)).toBe(value(before));
          expect(row[name]).toBe(value(sum));
          row[name] = value(before);
        } else {
          expect(() => atomicAdd(row, name as 'int8', given)).toThrow(PackError);
          expect(() => atomicAdd(row, name as 'int8', given)).toThrow(new RegExp(`^${name}: `));
        }
        expect(bytes).toEqual(whole);
      }),
    );
  });

  test('is replaced only where it holds what is expected', () => {
    const { row } = open();
    fc.assert(
      fc.property(held, fc.option(held), held, (before, other, after) => {
        row[name] = value(before);
        const expected = other ?? before;
        expect(atomicCompareExchange(row, name, value(expected), value(after))).toBe(value(before));
        expect(row[name]).toBe(value(expected === before ? after : before));
      }),
    );
  });

  test.each([[0.5], [Number.NaN], ['1'], [undefined], [null], [2n ** 64n], [{}]])(
    'refuses to add %s',
    (amount) => {
      const { row, bytes } = open();
      const whole = bytes.slice();
      expect(() => atomicAdd(row, name as 'int8', amount as never)).toThrow(PackError);
      expect(() => atomicCompareExchange(row, name, value(1n), amount as never)).toThrow(PackError);
      expect(() => atomicCompareExchange(row, name, amount as never, value(1n))).toThrow(PackError);
      expect(bytes).toEqual(whole);
    },
  );

  test('leaves its neighbours alone', () => {
    const { row, bytes } = open();
    atomicAdd(row, name as 'int8', 2);
    expect(bytes).toEqual(array(Row).pack([{ ...ROW, [name]: value(3n) }]));
  });
});

describe.each(['float32', 'float64', 'float'] as const)('a field of type %s', (name) => {
  const floats = name === 'float32' ? fc.float() : fc.double();
  const round = name === 'float32' ? Math.fround : (value: number) => value;

  test('is added to as JavaScript adds', () => {
    const { row } = open();
    fc.assert(
      fc.property(floats, floats, (before, amount) => {
        row[name] = before;
        const sum = before + amount;
        if (Number.isFinite(sum) && !Number.isFinite(round(sum))) {
          expect(() => atomicAdd(row, name, amount)).toThrow(PackError);
          expect(row[name]).toBe(before);
        } else {
          expect(atomicAdd(row, name, amount)).toBe(before);
          expect(row[name]).toBe(round(sum));
        }
      }),
    );
    expect(() => atomicAdd(row, name, 1n)).toThrow(PackError);
    expect(() => atomicAdd(row, name, '1' as never)).toThrow(PackError);
  });

  test('is compared by its bits: 0 is not -0, and NaN is NaN', () => {
    const { row } = open();
    fc.assert(
      fc.property(floats, fc.option(floats), floats, (before, other, after) => {
        row[name] = before;
        const expected = other ?? before;
        expect(atomicCompareExchange(row, name, expected, after)).toBe(before);
        expect(row[name]).toBe(Object.is(expected, before) ? after : before);
      }),
    );
    row[name] = -0;
    expect(atomicCompareExchange(row, name, 0, 5)).toBe(-0);
    expect(row[name]).toBe(-0);
    expect(atomicCompareExchange(row, name, -0, 5)).toBe(-0);
    expect(row[name]).toBe(5);
  });

  test('matches NaN whatever its bits, which JavaScript cannot tell apart', () => {
    const { row, bytes } = open();
    const size = name === 'float32' ? 4 : 8;
    row[name] = Number.NaN;
    const changed = bytes.findIndex((byte, at) => byte !== array(Row).pack([ROW])[at]);
    // The lowest byte of the fraction, in which only another NaN differs.
    bytes[changed + 2 - size]! ^= 0x55;
    expect(row[name]).toBeNaN();
    expect(atomicCompareExchange(row, name, Number.NaN, 5)).toBeNaN();
    expect(row[name]).toBe(5);
  });
});

test('a float32 holds what its 32 bits can', () => {
  const { row } = open();
  row.float32 = 0.1;
  expect(atomicCompareExchange(row, 'float32', 0.1, 2)).toBe(Math.fround(0.1));
  expect(row.float32).toBe(2);
});

describe('a bool', () => {
  test('is compared and replaced', () => {
    const { row } = open();
    expect(atomicCompareExchange(row, 'bool', false, true)).toBe(true);
    expect(atomicCompareExchange(row, 'bool', true, false)).toBe(true);
    expect(row.bool).toBe(false);
    expect(() => atomicCompareExchange(row, 'bool', 'yes' as never, true)).toThrow(PackError);
  });

  test('that another program stored as another byte than 1 is true as well', () => {
    const bytes = array(Row).pack([ROW]);
    const row = array(Row).fromBuffer(bytes, WRITABLE).at(0)!;
    row.bool = false;
    const at = bytes.findIndex((byte, index) => byte !== array(Row).pack([ROW])[index]);
    bytes[at] = 2;
    expect(atomicCompareExchange(row, 'bool', true, false)).toBe(true);
    expect(bytes[at]).toBe(0);
  });

  test('is not added to', () => {
    const { row } = open();
    expect(() => atomicAdd(row, 'bool' as 'int8', 1)).toThrow(ArgumentError);
    expect(() => atomicAdd(row, 'bool' as 'int8', 1)).toThrow('is a bool');
  });
});

test('an integer that is read as a number and lies past 2^53 is not changed', () => {
  const { row, bytes } = open();
  (row as { int64: unknown }).int64 = 2n ** 60n;
  const whole = bytes.slice();
  expect(() => atomicAdd(row, 'int64', 1)).toThrow(IntegerRangeError);
  expect(() => atomicCompareExchange(row, 'int64', (2n ** 60n) as never, 1)).toThrow(IntegerRangeError);
  expect(() => atomicCompareExchange(row, 'int64', 1, 2)).toThrow(IntegerRangeError);
  expect(bytes).toEqual(whole);
});

test('the same bytes can be declared as bigint, and then go past 2^53', () => {
  const bytes = array(struct({ n: t.uint64, s: t.string })).pack([{ n: 2 ** 53 - 1, s: 'x' }]);
  const Any = struct({ n: t.biguint64 });
  const row = array(Any).fromBuffer(bytes, WRITABLE).at(0)!;
  expect(atomicAdd(row, 'n', 1)).toBe(2n ** 53n - 1n);
  expect(row.n).toBe(2n ** 53n);
});
