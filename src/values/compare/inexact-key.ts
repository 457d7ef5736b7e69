/** `number`s that stand for more than one 64-bit integer: as keys they would miss what they seem to name. */
import { ArgumentError } from '../../errors.js';

/** What rounds to an end of the 64-bit integers is still taken for one of them; what is beyond is a float. */
const MOST = 2 ** 64;
const LEAST = -(2 ** 63);

/** Whether a value is a `number` among the 64-bit integers that is not exact. */
export function isInexact(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    !Number.isSafeInteger(value) &&
    value >= LEAST &&
    value <= MOST
  );
}

export function inexactKey(key: number): ArgumentError {
  return new ArgumentError(
    `the number ${key} stands for several integers, being 2^53 or more, so it is no key to look up: give a bigint`,
  );
}
