/** `NumericIdMapper` and its kin: unsigned integers sorted by key, then value (FORMAT.md 11). */
import type { Source } from '../bytes/source.js';
import { IdMapper } from './id-mapper.js';
import type { EntryWidth } from './sorted-index.js';

const TWO_32 = 2 ** 32;
const TWO_64 = 2n ** 64n;

/** Halves of the key looked for last; kept beside the call so that no look-up allocates. */
let high = 0;
let low = 0;

/** Splits a key into halves; false for what is no key of a numeric mapper. */
function split(key: unknown): boolean {
  if (typeof key === 'number') {
    if (!Number.isSafeInteger(key) || key < 0) return false;
    high = Math.floor(key / TWO_32);
    low = key >>> 0;
    return true;
  }
  if (typeof key !== 'bigint' || key < 0n || key >= TWO_64) return false;
  high = Number(key >> 32n);
  low = Number(key & 0xffffffffn);
  return true;
}

export class NumericMapper<K extends number | bigint> extends IdMapper<K> {
  readonly #wide: boolean;

  /** `bigints`: whether keys are given out as `bigint` always, or as `number` where that is exact. */
  constructor(source: Source, start: number, width: EntryWidth, bigints: boolean) {
    super(source, start, 2, width);
    this.#wide = bigints;
  }

  protected override findEntry(key: K): number {
    if (!split(key)) return -1;
    const entry = this.index.lowerBound(high, low);
    return this.#matches(entry) ? entry : -1;
  }

  protected override nextEntry(entry: number, key: K): number {
    return split(key) && this.#matches(entry + 1) ? entry + 1 : -1;
  }

  protected override keyAt(entry: number): K {
    const key = this.index.exact(entry, 0);
    return (this.#wide ? BigInt(key) : key) as K;
  }

  #matches(entry: number): boolean {
    return entry < this.size && this.index.compare(entry, high, low) === 0;
  }
}
