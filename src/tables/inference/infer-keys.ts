/** Finds out what the keys of an input are. */
import { InputError } from '../../errors.js';
import { wholeNumber } from '../../files/building/json-rows/scalar-text.js';
import { bytesKey, keyOf } from '../input/key-input.js';
import { ValueError } from '../input/value-error.js';
import type { KeyTypeName } from '../schema/schema.js';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;
/** Digits of the least integers past 2^53. */
const SAFE_DIGITS = 16;

/** What keys showed. Plain data: threads post it. */
export interface KeysSeen {
  strings: number;
  /** Strings of digits past 2^53. */
  digits: number;
  integers: number;
  /** Whether an integer is below zero, one is past the largest int64, and one is past 2^53. */
  negative: boolean;
  huge: boolean;
  long: boolean;
  fractions: boolean;
  bytes: boolean;
  others: boolean;
}

/**
 * Strings, or integers, those past 2^53 as strings of digits: unsigned ones, or signed where one is below zero; or float64 where one has
 * a fraction. Keys of several kinds are `any` where a dump gives them, and a mistake in a field.
 */
export class KeyInference {
  readonly #dumped: boolean;
  readonly seen: KeysSeen = {
    strings: 0,
    digits: 0,
    integers: 0,
    negative: false,
    huge: false,
    long: false,
    fractions: false,
    bytes: false,
    others: false,
  };

  constructor(dumped: boolean) {
    this.#dumped = dumped;
  }

  add(json: unknown): void {
    if (json === undefined || (json === null && !this.#dumped)) throw new ValueError('the key is missing');
    if (typeof json === 'string') {
      this.seen.strings += 1;
      if (json.length < SAFE_DIGITS) return;
      const integer = wholeNumber(json);
      if (integer !== undefined && integer > Number.MAX_SAFE_INTEGER) this.seen.digits += 1;
    } else if (bytesKey(json) !== undefined) this.seen.bytes = true;
    else if (this.#dumped && !isUnsigned(json)) this.seen.others = true;
    else if (typeof json === 'number' || typeof json === 'bigint') this.#number(json);
    else keyOf('uint64', json);
  }

  #number(key: number | bigint): void {
    const { seen } = this;
    seen.integers += 1;
    if (typeof key === 'number' && !Number.isSafeInteger(key)) seen.fractions = true;
    else {
      if (key < 0) seen.negative = true;
      if (key > INT64_MAX) seen.huge = true;
      if (typeof key === 'bigint' && !Number.isSafeInteger(Number(key))) seen.long = true;
      if (key > UINT64_MAX || key < INT64_MIN) keyOf('uint64', key);
    }
  }

  /** Takes in what other keys showed. */
  takeIn(other: KeysSeen): void {
    const { seen } = this;
    seen.strings += other.strings;
    seen.digits += other.digits;
    seen.integers += other.integers;
    seen.negative ||= other.negative;
    seen.huge ||= other.huge;
    seen.long ||= other.long;
    seen.fractions ||= other.fractions;
    seen.bytes ||= other.bytes;
    seen.others ||= other.others;
  }

  get type(): KeyTypeName {
    const { strings, digits, integers, negative, huge, long, fractions, bytes, others } = this.seen;
    if (!others) {
      if (integers === 0) return bytes ? 'bytes' : 'string';
      if (negative || fractions) {
        const mixed = strings > 0 || bytes;
        if (!mixed && fractions && !long) return 'float64';
        if (!mixed && !fractions && !huge) return 'signed';
        throw new InputError(
          'the keys are of several kinds, which no type but any holds: make them all text, or say "key": "any" in a schema',
        );
      }
      if (strings === digits && !bytes) return 'uint64';
    }
    if (this.#dumped) return 'any';
    throw new InputError(
      'some keys are strings and some integers: make them all one or the other, or say "key": "any" in a schema',
    );
  }
}

function isUnsigned(json: unknown): boolean {
  return (typeof json === 'bigint' || Number.isSafeInteger(json)) && (json as number) >= 0;
}
