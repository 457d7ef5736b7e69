/** Equality of decoded values by content, as Python's `==` has it for the same kinds. */
import { ArgumentError } from '../../errors.js';
import { MAX_DEPTH } from '../base/codec.js';
import { Decimal } from '../decimals/decimal.js';
import { isTime, sameTime } from '../times/temporal-values.js';

/** Method of objects that compare themselves; a symbol, since a proxy's slots may have any name. */
export const COMPARE: unique symbol = Symbol('compare');
/** Method of such objects that are made anew for the same stored value each time: what tells that value from others. */
export const IDENTITY: unique symbol = Symbol('identity');

/** Bound on one comparison: shared values can pair up in more ways than anyone waits for. */
const MAX_COMPARISONS = 2 ** 25;

interface Comparable {
  [COMPARE](other: unknown, equal: (a: unknown, b: unknown) => boolean): boolean;
  [IDENTITY](): readonly unknown[];
}

function isComparable(value: object): value is Comparable {
  return typeof (value as Partial<Comparable>)[COMPARE] === 'function';
}

/**
 * Whether two values hold the same content. NaN equals NaN; numbers and bigints compare by value. Throws
 * `ArgumentError` for values too deep or too entangled to compare.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  return new Comparison().equal(a, b);
}

class Comparison {
  #left = MAX_COMPARISONS;
  #depth = 0;
  /**
   * Pairs met so far that have not been found to differ. They are taken to be equal, so that shared values are
   * compared once, and cycles, which differ only if something else does, come to an end.
   */
  readonly #met = new Map<unknown, unknown>();
  /** One object to stand for each identity. */
  readonly #identities = new Map<unknown, unknown>();

  equal(a: unknown, b: unknown): boolean {
    if (Object.is(a, b) || a === b) return true;
    if (typeof a === 'bigint' || typeof b === 'bigint') {
      return isNumeric(a) && isNumeric(b) && a >= b && a <= b;
    }
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const right = this.#identityOf(b);
    const met = branch(this.#met, this.#identityOf(a));
    if (met.has(right)) return true;
    met.set(right, true);
    this.#left -= 1;
    this.#depth += 1;
    if (this.#left < 0 || this.#depth > MAX_DEPTH) {
      throw new ArgumentError('the values are too deep, or share too much among them, to be compared');
    }
    const same = this.#equalObjects(a, b);
    this.#depth -= 1;
    if (!same) met.delete(right);
    return same;
  }

  #identityOf(value: object): unknown {
    if (!isComparable(value)) return value;
    let node = this.#identities;
    for (const part of value[IDENTITY]()) node = branch(node, part);
    return node;
  }

  #equalObjects(a: object, b: object): boolean {
    if (a instanceof Uint8Array && b instanceof Uint8Array) {
      return a.length === b.length && a.every((byte, index) => byte === b[index]);
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      return a.length === b.length && a.every((value, index) => this.equal(value, b[index]));
    }
    if (a instanceof Set && b instanceof Set) return a.size === b.size && this.#equalSets(a, b);
    if (a instanceof Map && b instanceof Map) return a.size === b.size && this.#equalMaps(a, b);
    const inner = (x: unknown, y: unknown): boolean => this.equal(x, y);
    if (isComparable(a)) return a[COMPARE](b, inner);
    if (isComparable(b)) return b[COMPARE](a, inner);
    if (a instanceof Decimal && b instanceof Decimal) return a.equals(b);
    if (isTime(a) && isTime(b)) return sameTime(a, b);
    return isPlain(a) && isPlain(b) && this.#equalRecords(a, b);
  }

  /** Sets are read in stored order, so equal ones have their members at the same places, for the most part. */
  #equalSets(a: Set<unknown>, b: Set<unknown>): boolean {
    const own = [...a].filter((value) => !b.has(value));
    const rest = [...b].filter((value) => !a.has(value));
    return (
      own.length === rest.length &&
      own.every(
        (value, index) => this.equal(value, rest[index]) || rest.some((other) => this.equal(value, other)),
      )
    );
  }

  #equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
    const entries = [...b];
    let index = 0;
    for (const [key, value] of a) {
      const near = entries[index]!;
      index += 1;
      const entry = b.has(key)
        ? [key, b.get(key)]
        : this.equal(key, near[0])
          ? near
          : entries.find(([candidate]) => this.equal(key, candidate));
      if (entry === undefined || !this.equal(value, entry[1])) return false;
    }
    return true;
  }

  /** A field that is `undefined` is a missing field. */
  #equalRecords(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    for (const name of names) {
      const left = Object.hasOwn(a, name) ? a[name] : undefined;
      const right = Object.hasOwn(b, name) ? b[name] : undefined;
      if (!this.equal(left, right)) return false;
    }
    return true;
  }
}

function branch(map: Map<unknown, unknown>, key: unknown): Map<unknown, unknown> {
  const known = map.get(key);
  if (known !== undefined) return known as Map<unknown, unknown>;
  const made = new Map<unknown, unknown>();
  map.set(key, made);
  return made;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Whether an object is a plain one, made by `{}` or without a prototype. */
export function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
