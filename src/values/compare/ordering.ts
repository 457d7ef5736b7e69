/** The order of stored values, as Python's `<` has it for the same kinds. */
import { ArgumentError } from '../../errors.js';
import { describe, MAX_DEPTH } from '../base/codec.js';
import { deepEqual } from './equality.js';

function isNumeric(value: unknown): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function isList(value: unknown): value is Iterable<unknown> & { readonly length: number } {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'length' in value;
}

/** By code points: UTF-16 order differs from U+E000 on. */
function compareText(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === a.length || at === b.length) return a.length - b.length;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  const surrogates = Number(isSurrogate(left)) - Number(isSurrogate(right));
  return surrogates === 0 ? left - right : surrogates;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function compareValues(a: unknown, b: unknown, depth: number): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isNumeric(a) && isNumeric(b)) {
    if (a < b) return -1;
    if (a > b) return 1;
    // Not even equal: one of them is NaN, which comes last, as in sets.
    return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  }
  if (a instanceof Uint8Array !== b instanceof Uint8Array || !isList(a) || !isList(b)) {
    if (deepEqual(a, b)) return 0;
    throw new ArgumentError(`there is no order between ${describe(a)} and ${describe(b)}`);
  }
  return compareAt(a, b, depth + 1);
}

function compareAt(
  a: Iterable<unknown> & { readonly length: number },
  b: Iterable<unknown> & { readonly length: number },
  depth: number,
): number {
  if (depth > MAX_DEPTH)
    throw new ArgumentError(`values nested deeper than ${MAX_DEPTH} levels are not compared`);
  const others = b[Symbol.iterator]();
  for (const value of a) {
    const other = others.next();
    if (other.done) break;
    const order = compareValues(value, other.value, depth);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Sign of the order of two lists: by the first elements that differ, else by length. */
export function compareLists(
  a: Iterable<unknown> & { readonly length: number },
  b: Iterable<unknown> & { readonly length: number },
): number {
  return Math.sign(compareAt(a, b, 0));
}
