/** The order of integer keys, which is that of the index. */
import type { SortedIndex } from '../../bytes/sorted-index.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { inexactKey } from '../../values/compare/inexact-key.js';
import { type Halves, integerOf, type KeyForm, LEAST, PAST } from '../forms/key-form.js';
import type { Ranks } from './ranks.js';

const TWO_32 = 2 ** 32;
const MOST = 2n ** 64n;
const LAST = TWO_32 - 1;

/** An integer that keys can be compared with, whether it can be one or not. */
function halvesOf(key: unknown): Halves {
  if (typeof key === 'number' && Number.isInteger(key)) {
    if (!Number.isSafeInteger(key)) throw inexactKey(key);
    return key < 0 ? LEAST : { high: Math.floor(key / TWO_32), low: key >>> 0 };
  }
  if (typeof key !== 'bigint') throw new ArgumentError(`${describe(key)} is no key: give an integer`);
  if (key < 0n) return LEAST;
  return key >= MOST ? PAST : { high: Number(key >> 32n), low: Number(key & 0xffffffffn) };
}

export class IntegerRanks implements Ranks<Halves> {
  readonly size: number;
  readonly halves = false;
  readonly near = false;
  readonly #index: SortedIndex;
  readonly #form: KeyForm | undefined;

  /** `form`: of keys that are no unsigned integers. */
  constructor(index: SortedIndex, form: KeyForm | undefined) {
    this.#index = index;
    this.#form = form;
    this.size = index.length;
  }

  begin(): void {}

  bound(key: unknown): Halves {
    return this.#form === undefined ? halvesOf(key) : this.#form.bound(key);
  }

  pastPrefix(): never {
    throw new ArgumentError('keys of text or bytes have prefixes, and these are integers: give a range');
  }

  past({ high, low }: Halves): Halves {
    return low === LAST ? { high: high + 1, low: 0 } : { high, low: low + 1 };
  }

  entryAt(rank: number): number {
    return rank;
  }

  likelyEntryAt(rank: number): number {
    return rank;
  }

  compare(entry: number, { high, low }: Halves): number {
    return this.#index.compare(entry, high, low);
  }

  compareEntries(one: number, other: number): number {
    return this.#index.compare(one, this.#index.high(other, 0), this.#index.low(other, 0));
  }

  lowerBound({ high, low }: Halves): number {
    return this.#index.lowerBound(high, low);
  }

  isBelowNearer(below: number, bound: Halves, above: number): boolean {
    const key = this.#measure(bound) as number;
    return key - (this.#measureOf(below) as number) <= (this.#measureOf(above) as number) - key;
  }

  #measureOf(entry: number): number | bigint {
    return this.#measure({ high: this.#index.high(entry, 0), low: this.#index.low(entry, 0) });
  }

  #measure(stored: Halves): number | bigint {
    return this.#form === undefined ? integerOf(stored) : this.#form.measure(stored);
  }
}
