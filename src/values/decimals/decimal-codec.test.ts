import fc from 'fast-check';
import { as, CorruptBufferError, Decimal, IntegerRangeError, PackError, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Price = struct({ v: t.decimal });
const START = 16;

function roundTrip(v: Decimal | string | number | bigint): Decimal {
  return Price.unpackFrom(Price.pack({ v })).v;
}

/** A record with another i64 in front of the digits. */
function withHead(head: bigint): Uint8Array {
  const bytes = Price.pack({ v: '1' });
  new DataView(bytes.buffer, bytes.byteOffset).setBigInt64(START, head, true);
  return bytes;
}

test('decimals come back as they were written', () => {
  const text = fc
    .tuple(fc.constantFrom('', '-'), fc.bigInt(0n, 10n ** 50n), fc.maxSafeInteger())
    .map(([sign, digits, exponent]) => `${sign}${digits}E${Math.trunc(exponent / 4)}`);
  fc.assert(
    fc.property(text, (v) => {
      const decimal = Decimal.from(v);
      const read = roundTrip(v);
      expect(read).toBeInstanceOf(Decimal);
      expect(read).toEqual(decimal);
      const { sign, exponent } = decimal;
      const bytes = Price.pack({ v });
      expect(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(START, true)).toBe(
        (BigInt(exponent) * 2n) | BigInt(sign),
      );
    }),
  );
  for (const v of [
    '0.000',
    '-0',
    '-0.00',
    '1E+4503599627370495',
    '-1E-4503599627370495',
    '7'.repeat(100_000),
  ]) {
    expect(String(roundTrip(v))).toBe(String(Decimal.from(v)));
  }
});

test('numbers and bigints are taken', () => {
  expect([roundTrip(1.25), roundTrip(-0), roundTrip(10n ** 30n)].map(String)).toEqual([
    '1.25',
    '-0',
    `${10n ** 30n}`,
  ]);
});

test('in an any, only a Decimal is one', () => {
  const Box = struct({ v: t.any, w: t.decimal });
  const v = Decimal.from('1.50');
  const bytes = Box.pack({ v, w: v });
  expect([bytes[24], bytes.length]).toEqual(['F'.charCodeAt(0), 48]);
  const read = Box.unpackFrom(bytes);
  expect([String(read.v), String(read.w)]).toEqual(['1.50', '1.50']);
  expect(JSON.stringify(read)).toBe('{"v":"1.50","w":"1.50"}');
  expect(read.equals({ v: Decimal.from('1.5'), w: Decimal.from('1.500') })).toBe(true);
  expect(read.equals({ v, w: Decimal.from('1.51') })).toBe(false);
  expect(String(Box.unpackFrom(Box.pack({ v: as(t.decimal, '2.0'), w: 0 })).v)).toBe('2.0');
});

test('lists hold them', () => {
  const Bill = struct({ v: t.list(t.decimal.nullable()) });
  const read = Bill.unpackFrom(Bill.pack({ v: ['1.10', 2, null, Decimal.from(3n)] })).v;
  expect(read.map(String)).toEqual(['1.10', '2', 'null', '3']);
});

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['NaN', NaN, 'v: NaN has no decimal form'],
    ['an infinity', 'Infinity', 'v: "Infinity" is not a decimal number'],
    ['text', 'abc', 'v: "abc" is not a decimal number'],
    ['null', null, 'v: is null'],
    ['an object', {}, 'v: a plain object is not a Decimal'],
    ['more digits than Python reads', '7'.repeat(0xffffff), 'up to 16777214 digits'],
  ])('%s', (_, v, message) => {
    expect(() => Price.pack({ v: v as string })).toThrow(PackError);
    expect(() => Price.pack({ v: v as string })).toThrow(message);
  });

  test('exponents that no number holds', () => {
    for (const head of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, -(2n ** 53n)]) {
      expect(() => Price.unpackFrom(withHead(head)).v).toThrow(IntegerRangeError);
    }
  });

  test('digits that are none', () => {
    const bytes = Price.pack({ v: '123' });
    bytes[START + 13] = 10;
    expect(() => Price.unpackFrom(bytes).v).toThrow('10 is no decimal digit (at byte 29)');
    for (const code of ['b', 'H', 'd', 'T', 'x']) {
      bytes[START + 8] = code.charCodeAt(0);
      expect(() => Price.unpackFrom(bytes).v, code).toThrow(CorruptBufferError);
    }
    expect(() => Price.unpackFrom(Price.pack({ v: '123' }).subarray(0, START + 14)).v).toThrow(
      CorruptBufferError,
    );
  });
});

test('leading zeros are dropped, and no digits are zero, as Python reads them', () => {
  const bytes = Price.pack({ v: '123' });
  bytes.set([0, 0, 7], START + 12);
  expect(String(Price.unpackFrom(bytes).v)).toBe('7');
  bytes[START + 9] = 0;
  expect(String(Price.unpackFrom(bytes).v)).toBe('0');
});
