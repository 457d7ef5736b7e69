/**
 * Where to start a search among sorted keys: interpolation between the first and the last, corrected by how far off it
 * was the last time in the same part of the index.
 *
 * Interpolation among n uniform keys, as hashes are, is off by some 0.4 √n entries: 400 among a million, which is
 * several pages and cache misses away. How far it is off changes slowly along the index, so what one search found out
 * serves the next ones near it, which then start two or three entries from their end. A hint need not be right.
 */

/** Knows where in an index a key may be. It can be wrong, which costs time and nothing else. */
export interface Guide {
  /** The entry to look at first: one that there is. */
  guess(key: number): number;
  /** A better one, from an entry and how far its key is below the one that is sought; the same if there is no better. */
  again(entry: number, distance: number): number;
  /** Takes note of where the key of the last guess belongs. */
  learn(found: number): void;
}

/** Most parts that are told apart; four bytes each, of private memory. */
const MAX_PARTS = 2 ** 16;
/** Entries in a part, until there are as many parts as there may be. */
const PART_ENTRIES = 16;
/** Searches without a memory, which would cost more than it saves where a view is made for one look-up. */
const PATIENCE = 32;

export class Hints implements Guide {
  readonly #last: number;
  readonly #firstKey: number;
  /** Entries to a key. */
  readonly #slope: number;
  /** By part, what to add to the interpolated place. */
  #parts: Int32Array | undefined;
  #partsPerEntry = 0;
  #searches = 0;
  /** Place that interpolation gave last, and its part. */
  #place = 0;
  #part = 0;

  /** For `length` entries, at least one, whose keys go from `first` to `last`. */
  constructor(length: number, first: number, last: number) {
    this.#last = length - 1;
    this.#firstKey = first;
    // Beyond 2^53, keys that differ can be one as numbers: then there is nothing to interpolate by.
    this.#slope = last > first ? this.#last / (last - first) : 0;
  }

  guess(key: number): number {
    const place = this.#clamp(Math.floor((key - this.#firstKey) * this.#slope));
    this.#place = place;
    if (this.#parts === undefined) return place;
    this.#part = Math.floor(place * this.#partsPerEntry);
    return this.#clamp(place + this.#parts[this.#part]!);
  }

  again(entry: number, distance: number): number {
    return this.#clamp(entry + Math.round(distance * this.#slope));
  }

  learn(found: number): void {
    if (this.#parts !== undefined) {
      this.#parts[this.#part] = found - this.#place;
      return;
    }
    this.#searches += 1;
    if (this.#searches > PATIENCE) this.#remember();
  }

  #remember(): void {
    const length = this.#last + 1;
    const parts = Math.min(MAX_PARTS, Math.ceil(length / PART_ENTRIES));
    this.#parts = new Int32Array(parts);
    this.#partsPerEntry = parts / length;
  }

  #clamp(entry: number): number {
    // For −0, too, which is no entry's number.
    return entry <= 0 ? 0 : Math.min(entry, this.#last);
  }
}
