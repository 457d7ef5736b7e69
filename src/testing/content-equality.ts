/** Equality by content, in the form in which Vitest and Jest take testers of equality. */
import { ProxyBase } from '../schema/proxies/proxy.js';
import { copied } from '../schema/proxies/to-object.js';
import { deepEqual } from '../values/compare/equality.js';
import { Decimal } from '../values/decimals/decimal.js';
import { NdArray } from '../values/ndarrays/ndarray.js';
import { isTime, sameTime } from '../values/times/temporal-values.js';
import { isView } from '../values/views/view.js';

/** What a test runner gives a tester as `this`. */
export interface TesterContext {
  /** The runner's own equality of `a` and `b`, which asks `customTesters` first. */
  equals(a: unknown, b: unknown, customTesters?: never): boolean;
}

/**
 * For `expect.addEqualityTesters([contentEquality])`, in Vitest and Jest: records equal records and plain objects of the
 * same content, wherever they lie; views equal views and arrays, Sets and Maps; numpy arrays equal such, typed arrays of
 * their type and nested arrays; decimals and Temporal values equal such and their text. `undefined` for two values of
 * which it knows neither, so that it also does as the customizer of lodash's `isEqualWith`. What is inside is compared by
 * the runner, matchers like `expect.any(Number)` included; without one as `equals` of records has it.
 *
 * @param a A value.
 * @param b What it is compared with.
 * @param customTesters The runner's other testers, which it passes on.
 * @throws as `toObject` does.
 *
 * @example
 * import { expect } from 'vitest';
 * expect.addEqualityTesters([contentEquality]);
 */
export function contentEquality(
  this: TesterContext | undefined,
  a: unknown,
  b: unknown,
  customTesters?: unknown,
): boolean | undefined {
  const known = isObject(a) ? compareWith(a, b) : undefined;
  const result = known ?? (isObject(b) ? compareWith(b, a) : undefined);
  if (typeof result === 'boolean' || result === undefined) return result;
  const [left, right] = known === undefined ? [result.other, result.own] : [result.own, result.other];
  // Only a runner has testers there; lodash has a key.
  return typeof this?.equals === 'function'
    ? this.equals(left, right, customTesters as never)
    : deepEqual(left, right);
}

/** What is left to compare. */
interface Contents {
  readonly own: unknown;
  readonly other: unknown;
}

/** Whether a value equals another, or contents that tell; undefined for a value that is of no type of the library. */
function compareWith(value: object, other: unknown): boolean | Contents | undefined {
  if (isInPlace(value)) return { own: copied(value), other: isInPlace(other) ? copied(other) : other };
  if (isInPlace(other)) return undefined;
  if (value instanceof NdArray) {
    return Array.isArray(other) ? { own: value.toArray(), other } : deepEqual(value, other);
  }
  if (value instanceof Decimal) {
    return other instanceof Decimal ? value.equals(other) : String(value) === other;
  }
  if (!isTime(value) || value instanceof Date) return undefined;
  return isObject(other) ? isTime(other) && sameTime(value, other) : String(value) === other;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isInPlace(value: unknown): boolean {
  return isView(value) || value instanceof ProxyBase;
}
