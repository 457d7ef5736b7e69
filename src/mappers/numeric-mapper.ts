/** `NumericIdMapper` and its kin: unsigned integers sorted by key, then value (docs/format.md 11). */

import type { Source } from '../bytes/container-source.js';
import type { EntryWidth } from '../bytes/sorted-index.js';
import { IdMapper } from './id-mapper.js';
import { notFound, splitHigh, splitKey, splitLow } from './integer-key.js';

export class NumericMapper<K extends number | bigint> extends IdMapper<K> {
  readonly #wide: boolean;

  /** `bigints`: whether keys are given out as `bigint` always, or as `number` where that is exact. */
  constructor(source: Source, start: number, width: EntryWidth, bigints: boolean) {
    super(source, start, 2, width);
    this.#wide = bigints;
  }

  protected override findEntry(key: K): number {
    if (!splitKey(key)) return notFound(key);
    const entry = this.index.lowerBound(splitHigh, splitLow);
    return this.#matches(entry) ? entry : -1;
  }

  protected override nextEntry(entry: number, key: K): number {
    return splitKey(key) && this.#matches(entry + 1) ? entry + 1 : -1;
  }

  protected override over(source: Source): NumericMapper<K> {
    return new NumericMapper(source, 0, this.parts.width, this.#wide);
  }

  protected override keyAt(entry: number): K {
    const key = this.index.exact(entry, 0);
    return (this.#wide ? BigInt(key) : key) as K;
  }

  #matches(entry: number): boolean {
    return entry < this.size && this.index.compare(entry, splitHigh, splitLow) === 0;
  }
}
