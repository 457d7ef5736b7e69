/**
 * Decimal numbers as they were written down: Python's `Decimal` without arithmetic. No JavaScript library of decimals
 * keeps trailing zeros, and files must come back as they were.
 */
import { ArgumentError } from '../../errors.js';
import { describe } from '../base/codec.js';
import { COMPARE, type Comparing, SPELL } from '../base/own-forms.js';

/** What a decimal can be made from. */
export type DecimalInput = Decimal | string | number | bigint;

/** Twice this, and the sign, are still exact as a `number`. */
const MAX_EXPONENT = 2 ** 52 - 1;
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
/** Sign, digits before and after the point, digits after a leading point, exponent. */
const SYNTAX = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/** An exact decimal number of any length, with its trailing zeros and the sign of its zero. Immutable. */
export class Decimal {
  /** 1 for numbers below zero, and for −0. */
  readonly sign: 0 | 1;
  /** The digits, without leading zeros; `0` for zero. The value is ± digits × 10 to the power of `exponent`. */
  readonly digits: string;
  /** The power of ten that the digits are times. */
  readonly exponent: number;

  private constructor(sign: 0 | 1, digits: string, exponent: number) {
    this.sign = sign;
    this.digits = digits;
    this.exponent = exponent;
  }

  /**
   * The decimal that a text spells (`38.872874`, `-1.50E+3`), an integer, or a number as JavaScript prints it: `0.1`
   * gives 0.1, where Python's `Decimal(0.1)` spells out the double's 55 digits.
   *
   * @param value Text such as `1.20`, an integer, or another decimal.
   * @throws `ArgumentError` for anything else, NaN and infinities included.
   */
  static from(value: DecimalInput): Decimal {
    if (value instanceof Decimal) return value;
    switch (typeof value) {
      case 'string':
        return parse(value);
      case 'bigint':
        return parse(value.toString());
      case 'number':
        if (Number.isFinite(value)) return parse(Object.is(value, -0) ? '-0' : String(value));
        throw new ArgumentError(`${value} has no decimal form`);
      default:
        throw new ArgumentError(
          `${describe(value)} is not a Decimal, a number, a bigint or a decimal's text`,
        );
    }
  }

  /** @internal Takes digits as they come, leading zeros included, and an exponent that is one. */
  static of(sign: 0 | 1, digits: string, exponent: number): Decimal {
    return new Decimal(sign, digits.replace(/^0+(?=\d)/, ''), exponent);
  }

  /** @internal */
  static isExponent(value: number): boolean {
    return Math.abs(value) <= MAX_EXPONENT;
  }

  /** The text that Python's `str` gives: `38.872874`, `0.000`, `1E+3`, `-1.5E-100`. */
  toString(): string {
    const { digits, exponent } = this;
    const sign = this.sign === 1 ? '-' : '';
    // Power of ten of the first digit.
    const adjusted = exponent + digits.length - 1;
    if (exponent > 0 || adjusted < -6) {
      const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
      return `${sign}${digits[0]}${fraction}E${adjusted < 0 ? '' : '+'}${adjusted}`;
    }
    if (exponent === 0) return sign + digits;
    const padded = digits.padStart(1 - exponent, '0');
    return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
  }

  /** The text, as in `toString`. */
  toJSON(): string {
    return this.toString();
  }

  /** @internal */
  [SPELL](spend: (cost: number) => void): string {
    spend(this.digits.length);
    return this.toString();
  }

  /** @internal */
  [COMPARE](other: unknown, { readings }: Comparing): boolean {
    if (!(other instanceof Decimal)) return false;
    readings.budget.work(this.digits.length + other.digits.length);
    return this.equals(other);
  }

  /** The nearest `number`; ±Infinity beyond its range. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** Throws: `<`, `+` and the like would work on rounded numbers or on text. Use `compare`, `equals`, `toNumber`. */
  valueOf(): never {
    throw new ArgumentError('a Decimal is no operand: use compare(), equals() or toNumber()');
  }

  /**
   * Whether the values are equal, as in Python: 1.0 equals 1.00, and 0 equals −0.
   *
   * @param other What it is compared with.
   */
  equals(other: DecimalInput): boolean {
    return this.compare(other) === 0;
  }

  /** −1, 0 or 1: whether this value is below the other, equal to it, or above; for `sort` too. */
  compare(other: DecimalInput): -1 | 0 | 1 {
    const that = Decimal.from(other);
    const [a, b] = [signum(this), signum(that)];
    if (a !== b) return a < b ? -1 : 1;
    if (a === 0) return 0;
    const larger = compareSizes(this, that);
    return larger === 0 ? 0 : larger === a ? 1 : -1;
  }

  /** @internal For `console.log`. */
  [INSPECT](): string {
    return `Decimal(${this.toString()})`;
  }
}

function parse(text: string): Decimal {
  const parts = SYNTAX.exec(text);
  if (parts === null) {
    throw new ArgumentError(`${describe(text)} is not a decimal number such as '-38.872874' or '1E+3'`);
  }
  const [, sign, whole = '', fraction = parts[4] ?? '', , power = '0'] = parts;
  const exponent = Number(power) - fraction.length;
  if (!Decimal.isExponent(exponent)) {
    throw new ArgumentError(`the exponent of ${describe(text)} is beyond ±(2^52 - 1)`);
  }
  return Decimal.of(sign === '-' ? 1 : 0, whole + fraction, exponent);
}

function signum({ sign, digits }: Decimal): -1 | 0 | 1 {
  return digits === '0' ? 0 : sign === 1 ? -1 : 1;
}

/** 1 when the first is further from zero, −1 when the second is. Neither is zero. */
function compareSizes(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const [high, other] = [a.exponent + a.digits.length, b.exponent + b.digits.length];
  if (high !== other) return high < other ? -1 : 1;
  const [left, right] = [significant(a.digits), significant(b.digits)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Digits without the zeros at their end; text then compares as numbers of one magnitude do. */
function significant(digits: string): string {
  let { length } = digits;
  while (digits[length - 1] === '0') length -= 1;
  return digits.slice(0, length);
}
