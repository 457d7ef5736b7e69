/**
 * The set algebra of ES2025 for sets read in place, with any set-like on the other side. Which members are equal is for
 * the `has` of either to say: views go by content, a Set by identity where members are tuples or sets. One call has one
 * budget, and each side remembers what it has hashed.
 */
import { ArgumentError } from '../../errors.js';
import { describe } from '../base/codec.js';
import { Readings } from '../base/readings.js';
import { tooEntangled } from '../compare/equality.js';

/** Anything that can tell its members: a Set, a Map, a view of either. */
export interface SetLike<T> {
  /** Number of members. */
  readonly size: number;
  /** Whether a value is a member. */
  has(value: T): boolean;
  /** The members. */
  keys(): Iterator<T>;
}

/** Method of sets read in place that gives their members, read within the readings of one call. */
export const MEMBERS: unique symbol = Symbol('members');

/** A side of one call. */
export interface Members<T> {
  readonly size: number;
  has(value: unknown): boolean;
  values(): Iterable<T>;
}

/** A set read in place. */
export interface InPlace<T> {
  [MEMBERS](readings: Readings): Members<T>;
}

function* membersOf<T>(set: SetLike<T>): Generator<T> {
  const keys = set.keys();
  for (let next = keys.next(); !next.done; next = keys.next()) yield next.value;
}

function sides<T, U>(set: InPlace<T>, other: SetLike<U>): [Members<T>, Members<U>] {
  const readings = new Readings(tooEntangled);
  const own = set[MEMBERS](readings);
  if (isInPlace<U>(other)) return [own, other[MEMBERS](readings)];
  if (!isSetLike(other)) {
    throw new ArgumentError(
      `${describe(other)} is no set to compare with: give a Set, a Map or a view of one`,
    );
  }
  const { size } = other;
  return [own, { size, has: (value) => other.has(value as U), values: () => membersOf(other) }];
}

function isInPlace<T>(set: unknown): set is InPlace<T> {
  return typeof set === 'object' && set !== null && MEMBERS in set;
}

/** As the language has it: anything with a size, which can tell its members. */
function isSetLike(value: unknown): value is SetLike<unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const { size, has, keys } = value as Partial<SetLike<unknown>>;
  return typeof size === 'number' && size >= 0 && typeof has === 'function' && typeof keys === 'function';
}

export function union<T, U>(set: InPlace<T>, like: SetLike<U>): Set<T | U> {
  const [own, other] = sides(set, like);
  const result = new Set<T | U>(own.values());
  for (const value of other.values()) if (!own.has(value)) result.add(value);
  return result;
}

export function intersection<T, U>(set: InPlace<T>, like: SetLike<U>): Set<T & U> {
  const [own, other] = sides(set, like);
  const [few, many] = own.size <= other.size ? [own, other] : [other, own];
  const result = new Set<unknown>();
  for (const value of few.values()) if (many.has(value)) result.add(value);
  return result as Set<T & U>;
}

export function difference<T>(set: InPlace<T>, like: SetLike<unknown>): Set<T> {
  const [own, other] = sides(set, like);
  return without(own, other);
}

function without<T>(own: Members<T>, other: Members<unknown>): Set<T> {
  const result = new Set<T>();
  for (const value of own.values()) if (!other.has(value)) result.add(value);
  return result;
}

export function symmetricDifference<T, U>(set: InPlace<T>, like: SetLike<U>): Set<T | U> {
  const [own, other] = sides(set, like);
  const result: Set<T | U> = without(own, other);
  for (const value of other.values()) if (!own.has(value)) result.add(value);
  return result;
}

export function isSubsetOf(set: InPlace<unknown>, like: SetLike<unknown>): boolean {
  const [own, other] = sides(set, like);
  return own.size <= other.size && allIn(own, other);
}

export function isSupersetOf(set: InPlace<unknown>, like: SetLike<unknown>): boolean {
  const [own, other] = sides(set, like);
  return own.size >= other.size && allIn(other, own);
}

function allIn(few: Members<unknown>, many: Members<unknown>): boolean {
  for (const value of few.values()) if (!many.has(value)) return false;
  return true;
}

export function isDisjointFrom(set: InPlace<unknown>, like: SetLike<unknown>): boolean {
  const [own, other] = sides(set, like);
  const [few, many] = own.size <= other.size ? [own, other] : [other, own];
  for (const value of few.values()) if (many.has(value)) return false;
  return true;
}
