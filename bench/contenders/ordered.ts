/** Going through entries by the order of their keys: what stores have in common. */
import type { Key } from '../data.js';
import { IN_PREFIX, IN_RANGE, type Store } from './contender.js';

/** The scores of up to `limit` entries from `start` on, which is before `end`. */
export type Scores = (start: string, end: string | undefined, limit: number) => Iterable<number>;

/** What comes after all that begins so. */
function pastPrefix(prefix: string): string {
  return `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
}

export function orderedStore(scores: Scores): Pick<Store, 'ranges' | 'prefixes'> {
  return {
    ranges(keys: readonly Key[]) {
      let sum = 0;
      for (const key of keys) for (const score of scores(key as string, undefined, IN_RANGE)) sum += score;
      return sum;
    },
    prefixes(keys: readonly Key[]) {
      let sum = 0;
      for (const key of keys) {
        const prefix = (key as string).slice(0, -1);
        for (const score of scores(prefix, pastPrefix(prefix), IN_PREFIX)) sum += score;
      }
      return sum;
    },
  };
}
