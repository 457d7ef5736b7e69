/**
 * Keys that numeric mappers hold as unsigned integers in the same order (docs/format.md 13.1): signed integers, floats, dates and
 * datetimes.
 */
import { ArgumentError, PackError } from '../../errors.js';
import type { Key } from '../id-mapper.js';
import { splitHigh, splitLow } from '../integer-key.js';

/** What *about* sections call them. */
export type KeyFormName = 'signed' | 'float' | 'date' | 'datetime';

/** A stored key, or a number past all of them, in halves. */
export interface Halves {
  readonly high: number;
  readonly low: number;
}

/** Below and past all unsigned integers of 64 bits. */
export const LEAST: Halves = { high: 0, low: 0 };
export const PAST: Halves = { high: 2 ** 32, low: 0 };

export interface KeyForm {
  readonly name: KeyFormName;
  /** Leaves what a key is stored as in `splitHigh` and `splitLow`. Throws `PackError` for what is no such key. */
  set(key: unknown): void;
  /** The key that is stored so. Throws `CorruptBufferError` where none is. */
  join(high: number, low: number): Key;
  /** What keys are compared with. Throws `ArgumentError` for what is of another kind. */
  bound(key: unknown): Halves;
  /** Where a stored key lies on the line that distances are measured on. */
  measure(stored: Halves): number | bigint;
  /** −1, or an error where a key that is not found had better not be asked for in this form. */
  missing(key: unknown): -1;
}

/** As `set`; false for what is no such key. */
export function splitAs(form: KeyForm, key: unknown): boolean {
  try {
    form.set(key);
    return true;
  } catch (error) {
    if (error instanceof PackError) return false;
    throw error;
  }
}

/** The halves of a key. Throws `ArgumentError` for what is none. */
export function boundAs(form: KeyForm, key: unknown): Halves {
  try {
    form.set(key);
  } catch (error) {
    throw error instanceof PackError
      ? new ArgumentError(`what is looked for is no key: ${error.message}`)
      : error;
  }
  return { high: splitHigh, low: splitLow };
}

/** What a key is stored as, as a number where that is exact; what is no key stays as it is. */
export function storedAs(form: KeyForm, key: unknown): unknown {
  return splitAs(form, key) ? integerOf({ high: splitHigh, low: splitLow }) : key;
}

export function integerOf({ high, low }: Halves): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
