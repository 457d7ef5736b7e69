/** `StringIdMapper` and its kin: text or byte keys, sorted by their xxHash (FORMAT.md 11). */

import type { EntryWidth } from '../bytes/sorted-index.js';
import type { Source } from '../bytes/source.js';
import { CorruptBufferError } from '../errors.js';
import { keyHasher } from '../hash/key-hasher.js';
import { matchesStoredKey, setKey } from '../values/key-match.js';
import { readBytes, readText } from '../values/text.js';
import { IdMapper } from './id-mapper.js';
import { keyOrder } from './key-order.js';

const KEY_OFFSET = 1;

export class StringMapper<K extends string | Uint8Array> extends IdMapper<K> {
  readonly #narrow: boolean;
  readonly #asBytes: boolean;

  /** `asBytes`: whether keys are given out as byte strings, or as text. Look-ups take both. */
  constructor(source: Source, start: number, width: EntryWidth, asBytes: boolean) {
    super(source, start, 3, width);
    this.#narrow = width === 4;
    this.#asBytes = asBytes;
  }

  protected override findEntry(key: K): number {
    if (!setKey(key)) return -1;
    let high = 0;
    let low: number;
    if (this.#narrow) {
      low = keyHasher.hash32();
    } else {
      keyHasher.hash64();
      high = keyHasher.high;
      low = keyHasher.low;
    }
    return this.#match(this.index.lowerBound(high, low), high, low);
  }

  protected override nextEntry(entry: number, key: K): number {
    setKey(key);
    return this.#match(entry + 1, this.index.high(entry, 0), this.index.low(entry, 0));
  }

  protected override keyAt(entry: number): K {
    const position = this.#keyPosition(entry);
    const window = this.memory.windowAt(position);
    const offset = position - window.base;
    return (this.#asBytes ? readBytes(window, offset) : readText(window, offset)) as K;
  }

  protected override sequence(): Generator<number> {
    return keyOrder(this.index, KEY_OFFSET, this.parts.keyBytes);
  }

  /** First entry from `entry` on with this hash and the key in the hasher; −1 when there is none. */
  #match(entry: number, high: number, low: number): number {
    for (let next = entry; next < this.size && this.index.compare(next, high, low) === 0; next += 1) {
      const position = this.#keyPosition(next);
      const window = this.memory.windowAt(position);
      if (matchesStoredKey(window, position - window.base)) return next;
    }
    return -1;
  }

  #keyPosition(entry: number): number {
    const offset = this.index.number(entry, KEY_OFFSET);
    if (this.start + offset >= this.memory.byteLength) {
      throw new CorruptBufferError(
        `the key of entry ${entry} is said to lie at ${offset}, outside`,
        this.start,
      );
    }
    return this.start + offset;
  }
}
