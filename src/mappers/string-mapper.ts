/** `StringIdMapper` and its kin: text or byte keys, sorted by their xxHash (docs/format.md 11). */

import type { Source } from '../bytes/container-source.js';
import type { EntryWidth } from '../bytes/sorted-index.js';
import { CorruptBufferError } from '../errors.js';
import { keyHasher } from '../hash/key-hasher.js';
import { COST } from '../values/base/budget.js';
import type { Decoding } from '../values/base/decoding.js';
import { matchesStoredKey, resetKey, setKey } from '../values/compare/key-match.js';
import { bytes, text } from '../values/text/text-and-bytes.js';
import { IdMapper, type KeyOfValue, type Places } from './id-mapper.js';
import { keyOrder, offsetsByValue } from './key-order.js';

/** Columns of the index. */
const KEY_OFFSET = 1;
const VALUE = 2;

export class StringMapper<K extends string | Uint8Array> extends IdMapper<K> {
  readonly #narrow: boolean;
  readonly #asBytes: boolean;
  /** Halves of the hash that is looked up. */
  #high = 0;
  #low = 0;

  /** `asBytes`: whether keys are given out as byte strings, or as text. Look-ups take both. */
  constructor(source: Source, start: number, width: EntryWidth, asBytes: boolean) {
    super(source, start, 3, width);
    this.#narrow = width === 4;
    this.#asBytes = asBytes;
  }

  protected override findEntry(key: K): number {
    return this.#hash(key) ? this.#match(this.index.lowerBound(this.#high, this.#low)) : -1;
  }

  /** @internal Follows the item before it compares the key, so that their cache misses overlap. */
  override locate(key: K, places: Places): number {
    if (!this.#hash(key)) return -1;
    for (let entry = this.index.lowerBound(this.#high, this.#low); this.#hasHash(entry); entry += 1) {
      const offset = places.follow(this.valueAt(entry));
      if (this.#hasKey(entry)) return offset;
    }
    return -1;
  }

  protected override nextEntry(entry: number, key: K): number {
    resetKey(key);
    this.#high = this.index.high(entry, 0);
    this.#low = this.index.low(entry, 0);
    return this.#match(entry + 1);
  }

  protected override over(source: Source): StringMapper<K> {
    return new StringMapper(source, 0, this.parts.width, this.#asBytes);
  }

  protected override keyAt(entry: number, reader: Decoding): K {
    return this.#read(this.#keyPosition(entry), reader);
  }

  protected override keysByValue(): KeyOfValue<K> | undefined {
    const offsets = offsetsByValue(this.index, KEY_OFFSET, VALUE);
    return offsets && ((value, reader) => this.#read(this.#positionAt(offsets[value]!, value), reader));
  }

  #read(position: number, reader: Decoding): K {
    const window = this.memory.windowAt(position);
    reader.spend(window, position - window.base, COST.value);
    return (this.#asBytes ? bytes : text).read(window, position - window.base, reader) as K;
  }

  /** @internal */
  override keyPosition(entry: number): number {
    return this.start + this.index.rounded(entry, KEY_OFFSET);
  }

  protected override sequence(): Iterator<number, undefined> {
    return keyOrder(this.index, KEY_OFFSET, this.parts.keyBytes);
  }

  /** Puts the key into the hasher, and its hash at hand; false for what is no key. */
  #hash(key: unknown): boolean {
    if (!setKey(key)) return false;
    if (this.#narrow) {
      this.#low = keyHasher.hash32();
    } else {
      keyHasher.hash64();
      this.#high = keyHasher.high;
      this.#low = keyHasher.low;
    }
    return true;
  }

  /** First entry from `entry` on with the hash at hand and the key in the hasher; −1 when there is none. */
  #match(entry: number): number {
    for (let next = entry; this.#hasHash(next); next += 1) if (this.#hasKey(next)) return next;
    return -1;
  }

  #hasHash(entry: number): boolean {
    return entry < this.size && this.index.compare(entry, this.#high, this.#low) === 0;
  }

  #hasKey(entry: number): boolean {
    const position = this.#keyPosition(entry);
    const window = this.memory.windowAt(position);
    return matchesStoredKey(window, position - window.base);
  }

  #keyPosition(entry: number): number {
    return this.#positionAt(this.index.number(entry, KEY_OFFSET), entry);
  }

  #positionAt(offset: number, entry: number): number {
    if (this.start + offset >= this.memory.byteLength) {
      throw new CorruptBufferError(
        `the key of entry ${entry} is said to lie at ${offset}, outside`,
        this.start,
      );
    }
    return this.start + offset;
  }
}
