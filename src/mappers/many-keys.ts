/** Looking several keys up at a time. */
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';

/** Keys whose look-ups are prepared together. */
const BATCH = 64;

/** Reads some of what look-ups of `keys[from]` to `keys[to - 1]` will read. */
type Prefetch = (from: number, to: number) => void;

/** Throws `ArgumentError` where several keys are no array, typed or not. */
export function checkKeys(keys: ArrayLike<unknown>): void {
  const typed = ArrayBuffer.isView(keys) && !(keys instanceof DataView);
  if (!typed && !Array.isArray(keys)) {
    throw new ArgumentError(`several keys are given as an array, not as ${describe(keys)}`);
  }
}

/**
 * What `find` gives for each key, in their order, in `into`, whose length becomes theirs. Throws `ArgumentError` where the
 * keys are no array, typed or not.
 */
export function findMany<K, V>(keys: ArrayLike<K>, into: V[], find: (key: K) => V, prefetch?: Prefetch): V[] {
  checkKeys(keys);
  if (!Array.isArray(into) || !Object.isExtensible(into)) {
    const what = Array.isArray(into) ? 'one that cannot grow' : describe(into);
    throw new ArgumentError(`what is found is put into an array, not into ${what}`);
  }
  into.length = keys.length;
  for (let from = 0; from < keys.length; from += BATCH) {
    const to = Math.min(keys.length, from + BATCH);
    prefetch?.(from, to);
    for (let at = from; at < to; at += 1) into[at] = find(keys[at]!);
  }
  return into;
}
