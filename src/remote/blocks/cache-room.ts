/** Room in memory that several caches share. */

/** What holds blocks that can be fetched again. */
export interface Cache {
  /** Bytes of blocks that can go. */
  readonly cachedBytes: number;
  /** Lets blocks go of at least so many bytes, as far as there are any that are not in use, and gives how many. */
  giveBack(bytes: number): number;
}

/** The bytes that the caches of some files have together: files that were read the longest ago give theirs back first. */
export class CacheRoom {
  readonly #bytes: number;
  /** In the order of their last use. */
  readonly #caches = new Set<Cache>();

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  used(cache: Cache): void {
    this.#caches.delete(cache);
    this.#caches.add(cache);
  }

  left(cache: Cache): void {
    this.#caches.delete(cache);
  }

  trim(): void {
    let over = -this.#bytes;
    for (const { cachedBytes } of this.#caches) over += cachedBytes;
    for (const cache of this.#caches) {
      if (over <= 0) return;
      over -= cache.giveBack(over);
    }
  }
}
