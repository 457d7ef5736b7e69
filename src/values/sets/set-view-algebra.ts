/**
 * The set algebra of ES2025 for sets read in place, with any set-like on the other side. Which members are equal is for
 * the `has` of either to say: views go by content, a Set by identity where members are tuples or sets.
 */

/** Anything that can tell its members: a Set, a Map, a view of either. */
export interface SetLike<T> {
  readonly size: number;
  has(value: T): boolean;
  keys(): Iterator<T>;
}

/** A set read in place. */
interface Members<T> extends Iterable<T> {
  readonly size: number;
  has(value: unknown): boolean;
}

function* membersOf<T>(set: SetLike<T>): Generator<T> {
  const keys = set.keys();
  for (let next = keys.next(); !next.done; next = keys.next()) yield next.value;
}

export function union<T, U>(own: Members<T>, other: SetLike<U>): Set<T | U> {
  const result = new Set<T | U>(own);
  for (const value of membersOf(other)) if (!own.has(value)) result.add(value);
  return result;
}

export function intersection<T, U>(own: Members<T>, other: SetLike<U>): Set<T & U> {
  const result = new Set<unknown>();
  if (own.size <= other.size) {
    for (const value of own) if (other.has(value as never)) result.add(value);
  } else {
    for (const value of membersOf(other)) if (own.has(value)) result.add(value);
  }
  return result as Set<T & U>;
}

export function difference<T>(own: Members<T>, other: SetLike<unknown>): Set<T> {
  const result = new Set<T>();
  for (const value of own) if (!other.has(value as never)) result.add(value);
  return result;
}

export function symmetricDifference<T, U>(own: Members<T>, other: SetLike<U>): Set<T | U> {
  const result: Set<T | U> = difference(own, other);
  for (const value of membersOf(other)) if (!own.has(value)) result.add(value);
  return result;
}

export function isSubsetOf(own: Members<unknown>, other: SetLike<unknown>): boolean {
  if (own.size > other.size) return false;
  for (const value of own) if (!other.has(value)) return false;
  return true;
}

export function isSupersetOf(own: Members<unknown>, other: SetLike<unknown>): boolean {
  if (own.size < other.size) return false;
  for (const value of membersOf(other)) if (!own.has(value)) return false;
  return true;
}

export function isDisjointFrom(own: Members<unknown>, other: SetLike<unknown>): boolean {
  if (own.size <= other.size) {
    for (const value of own) if (other.has(value)) return false;
  } else {
    for (const value of membersOf(other)) if (own.has(value)) return false;
  }
  return true;
}
