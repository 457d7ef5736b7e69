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

/** Remembers where values lie, per kind of bytes. One may be passed to many packings that land in one memory. */
export class Sharing {
  readonly #maps = new Map<unknown, Map<unknown, number>>();
  #size = 0;

  /** Entries held. */
  get size(): number {
    return this.#size;
  }

  /** @internal Position of `key` among values of `kind`; −1 when it was not written yet. */
  find(kind: unknown, key: unknown): number {
    return this.#maps.get(kind)?.get(key) ?? -1;
  }

  /** @internal */
  add(kind: unknown, key: unknown, position: number): void {
    let map = this.#maps.get(kind);
    if (map === undefined) {
      map = new Map();
      this.#maps.set(kind, map);
    }
    if (this.#size >= MAX_ENTRIES) this.clear();
    map.set(key, position);
    this.#size += 1;
  }

  /** Forgets everything, as must happen before packing into another memory. */
  clear(): void {
    if (this.#size === 0) return;
    for (const map of this.#maps.values()) if (map.size > 0) map.clear();
    this.#size = 0;
  }
}
