/**
 * Keeps the entries of an integer key in the order in which they were added where records are stored once: the index has
 * them by the number of their record, so a record met again, under a key that has a later one already, is written anew.
 */

/** Keys that are remembered, at most: some 15 MB. With more, no record is taken for one met before. */
const MAX_KEYS = 2 ** 18;

export class ItemOrder {
  /** The last record of each key so far, by its number in the array. */
  readonly #last = new Map<unknown, number>();

  /** The first record that an entry of this key can lead to. */
  floorOf(key: unknown): number {
    if (this.#last.size >= MAX_KEYS) return Number.POSITIVE_INFINITY;
    return this.#last.get(plain(key)) ?? 0;
  }

  note(key: unknown, item: number): void {
    if (this.#last.size < MAX_KEYS) this.#last.set(plain(key), item);
  }
}

/** 1 and 1n are one key. */
function plain(key: unknown): unknown {
  return typeof key === 'bigint' && key <= Number.MAX_SAFE_INTEGER ? Number(key) : key;
}
