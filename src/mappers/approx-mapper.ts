/** `ApproxStringIdMultiMapper` and its kin: hashes of keys, which are not kept themselves (docs/format.md 11). */

import type { Source } from '../bytes/container-source.js';
import type { EntryWidth } from '../bytes/sorted-index.js';
import { keyHasher } from '../hash/key-hasher.js';
import { setKey } from '../values/compare/key-match.js';
import { IdMapper, type Key } from './id-mapper.js';
import { notFound, splitHigh, splitKey, splitLow } from './integer-key.js';

/**
 * A mapper from keys' hashes. Values of other keys with the same hash are found too, which with 64 bits is rare, and
 * keys that are given out are hashes. An integer given as a key is a hash.
 */
export class ApproxMapper<K extends Key> extends IdMapper<K> {
  readonly #narrow: boolean;
  /** Halves of the hash split last. */
  #high = 0;
  #low = 0;

  constructor(source: Source, start: number, width: EntryWidth) {
    super(source, start, 2, width);
    this.#narrow = width === 4;
  }

  protected override findEntry(key: K): number {
    if (!this.#split(key)) return notFound(key);
    const entry = this.index.lowerBound(this.#high, this.#low);
    return this.#matches(entry, this.#high, this.#low) ? entry : -1;
  }

  protected override nextEntry(entry: number): number {
    return this.#matches(entry + 1, this.index.high(entry, 0), this.index.low(entry, 0)) ? entry + 1 : -1;
  }

  protected override over(source: Source): ApproxMapper<K> {
    return new ApproxMapper(source, 0, this.parts.width);
  }

  protected override keyAt(entry: number): K {
    return this.index.exact(entry, 0) as K;
  }

  #matches(entry: number, high: number, low: number): boolean {
    return entry < this.size && this.index.compare(entry, high, low) === 0;
  }

  #split(key: unknown): boolean {
    if (splitKey(key)) {
      this.#high = splitHigh;
      this.#low = splitLow;
      return true;
    }
    if (!setKey(key)) return false;
    if (this.#narrow) {
      this.#high = 0;
      this.#low = keyHasher.hash32();
    } else {
      keyHasher.hash64();
      this.#high = keyHasher.high;
      this.#low = keyHasher.low;
    }
    return true;
  }
}
