/** Equality of decoded values by content, as Python's `==` has it for the same kinds. */

/** Method of objects that compare themselves; a symbol, since a proxy's slots may have any name. */
export const COMPARE: unique symbol = Symbol('compare');

interface Comparable {
  [COMPARE](other: unknown, equal: (a: unknown, b: unknown) => boolean): boolean;
}

function isComparable(value: object): value is Comparable {
  return typeof (value as Partial<Comparable>)[COMPARE] === 'function';
}

/** Whether two values hold the same content. NaN equals NaN; numbers and bigints compare by value. */
export function deepEqual(a: unknown, b: unknown): boolean {
  return equal(a, b, []);
}

function equal(a: unknown, b: unknown, open: [object, object][]): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a === 'bigint' || typeof b === 'bigint') return isNumeric(a) && isNumeric(b) && a >= b && a <= b;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  // A pair already under comparison further out is a cycle: it differs only if something else does.
  if (open.some(([x, y]) => x === a && y === b)) return true;
  open.push([a, b]);
  const same = equalObjects(a, b, open);
  open.pop();
  return same;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || typeof value === 'number';
}

function equalObjects(a: object, b: object, open: [object, object][]): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, index) => byte === b[index]);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => equal(value, b[index], open));
  }
  if (a instanceof Set && b instanceof Set) return a.size === b.size && equalSets(a, b, open);
  if (a instanceof Map && b instanceof Map) return a.size === b.size && equalMaps(a, b, open);
  const inner = (x: unknown, y: unknown): boolean => equal(x, y, open);
  if (isComparable(a)) return a[COMPARE](b, inner);
  if (isComparable(b)) return b[COMPARE](a, inner);
  return isPlain(a) && isPlain(b) && equalRecords(a, b, open);
}

function equalSets(a: Set<unknown>, b: Set<unknown>, open: [object, object][]): boolean {
  const rest = [...b].filter((value) => !a.has(value));
  const own = [...a].filter((value) => !b.has(value));
  return own.length === rest.length && own.every((value) => rest.some((other) => equal(value, other, open)));
}

function equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>, open: [object, object][]): boolean {
  for (const [key, value] of a) {
    const other = b.has(key) ? b.get(key) : [...b].find(([candidate]) => equal(key, candidate, open))?.[1];
    if (!equal(value, other, open)) return false;
  }
  return true;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A field that is `undefined` is a missing field. */
function equalRecords(
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  open: [object, object][],
): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const name of names) {
    const left = Object.hasOwn(a, name) ? a[name] : undefined;
    const right = Object.hasOwn(b, name) ? b[name] : undefined;
    if (!equal(left, right, open)) return false;
  }
  return true;
}
