/**
 * The set algebra of ES2025 for sets read in place, with any set-like on the other side. Which members are equal is for
 * the `has` of either to say: views go by content, a Set by identity where members are tuples or sets.
 */

/** A set read in place, or anything else that can tell its members. */
interface Members<T> extends ReadonlySetLike<T>, Iterable<T> {}

function* membersOf<T>(set: ReadonlySetLike<T>): Generator<T> {
  const keys = set.keys();
  for (let next = keys.next(); !next.done; next = keys.next()) yield next.value;
}

export function union<T, U>(own: Members<T>, other: ReadonlySetLike<U>): Set<T | U> {
  const result = new Set<T | U>(own);
  for (const value of membersOf(other)) if (!own.has(value as never)) result.add(value);
  return result;
}

export function intersection<T, U>(own: Members<T>, other: ReadonlySetLike<U>): Set<T & U> {
  const result = new Set<unknown>();
  if (own.size <= other.size) {
    for (const value of own) if (other.has(value as never)) result.add(value);
  } else {
    for (const value of membersOf(other)) if (own.has(value as never)) result.add(value);
  }
  return result as Set<T & U>;
}

export function difference<T>(own: Members<T>, other: ReadonlySetLike<unknown>): Set<T> {
  const result = new Set<T>();
  for (const value of own) if (!other.has(value)) result.add(value);
  return result;
}

export function symmetricDifference<T, U>(own: Members<T>, other: ReadonlySetLike<U>): Set<T | U> {
  const result: Set<T | U> = difference(own, other);
  for (const value of membersOf(other)) if (!own.has(value as never)) result.add(value);
  return result;
}

export function isSubsetOf(own: Members<unknown>, other: ReadonlySetLike<unknown>): boolean {
  if (own.size > other.size) return false;
  for (const value of own) if (!other.has(value)) return false;
  return true;
}

export function isSupersetOf(own: Members<unknown>, other: ReadonlySetLike<unknown>): boolean {
  if (own.size < other.size) return false;
  for (const value of membersOf(other)) if (!own.has(value)) return false;
  return true;
}

export function isDisjointFrom(own: Members<unknown>, other: ReadonlySetLike<unknown>): boolean {
  if (own.size <= other.size) {
    for (const value of own) if (other.has(value)) return false;
  } else {
    for (const value of membersOf(other)) if (own.has(value)) return false;
  }
  return true;
}
