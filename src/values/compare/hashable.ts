/**
 * Members of sets and keys of dicts and object id mappers: the values that have a stable hash (docs/format.md 8), the order
 * it puts them in, and when two of them are one.
 */
import { stableHash } from '../../hash/stable-hash.js';
import { Tagged } from '../base/tagged-value.js';
import { deepEqual } from './equality.js';

/** A value that can be a key: `null` too, and tuples (arrays) and sets of such values. */
export type Hashable =
  | string
  | Uint8Array
  | number
  | bigint
  | boolean
  | null
  | readonly Hashable[]
  | ReadonlySet<Hashable>;

/** Ascending, NaN last. */
export function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/**
 * Hashes a value as it is stored: sets in stored order, not in their own (docs/format.md 8). Throws `PackError` for a
 * value without a stable hash. `out` receives the low and the high half.
 */
export function storedHash(value: unknown, out: Uint32Array): void {
  stableHash(value, out); // first of all: it refuses what nests without end
  const ordered = withStoredOrder(value);
  if (ordered !== value) stableHash(ordered, out);
}

/** Members in the order of their unsigned 64-bit stable hash (docs/format.md 8), equal ones once. */
export function inHashOrder(values: readonly unknown[]): unknown[] {
  const hash = new Uint32Array(2);
  const hashed = values.map((value) => {
    storedHash(value, hash);
    return { value, low: hash[0]!, high: hash[1]! };
  });
  hashed.sort((a, b) => a.high - b.high || a.low - b.low);
  const kept: typeof hashed = [];
  for (const entry of hashed) {
    let repeated = false;
    for (let index = kept.length - 1; index >= 0 && !repeated; index -= 1) {
      const earlier = kept[index]!;
      if (earlier.high !== entry.high || earlier.low !== entry.low) break;
      repeated = sameMember(earlier.value, entry.value);
    }
    if (!repeated) kept.push(entry);
  }
  return kept.map((entry) => asTuples(entry.value));
}

/** A set inside a value hashes in the order in which it is stored, not in its own (docs/format.md 8). */
function withStoredOrder(value: unknown): unknown {
  if (value instanceof Tagged) {
    const ordered = withStoredOrder(value.value);
    return ordered === value.value ? value : ordered;
  }
  if (Array.isArray(value)) return mapped(value, withStoredOrder);
  if (!(value instanceof Set)) return value;
  const members: unknown[] = [...value];
  const numbers = members.every((member) => typeof member === 'number' || typeof member === 'bigint');
  const stored = numbers
    ? members.sort(compareNumbers as (a: unknown, b: unknown) => number)
    : inHashOrder(members);
  return new Set(stored.map(withStoredOrder));
}

/** Only tuples can be hashed in Python, so an array inside a set or key is stored as a tuple: as a frozen array. */
export function asTuples(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const tuple = mapped(value, asTuples);
  return Object.isFrozen(tuple) ? tuple : Object.freeze([...tuple]);
}

/** `array` with each item changed; the same array when none is, since its identity matters for sharing. */
function mapped(array: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const items = array.map(change);
  return items.every((item, index) => Object.is(item, array[index])) ? array : items;
}

function sameMember(a: unknown, b: unknown): boolean {
  if (a instanceof Tagged || b instanceof Tagged) return a === b;
  return deepEqual(a, b);
}

/** Whether two values are one key, by Python's `==`: 1, `true` and 1.0 are, text and bytes never (docs/format.md 11). */
export function sameKey(a: unknown, b: unknown): boolean {
  return deepEqual(asNumbers(a), asNumbers(b));
}

/** Booleans as the numbers that they equal, tags as what they tag. */
function asNumbers(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Tagged) return asNumbers(value.value);
  if (Array.isArray(value)) return mapped(value, asNumbers);
  return value instanceof Set ? new Set(Array.from(value, asNumbers)) : value;
}

/**
 * Whether a value is or holds a set. Python hashes sets in an order that differs between processes, so in its files
 * such a value need not lie where its hash says (docs/format.md 8).
 */
export function holdsSet(value: unknown): boolean {
  if (value instanceof Tagged) return holdsSet(value.value);
  return value instanceof Set || (Array.isArray(value) && value.some(holdsSet));
}
