/**
 * Members of sets and keys of dicts and object id mappers: the values that have a stable hash (docs/format.md 8), the order
 * it puts them in, and when two of them are one.
 */
import { stableHash } from '../../hash/stable-hash.js';
import { Tagged } from '../base/tagged-value.js';
import { Comparison } from './equality.js';
import { mapped, StoredOrder } from './stored-order.js';

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

/** What is hashed as it is, for it holds nothing. */
function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof Uint8Array;
}

/**
 * Hashes a value as it is stored: sets in stored order, not in their own (docs/format.md 8). Throws `PackError` for a
 * value without a stable hash. `out` receives the low and the high half.
 */
export function storedHash(value: unknown, out: Uint32Array): void {
  if (isLeaf(value)) stableHash(value, out);
  else new StoredOrder().hash(value, out);
}

/** Members in the order of their unsigned 64-bit stable hash (docs/format.md 8), equal ones once, and arrays as tuples. */
export function inHashOrder(values: readonly unknown[]): unknown[] {
  const tuples = new Tuples();
  return new StoredOrder().members(values).map((member) => tuples.of(member));
}

/** Only tuples can be hashed in Python, so an array inside a set or key is stored as a tuple: as a frozen array. */
export function asTuples(value: unknown): unknown {
  return Array.isArray(value) ? new Tuples().of(value) : value;
}

/** Of values that were hashed, and so do not hold themselves. What is shared stays shared. */
export class Tuples {
  readonly #made = new Map<readonly unknown[], unknown>();

  /** `asTuples` of a value. */
  of(value: unknown): unknown {
    if (!Array.isArray(value)) return value;
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    const tuple = mapped(value, (item) => this.of(item));
    const frozen = Object.isFrozen(tuple) ? tuple : Object.freeze([...tuple]);
    this.#made.set(value, frozen);
    return frozen;
  }
}

/** Whether two values are one key, by Python's `==`: 1, `true` and 1.0 are, text and bytes never (docs/format.md 11). */
export function sameKey(a: unknown, b: unknown): boolean {
  return keyComparison().equal(a, b);
}

/** Compares keys, several with one budget. */
export function keyComparison(): Comparison {
  return new KeyComparison();
}

/** Booleans are the numbers 0 and 1, and tags what they tag. */
class KeyComparison extends Comparison {
  protected override form(value: unknown): unknown {
    if (typeof value === 'boolean') return Number(value);
    return value instanceof Tagged ? this.form(value.value) : value;
  }
}

/** Whether a value is or holds a set: `StoredOrder.holdsSet`. */
export function holdsSet(value: unknown): boolean {
  return !isLeaf(value) && new StoredOrder().holdsSet(value);
}
