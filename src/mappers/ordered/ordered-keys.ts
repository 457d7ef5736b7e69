/** Finding entries by the order of their keys. */
import { CorruptBufferError } from '../../errors.js';
import { checkedRange, type RangeOptions } from './range-options.js';
import type { Ranks } from './ranks.js';

/** Entries in a row: their numbers in the index, asked for one after another. */
export interface Stretch {
  readonly count: number;
  /** Throws `CorruptBufferError` where the keys are not in order. */
  entry(step: number): number;
  /** The entry at any step, for those who read ahead. */
  likelyEntry(step: number): number;
}

/**
 * Searches among ranks. The bytes can be damaged, so what is given out is compared with the ends of the range and with what
 * came before it.
 */
export class OrderedKeys<B = unknown> {
  readonly ranks: Ranks<B>;

  constructor(ranks: Ranks<B>) {
    this.ranks = ranks;
  }

  /** Entries with `from` <= key < `to`; `undefined` leaves an end open. Throws `ArgumentError` for what is no key. */
  range(from: unknown, to: unknown, options?: RangeOptions): Stretch {
    const ranks = this.ranks;
    const low = from === undefined ? undefined : ranks.bound(from);
    return this.#between(low, to === undefined ? undefined : ranks.bound(to), options);
  }

  /** The same with `from` <= key <= `to`. */
  closedRange(from: unknown, to: unknown): Stretch {
    const ranks = this.ranks;
    const low = from === undefined ? undefined : ranks.bound(from);
    return this.#between(low, to === undefined ? undefined : ranks.past(ranks.bound(to)));
  }

  /** Entries whose key starts with a prefix. */
  prefix(prefix: unknown, options?: RangeOptions): Stretch {
    const ranks = this.ranks;
    const past = ranks.pastPrefix(prefix);
    return this.#between(ranks.bound(prefix), past, options);
  }

  /** The first entry; −1 where there is none. */
  first(): number {
    return this.ranks.size === 0 ? -1 : this.ranks.entryAt(0);
  }

  last(): number {
    return this.ranks.size === 0 ? -1 : this.ranks.entryAt(this.ranks.size - 1);
  }

  /** The first entry of the key that is closest to one; of two that are as close, of the smaller. −1 where there is none. */
  nearest(key: unknown): number {
    const ranks = this.ranks;
    const bound = ranks.bound(key);
    const rank = this.#lowerBound(bound);
    const above = rank < ranks.size ? ranks.entryAt(rank) : -1;
    if (rank === 0 || (above >= 0 && ranks.compare(above, bound) === 0)) return above;
    const below = ranks.entryAt(rank - 1);
    if (above >= 0 && !ranks.isBelowNearer(below, bound, above)) return above;
    return this.#firstOf(rank - 1);
  }

  /** The first entry of the key that is at a rank: mostly that one. */
  #firstOf(rank: number): number {
    const ranks = this.ranks;
    const entry = ranks.entryAt(rank);
    const isEqual = (at: number): boolean => ranks.compareEntries(ranks.entryAt(at), entry) === 0;
    let equal = rank;
    let stride = 1;
    for (; equal - stride >= 0 && isEqual(equal - stride); stride *= 2) equal -= stride;
    for (let below = Math.max(-1, equal - stride); equal - below > 1; ) {
      const middle = Math.floor((below + equal) / 2);
      if (isEqual(middle)) equal = middle;
      else below = middle;
    }
    return ranks.entryAt(equal);
  }

  #lowerBound(bound: B): number {
    this.ranks.begin();
    return this.ranks.lowerBound(bound);
  }

  #between(low: B | undefined, high: B | undefined, options: RangeOptions = {}): Stretch {
    const { limit, reverse } = checkedRange(options);
    const first = low === undefined ? 0 : this.#lowerBound(low);
    const most = reverse ? this.ranks.size : Math.min(this.ranks.size, first + limit);
    const end = high === undefined ? most : this.#endOf(high, first, most);
    const count = Math.max(0, Math.min(limit, end - first));
    this.ranks.begin();
    const start = reverse ? end - 1 : first;
    const rankOf = (step: number): number => (reverse ? start - step : start + step);
    return {
      count,
      entry: this.#steps(low, high, rankOf, reverse),
      likelyEntry: (step) => this.ranks.likelyEntryAt(rankOf(step)),
    };
  }

  /** The rank of a bound, or `most` where it lies past that: entries past it are not asked for. */
  #endOf(bound: B, first: number, most: number): number {
    const { ranks } = this;
    if (!ranks.near || most === ranks.size) return this.#lowerBound(bound);
    ranks.begin();
    let [low, high] = [first, most];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (ranks.compare(ranks.entryAt(middle), bound) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #steps(
    low: B | undefined,
    high: B | undefined,
    rankOf: (step: number) => number,
    reverse: boolean,
  ): (step: number) => number {
    const ranks = this.ranks;
    // What comes in order from one end is compared with the other.
    const isFirst = (entry: number): boolean =>
      reverse
        ? high === undefined || ranks.compare(entry, high) < 0
        : low === undefined || ranks.compare(entry, low) >= 0;
    const isInside = (entry: number): boolean =>
      reverse
        ? low === undefined || ranks.compare(entry, low) >= 0
        : high === undefined || ranks.compare(entry, high) < 0;
    let before = -1;
    return (step) => {
      const entry = ranks.entryAt(rankOf(step));
      const order = before < 0 ? 0 : ranks.compareEntries(before, entry);
      if ((before < 0 && !isFirst(entry)) || !isInside(entry) || (reverse ? order < 0 : order > 0)) {
        throw new CorruptBufferError(
          `the keys are not in order, at entry ${entry} of the index: the data is damaged`,
        );
      }
      before = entry;
      return entry;
    };
  }
}
