/** What is asked of keys in their order: what a search has to come to, for which is fetched what it reads, and the search itself. */
import type { OrderedKeys, Stretch } from '../mappers/ordered/ordered-keys.js';
import type { RangeOptions } from '../mappers/ordered/range-options.js';

/** `find` gives what `bounds`, of which undefined ones are no end, were to lead to. */
export interface Query<T> {
  readonly bounds: (keys: OrderedKeys) => readonly unknown[];
  readonly find: (keys: OrderedKeys, options: RangeOptions) => T;
}

/** Entries one after the other. */
export type StretchQuery = Query<Stretch>;
/** The number of one entry; −1 for none. */
export type EntryQuery = Query<number>;

export function keysWithin(from: unknown, to: unknown): StretchQuery {
  return {
    bounds: ({ ranks }) => [from, to].map((end) => (end === undefined ? undefined : ranks.bound(end))),
    find: (keys, options) => keys.range(from, to, options),
  };
}

export function keysStarting(prefix: unknown): StretchQuery {
  return {
    bounds: ({ ranks }) => [ranks.bound(prefix), ranks.pastPrefix(prefix)],
    find: (keys, options) => keys.prefix(prefix, options),
  };
}

export function keyNearest(key: unknown): EntryQuery {
  return { bounds: ({ ranks }) => [ranks.bound(key)], find: (keys) => keys.nearest(key) };
}

export const FIRST: EntryQuery = { bounds: () => [], find: (keys) => keys.first() };
export const LAST: EntryQuery = { bounds: () => [], find: (keys) => keys.last() };
