/** `number`s that stand for more than one 64-bit integer: as keys they would miss what they seem to name. */
import { ArgumentError } from '../../errors.js';
import { Tagged } from '../base/tagged-value.js';

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

/** Throws `ArgumentError` where a key that was not found is such a number, or a tuple or set that holds one. */
export function refuseInexact(key: unknown): void {
  if (isInexact(key)) throw inexactKey(key);
  if (typeof key === 'object' && key !== null) refuseWithin(key, new Set());
}

/** `seen`: what was looked through: a chain of tuples whose items are one and the same spells more than it holds. */
function refuseWithin(key: object, seen: Set<unknown>): void {
  if (seen.has(key)) return;
  seen.add(key);
  const items = key instanceof Tagged ? [key.value] : Array.isArray(key) || key instanceof Set ? key : [];
  for (const item of items) {
    if (isInexact(item)) throw inexactKey(item);
    if (typeof item === 'object' && item !== null) refuseWithin(item, seen);
  }
}
