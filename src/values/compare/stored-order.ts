/**
 * Hashes of values as they are stored: sets inside them in stored order (docs/format.md 8). Each value is looked at once,
 * however often it is shared: a chain of pairs of pointers spells twice as much at each level.
 */
import { PackError } from '../../errors.js';
import { type SeenHashes, stableHash } from '../../hash/stable-hash.js';
import { Tagged } from '../base/tagged-value.js';
import { Comparison } from './equality.js';

/** Ascending, NaN last. */
export function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** In UTF-16 units or bytes, and items. */
const SMALL_TEXT = 64;
const SMALL_TUPLE = 8;

interface Hashed {
  readonly value: unknown;
  readonly low: number;
  readonly high: number;
}

/** What is known of the values that one call hashes. */
export class StoredOrder {
  // Made when they are needed: most keys are texts, numbers and small tuples of these.
  #seen: SeenHashes | undefined;
  #ordered: Map<object, unknown> | undefined;
  #holdsSet: Map<object, boolean> | undefined;
  #comparison: Comparison | undefined;

  /**
   * Hashes a value as it is stored. Throws `PackError` for a value without a stable hash. `out` receives the low and the
   * high half.
   */
  hash(value: unknown, out: Uint32Array): void {
    if (isSmall(value)) {
      stableHash(value, out);
      return;
    }
    this.#seen ??= new Map();
    stableHash(value, out, this.#seen); // first of all: it refuses what nests without end
    if (typeof value !== 'object' || value === null) return;
    const ordered = this.#inOrder(value);
    if (ordered !== value) stableHash(ordered, out, this.#seen);
  }

  /** Members in the order of their unsigned 64-bit stable hash (docs/format.md 8), equal ones once. */
  members(values: readonly unknown[]): unknown[] {
    const hash = new Uint32Array(2);
    const hashed = values.map((value, index): Hashed => {
      try {
        this.hash(value, hash);
      } catch (error) {
        throw error instanceof PackError ? error.within(index) : error;
      }
      return { value, low: hash[0]!, high: hash[1]! };
    });
    hashed.sort((a, b) => a.high - b.high || a.low - b.low);
    const kept: Hashed[] = [];
    for (const entry of hashed) if (!this.#repeats(kept, entry)) kept.push(entry);
    return kept.map((entry) => entry.value);
  }

  /**
   * Whether a value is or holds a set. Python hashes sets in an order that differs between processes, so in its files
   * such a value need not lie where its hash says (docs/format.md 8).
   */
  holdsSet(value: unknown): boolean {
    if (value instanceof Tagged) return this.holdsSet(value.value);
    if (!Array.isArray(value)) return value instanceof Set;
    if (isSmall(value)) return false;
    this.#holdsSet ??= new Map();
    const known = this.#holdsSet.get(value);
    if (known !== undefined) return known;
    this.#holdsSet.set(value, false);
    const holds = value.some((item) => this.holdsSet(item));
    this.#holdsSet.set(value, holds);
    return holds;
  }

  /** Whether one of those with the same hash, which are the last, is the same member. */
  #repeats(kept: readonly Hashed[], { value, low, high }: Hashed): boolean {
    for (let index = kept.length - 1; index >= 0; index -= 1) {
      const earlier = kept[index]!;
      if (earlier.high !== high || earlier.low !== low) return false;
      const tagged = earlier.value instanceof Tagged || value instanceof Tagged;
      this.#comparison ??= new Comparison();
      if (tagged ? earlier.value === value : this.#comparison.equal(earlier.value, value)) return true;
    }
    return false;
  }

  /** A value with the sets in it in stored order; the value itself when they are, or there are none. */
  #inOrder(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    this.#ordered ??= new Map();
    const known = this.#ordered.get(value);
    if (known !== undefined) return known;
    const ordered = this.#reordered(value);
    this.#ordered.set(value, ordered);
    return ordered;
  }

  #reordered(value: object): unknown {
    if (value instanceof Tagged) {
      const ordered = this.#inOrder(value.value);
      return ordered === value.value ? value : ordered;
    }
    if (Array.isArray(value)) return mapped(value, (item) => this.#inOrder(item));
    if (!(value instanceof Set)) return value;
    const members: unknown[] = [...value];
    const numbers = members.every((member) => typeof member === 'number' || typeof member === 'bigint');
    const stored = numbers
      ? members.sort(compareNumbers as (a: unknown, b: unknown) => number)
      : this.members(members);
    return new Set(stored.map((member) => this.#inOrder(member)));
  }
}

/** What takes little to hash, and holds no set: short text and bytes, numbers, and small tuples of these. */
function isSmall(value: unknown): boolean {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length <= SMALL_TEXT;
  if (!Array.isArray(value)) return typeof value !== 'object' || value === null;
  return value.length <= SMALL_TUPLE && value.every((item) => typeof item !== 'object' && isSmall(item));
}

/** `array` with each item changed; the same array when none is, since its identity matters for sharing. */
export function mapped(array: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const items = array.map(change);
  return items.every((item, index) => Object.is(item, array[index])) ? array : items;
}
