/** Keys of any kind that hold `number`s which stand for several integers. */
import { Tagged } from '../base/tagged-value.js';
import { inexactKey, isInexact } from './inexact-key.js';

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
