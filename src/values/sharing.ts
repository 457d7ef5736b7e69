/**
 * Where values were written, so that a second occurrence repeats a pointer instead of bytes (FORMAT.md 9,
 * "Sharing"). Positions are absolute: implicit offset + position in the buffer being packed.
 *
 * JavaScript keeps an object alive while it is a key here, so unlike Python's map from `id()` a `Sharing` can
 * outlive the records it was filled from without mixing values up.
 */

/** Kind of the entries for numbers with their type in front; others are kept by codec. */
export const NUMBERS: unique symbol = Symbol('numbers');

/** Entries kept at most: a JavaScript Map holds 2²⁴, and what was written long ago is seldom met again. */
const MAX_ENTRIES = 2 ** 22;
/**
 * Entries kept in a list before there are any maps. Most records have no more than this to share, and filling and
 * clearing maps for each of a million records took a third of a build, garbage collection included.
 */
const FEW = 8;

/** Remembers where values lie, per kind of bytes. One may be passed to many packings that land in one memory. */
export class Sharing {
  readonly #kinds: unknown[] = new Array(FEW).fill(undefined);
  readonly #keys: unknown[] = new Array(FEW).fill(undefined);
  readonly #positions: number[] = new Array(FEW).fill(0);
  readonly #maps = new Map<unknown, Map<unknown, number>>();
  #few = 0;
  #many = 0;

  /** Entries held. */
  get size(): number {
    return this.#few + this.#many;
  }

  /** @internal Position of `key` among values of `kind`, the last that was added; −1 when it was not written yet. */
  find(kind: unknown, key: unknown): number {
    if (this.#many > 0) {
      const position = this.#maps.get(kind)?.get(key);
      if (position !== undefined) return position;
    }
    for (let entry = this.#few - 1; entry >= 0; entry -= 1) {
      if (this.#keys[entry] === key && this.#kinds[entry] === kind) return this.#positions[entry]!;
    }
    return -1;
  }

  /** @internal */
  add(kind: unknown, key: unknown, position: number): void {
    if (this.#few < FEW) {
      this.#kinds[this.#few] = kind;
      this.#keys[this.#few] = key;
      this.#positions[this.#few] = position;
      this.#few += 1;
      return;
    }
    let map = this.#maps.get(kind);
    if (map === undefined) {
      map = new Map();
      this.#maps.set(kind, map);
    }
    if (this.size >= MAX_ENTRIES) this.clear();
    map.set(key, position);
    this.#many += 1;
  }

  /** Forgets everything, as must happen before packing into another memory. */
  clear(): void {
    this.#few = 0;
    if (this.#many === 0) return;
    for (const map of this.#maps.values()) if (map.size > 0) map.clear();
    this.#many = 0;
  }
}
