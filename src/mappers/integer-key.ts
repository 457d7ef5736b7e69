/** Integer keys in 32-bit halves. */
import { inexactKey, isInexact } from '../values/compare/inexact-key.js';

const TWO_32 = 2 ** 32;
const TWO_64 = 2n ** 64n;

/** Halves of the key split last, unsigned; kept here so that no look-up allocates. */
export let splitHigh = 0;
export let splitLow = 0;

export function setHalves(high: number, low: number): void {
  splitHigh = high;
  splitLow = low;
}

/** Splits a key into halves; false for what is no key of a numeric mapper. */
export function splitKey(key: unknown): boolean {
  if (typeof key === 'number') {
    if (!Number.isSafeInteger(key) || key < 0) return false;
    splitHigh = Math.floor(key / TWO_32);
    splitLow = key >>> 0;
    return true;
  }
  if (typeof key !== 'bigint' || key < 0n || key >= TWO_64) return false;
  splitHigh = Number(key >> 32n);
  splitLow = Number(key & 0xffffffffn);
  return true;
}

/**
 * −1, for an integer key that was not found. Throws `ArgumentError` for a `number` from 2⁵³ up, which can stand for keys
 * next to it as well, and would pass for one that is not there.
 */
export function notFound(key: unknown): -1 {
  if (isInexact(key) && key > 0) throw inexactKey(key);
  return -1;
}
