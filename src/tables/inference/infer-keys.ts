/** Finds out what the keys of an input are. */
import { InputError } from '../../errors.js';
import { wholeNumber } from '../../files/building/json-rows/scalar-text.js';
import { bytesKey, keyOf } from '../input/key-input.js';
import { ValueError } from '../input/value-error.js';
import type { KeyTypeName } from '../schema/schema.js';

/** Digits of the least integers past 2^53. */
const SAFE_DIGITS = 16;

/** What keys showed. Plain data: threads post it. */
export interface KeysSeen {
  strings: number;
  /** Strings of digits past 2^53. */
  digits: number;
  integers: number;
  bytes: boolean;
  others: boolean;
}

/**
 * Strings, or unsigned integers, those past 2^53 as strings of digits. Keys of several kinds are `any` where a dump
 * gives them, and a mistake in a field.
 */
export class KeyInference {
  readonly #dumped: boolean;
  readonly seen: KeysSeen = { strings: 0, digits: 0, integers: 0, bytes: false, others: false };

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
    else {
      keyOf('uint64', json);
      this.seen.integers += 1;
    }
  }

  /** Takes in what other keys showed. */
  takeIn(other: KeysSeen): void {
    const { seen } = this;
    seen.strings += other.strings;
    seen.digits += other.digits;
    seen.integers += other.integers;
    seen.bytes ||= other.bytes;
    seen.others ||= other.others;
  }

  get type(): KeyTypeName {
    const { strings, digits, integers, bytes, others } = this.seen;
    if (!others) {
      if (integers === 0) return bytes ? 'bytes' : 'string';
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
