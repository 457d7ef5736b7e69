import { inspect } from 'node:util';
import fc from 'fast-check';
import { ArgumentError, Decimal, type DecimalInput } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

/** Sign, coefficient and exponent of any decimal; small enough for BigInt to write them out. */
const parts = fc.record({
  negative: fc.boolean(),
  digits: fc.oneof(fc.bigInt(0n, 10n ** 40n), fc.bigInt(0n, 12n), fc.constantFrom(0n, 10n, 1000n)),
  exponent: fc.integer({ min: -60, max: 60 }),
});
type Parts = typeof parts extends fc.Arbitrary<infer P> ? P : never;

const decimalOf = ({ negative, digits, exponent }: Parts): Decimal =>
  Decimal.from(`${negative ? '-' : ''}${digits}E${exponent}`);
/** The value in units of 10^-60. */
const units = ({ negative, digits, exponent }: Parts): bigint =>
  (negative ? -digits : digits) * 10n ** BigInt(exponent + 60);

describe('text is what Python’s str gives', () => {
  // Each from Python 3: str(Decimal(text)).
  test.each([
    ['0', '0'],
    ['-0', '-0'],
    ['+0.0', '0.0'],
    ['0.000', '0.000'],
    ['-0.00', '-0.00'],
    ['0E-6', '0.000000'],
    ['0E-7', '0E-7'],
    ['0.00E-5', '0E-7'],
    ['0E+3', '0E+3'],
    ['00.10', '0.10'],
    ['007', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1E+3', '1E+3'],
    ['1e3', '1E+3'],
    ['12.50E3', '1.250E+4'],
    ['12.50E1', '125.0'],
    ['12.50E2', '1250'],
    ['1E-100', '1E-100'],
    ['-1.5E-100', '-1.5E-100'],
    ['0.000001', '0.000001'],
    ['0.0000001', '1E-7'],
    ['0.00000012', '1.2E-7'],
    ['0.0000012', '0.0000012'],
    ['123E-8', '0.00000123'],
    ['123E-9', '1.23E-7'],
    ['38.872874', '38.872874'],
    ['-38.872874', '-38.872874'],
    ['123456789012345678901234567890.123', '123456789012345678901234567890.123'],
    ['1000000', '1000000'],
    ['1E+100', '1E+100'],
    ['9.99E+999999', '9.99E+999999'],
    ['-100E+2', '-1.00E+4'],
    ['1E0', '1'],
    ['1.00E0', '1.00'],
  ])('%s: %s', (given, text) => {
    expect(Decimal.from(given).toString()).toBe(text);
  });

  test('and reads back as the same decimal', () => {
    fc.assert(
      fc.property(parts, (each) => {
        const decimal = decimalOf(each);
        expect(decimal).toEqual({
          ...decimal,
          sign: each.negative ? 1 : 0,
          digits: `${each.digits}`,
          exponent: each.exponent,
        });
        expect(Decimal.from(decimal.toString())).toEqual(decimal);
      }),
    );
  });
});

describe('comparison', () => {
  test('goes by value', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [left, right] = [decimalOf(a), decimalOf(b)];
        const expected = units(a) < units(b) ? -1 : units(a) > units(b) ? 1 : 0;
        expect(left.compare(right)).toBe(expected);
        expect(right.compare(left)).toBe(expected === 0 ? 0 : -expected);
        expect(left.equals(right)).toBe(expected === 0);
      }),
    );
  });

  test('does not write exponents out', () => {
    const huge = Decimal.from('1E+4503599627370495');
    expect(huge.compare('9E+4503599627370494')).toBe(1);
    expect(huge.compare('10E+4503599627370494')).toBe(0);
    expect(huge.compare('-1E+4503599627370495')).toBe(1);
    expect(Decimal.from('1E-4503599627370495').compare(0)).toBe(1);
  });

  test.each<[DecimalInput, DecimalInput]>([
    ['1.0', '1.00'],
    ['0', '-0.000'],
    ['0E+5', 0],
    ['1E+3', 1000n],
    [0.1, '0.10'],
    ['-2.50', -2.5],
  ])('%s equals %s', (a, b) => {
    expect(Decimal.from(a).equals(b)).toBe(true);
  });

  test('sorts', () => {
    const sorted = ['1E+2', '-5', '0.5', '0.49', '-0.50', '99']
      .map(Decimal.from)
      .sort((a, b) => a.compare(b));
    expect(sorted.join(' ')).toBe('-5 -0.50 0.49 0.5 99 1E+2');
  });
});

describe('numbers', () => {
  test('are taken as JavaScript prints them, and given back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(Decimal.from(number).toNumber()).toBe(number);
      }),
    );
    expect(String(Decimal.from(0.1))).toBe('0.1');
    expect(String(Decimal.from(-0))).toBe('-0');
    expect(String(Decimal.from(1e21))).toBe('1E+21');
  });

  test('integers are taken exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(), (integer) => {
        expect(String(Decimal.from(integer))).toBe(String(integer));
      }),
    );
  });

  test('are the nearest there are', () => {
    expect(Decimal.from('0.1000000000000000055511151231257827').toNumber()).toBe(0.1);
    expect(Decimal.from('1E+400').toNumber()).toBe(Infinity);
    expect(Decimal.from('-1E-400').toNumber()).toBe(-0);
  });
});

describe('refused', () => {
  test.each([
    ...[
      '',
      ' 1',
      '1 ',
      'NaN',
      'sNaN',
      'Infinity',
      '-inf',
      'abc',
      '1e',
      'e5',
      '.',
      '-',
      '1.2.3',
      '1_000',
      '0x10',
      '１',
    ],
    ...['1,5', '--1', '1E+4503599627370496', '1E-99999999999999999999', `${'5'.repeat(50_000)}x`],
    ...[NaN, Infinity, -Infinity, null, undefined, {}, [], true],
  ])('%s', (value) => {
    expect(() => Decimal.from(value as DecimalInput)).toThrow(ArgumentError);
  });

  test('arithmetic, which would round silently', () => {
    const [a, b] = [Decimal.from('9'), Decimal.from('10')] as unknown as [number, number];
    expect(() => a < b).toThrow('no operand');
    expect(() => a + b).toThrow('no operand');
    expect(`${a}`).toBe('9');
  });
});

test('a Decimal is itself, in JSON its text, and prints as one', () => {
  const decimal = Decimal.from('1.50');
  expect(Decimal.from(decimal)).toBe(decimal);
  expect(JSON.stringify([decimal])).toBe('["1.50"]');
  expect(inspect(decimal)).toBe('Decimal(1.50)');
});
