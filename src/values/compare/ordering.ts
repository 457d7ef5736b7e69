/** The order of stored values, as Python's `<` has it for the same kinds. */
import { ArgumentError } from '../../errors.js';
import { type Budget, COST } from '../base/budget.js';
import { describe, MAX_DEPTH } from '../base/codec.js';
import type { Readings } from '../base/readings.js';
import { CHEAP_BYTES, Comparison } from './equality.js';
import { Pairs } from './pairs.js';

/** Method of lists read in place that gives their elements, read within the readings of one call. */
export const ITEMS: unique symbol = Symbol('items');

interface List extends Iterable<unknown> {
  readonly length: number;
  [ITEMS]?(readings: Readings): Iterable<unknown>;
}

function isNumeric(value: unknown): value is number | bigint | boolean {
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function isList(value: unknown): value is List {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || ITEMS in value || (ArrayBuffer.isView(value) && 'length' in value);
}

function noOrder(a: unknown, b: unknown): ArgumentError {
  return new ArgumentError(`there is no order between ${describe(a)} and ${describe(b)}`);
}

/** By code points: UTF-16 order differs from U+E000 on. */
function compareText(a: string, b: string, budget: Budget): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  budget.work(at);
  if (at === a.length || at === b.length) return a.length - b.length;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  const surrogates = Number(isSurrogate(left)) - Number(isSurrogate(right));
  return surrogates === 0 ? left - right : surrogates;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** One comparison by order, which remembers the pairs of lists that come out equal. */
class Ordering {
  readonly #comparison = new Comparison();
  readonly #equal = new Pairs<true>();
  #depth = 0;

  lists(a: List, b: List): number {
    const { readings } = this.#comparison;
    readings.budget.work(COST.container);
    const equal = this.#equal.of(a);
    const other = this.#equal.keyOf(b);
    if (equal.size === 0) readings.budget.allow(2 * (COST.object + COST.value * a.length));
    if (equal.has(other)) return 0;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new ArgumentError(`values nested deeper than ${MAX_DEPTH} levels are not compared`);
    const order = this.#elements(a, b);
    this.#depth -= 1;
    if (order === 0) equal.set(other, true);
    return order;
  }

  #elements(a: List, b: List): number {
    const { readings } = this.#comparison;
    const others = (b[ITEMS]?.(readings) ?? b)[Symbol.iterator]();
    for (const value of a[ITEMS]?.(readings) ?? a) {
      const other = others.next();
      if (other.done) break;
      const order = this.#values(value, other.value);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }

  #values(a: unknown, b: unknown): number {
    const { budget } = this.#comparison.readings;
    budget.work(COST.value);
    if (typeof a === 'string' && typeof b === 'string') {
      budget.work(Math.min(a.length, b.length) / CHEAP_BYTES);
      return a === b ? 0 : compareText(a, b, budget);
    }
    if (isNumeric(a) && isNumeric(b)) {
      if (a < b) return -1;
      if (a > b) return 1;
      // Not even equal: one of them is NaN, which comes last, as in sets.
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    }
    if (a instanceof Uint8Array !== b instanceof Uint8Array || !isList(a) || !isList(b)) {
      if (this.#comparison.equal(a, b)) return 0;
      throw noOrder(a, b);
    }
    return this.lists(a, b);
  }
}

/**
 * Sign of the order of two lists: by the first elements that differ, else by length. Throws `ArgumentError` for what is
 * no list.
 */
export function compareLists(a: List, b: unknown): number {
  if (!isList(b)) throw noOrder(a, b);
  return Math.sign(new Ordering().lists(a, b));
}
