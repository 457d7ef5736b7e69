/** `NumericIdMapper` and its kin: unsigned integers sorted by key, then value (docs/format.md 11). */

import type { Source } from '../bytes/container-source.js';
import type { EntryWidth } from '../bytes/sorted-index.js';
import { type KeyForm, splitAs } from './forms/key-form.js';
import { IdMapper, type Key } from './id-mapper.js';
import { notFound, splitHigh, splitKey, splitLow } from './integer-key.js';

export class NumericMapper<K extends Key> extends IdMapper<K> {
  readonly #wide: boolean;
  readonly #form: KeyForm | undefined;

  /**
   * `bigints`: whether keys are given out as `bigint` always, or as `number` where that is exact. `form`: what keys are that are
   * no unsigned integers.
   */
  constructor(source: Source, start: number, width: EntryWidth, bigints: boolean, form?: KeyForm) {
    super(source, start, 2, width);
    this.#wide = bigints;
    this.#form = form;
  }

  protected override findEntry(key: K): number {
    if (!this.#split(key)) return this.#form === undefined ? notFound(key) : this.#form.missing(key);
    const entry = this.index.lowerBound(splitHigh, splitLow);
    return this.#matches(entry) ? entry : -1;
  }

  protected override nextEntry(entry: number, key: K): number {
    return this.#split(key) && this.#matches(entry + 1) ? entry + 1 : -1;
  }

  protected override over(source: Source): NumericMapper<K> {
    return new NumericMapper(source, 0, this.parts.width, this.#wide, this.#form);
  }

  protected override keyAt(entry: number): K {
    if (this.#form !== undefined) {
      return this.#form.join(this.index.high(entry, 0), this.index.low(entry, 0)) as K;
    }
    const key = this.index.exact(entry, 0);
    return (this.#wide ? BigInt(key) : key) as K;
  }

  #split(key: K): boolean {
    return this.#form === undefined ? splitKey(key) : splitAs(this.#form, key);
  }

  #matches(entry: number): boolean {
    return entry < this.size && this.index.compare(entry, splitHigh, splitLow) === 0;
  }
}
