/** Equality of decoded values by content, as Python's `==` has it for the same kinds. */
import { ArgumentError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { MAX_DEPTH } from '../base/codec.js';
import { COMPARE, type Comparable, type Comparing, knows } from '../base/own-forms.js';
import { Readings } from '../base/readings.js';
import { isTime, sameTime } from '../times/temporal-values.js';
import { Pairs } from './pairs.js';

/** Bytes of text or byte strings that are compared at the cost of one. */
export const CHEAP_BYTES = 32;

function isComparable(value: object): value is Comparable {
  return knows<typeof COMPARE, Comparable>(value, COMPARE);
}

/**
 * Whether two values hold the same content. NaN equals NaN; numbers and bigints compare by value. Throws
 * `ArgumentError` for values too deep or too entangled to compare.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  return new Comparison().equal(a, b);
}

/** The error for what costs more to compare, or to hash, than it can honestly take. */
export function tooEntangled(): Error {
  return new ArgumentError('the values are too deep, or share too much among them, to be compared');
}

/** What is known of a pair: taken to be equal while it is being compared, so that cycles come to an end. */
type State = 'open' | 'equal' | 'different';

/** One comparison, or several with one budget that remember together what was found. */
export class Comparison implements Comparing {
  /** What is read on the way. */
  readonly readings: Readings;
  #pairs: Pairs<State> | undefined;
  #depth = 0;
  /** Pairs found equal, for as long as what they leant on, pairs that were open then, may yet be found to differ. */
  readonly #found: [states: Map<unknown, State>, other: unknown][] = [];
  #leant = false;

  /** `readings`: those of the call, where it reads more. */
  constructor(readings: Readings = new Readings(tooEntangled)) {
    this.readings = readings;
  }

  /** Says that an item is done with, and the next is another: not all are remembered. */
  next(): void {
    this.#pairs?.next();
    this.#found.length = 0;
    this.readings.next();
  }

  /** What stands for a value in the comparison. */
  protected form(value: unknown): unknown {
    return value;
  }

  equal(left: unknown, right: unknown): boolean {
    const a = this.form(left);
    const b = this.form(right);
    this.readings.budget.work(COST.value);
    if (typeof a === 'string' && typeof b === 'string') return this.#equalTexts(a, b);
    if (Object.is(a, b) || a === b) return true;
    if (typeof a === 'bigint' || typeof b === 'bigint') {
      return isNumeric(a) && isNumeric(b) && a >= b && a <= b;
    }
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    this.#pairs ??= new Pairs();
    const states = this.#pairs.of(a);
    // Its own size for what is met first, so that values as such can be compared whatever they hold.
    if (states.size === 0) this.readings.budget.allow(2 * (COST.object + COST.value * sizeOf(a)));
    const other = this.#pairs.keyOf(b);
    const known = states.get(other);
    if (known === 'open') this.#leant = true;
    return known === undefined ? this.#compare(a, b, states, other) : known !== 'different';
  }

  /** A pair that was not compared before. */
  #compare(a: object, b: object, states: Map<unknown, State>, other: unknown): boolean {
    states.set(other, 'open');
    const before = this.#found.length;
    this.readings.budget.work(COST.container);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw tooEntangled();
    const same = this.#equalObjects(a, b);
    this.#depth -= 1;
    states.set(other, same ? 'equal' : 'different');
    if (same) {
      this.#found.push([states, other]);
    } else {
      // Found on the supposition that this pair is equal.
      for (const [doubtful, key] of this.#found.splice(before)) if (this.#leant) doubtful.delete(key);
    }
    if (this.#depth === 0) this.#found.length = 0;
    return same;
  }

  #equalTexts(a: string, b: string): boolean {
    if (a.length !== b.length) return false;
    this.readings.budget.work(a.length / CHEAP_BYTES);
    return a === b;
  }

  #equalObjects(a: object, b: object): boolean {
    // First of all: it takes long to find that a view is an instance of nothing else.
    if (isComparable(a)) return a[COMPARE](b, this);
    if (isComparable(b)) return b[COMPARE](a, this);
    if (a instanceof Uint8Array && b instanceof Uint8Array) {
      if (a.length !== b.length) return false;
      this.readings.budget.work(a.length);
      return a.every((byte, index) => byte === b[index]);
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      return a.length === b.length && a.every((value, index) => this.equal(value, b[index]));
    }
    if (a instanceof Set && b instanceof Set) return a.size === b.size && this.#equalSets(a, b);
    if (a instanceof Map && b instanceof Map) return a.size === b.size && this.#equalMaps(a, b);
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

/** Elements, or bytes, that a value in hand has: what comparing it once takes. */
function sizeOf(value: object): number {
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return value instanceof Set || value instanceof Map ? 2 * value.size : 0;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || typeof value === 'number';
}

/** Whether an object is a plain one, made by `{}` or without a prototype. */
export function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
