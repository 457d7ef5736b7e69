/** Timed look-ups of one process. Making the keys is not timed. */
import { type Cell, USUAL } from './cells.js';
import type { Store } from './contenders/contender.js';
import type { Key, KeyKind } from './data.js';
import { Drawer } from './draw.js';

/** A measured call: how long it took, and what it computed, which must be the same for all contenders. */
export interface Timed {
  readonly ns: number;
  readonly sum: number;
}

/** Members of a store that take keys and give a sum. */
export type Lookup =
  | 'twoFields'
  | 'oneString'
  | 'numberAndText'
  | 'allFields'
  | 'severalRecords'
  | 'misses'
  | 'manyFields'
  | 'ranges'
  | 'prefixes';

/** Keys made at a time: few enough to stay in the cache, as a key that was just received is. */
const KEYS = 4096;
/** Keys that are looked up by one call where a store takes many. */
const BATCH = 256;
/** Look-ups whose sum is compared between contenders. */
const CHECKED = 4 * KEYS;

/** What is looked up, by the seed of a round. */
export interface Asked {
  readonly kind: KeyKind;
  readonly records: number;
  readonly seed: number;
  readonly count: number;
  readonly cell?: Cell;
}

const drawer = new Drawer();

function batchesOf(how: Lookup, keys: readonly Key[]): (readonly Key[])[] {
  if (how !== 'manyFields') return [keys];
  const batches = [];
  for (let at = 0; at < keys.length; at += BATCH) batches.push(keys.slice(at, at + BATCH));
  return batches;
}

/** Looks `count` keys up. After `CHECKED` keys, whose sum is the answer, it stops when `most` milliseconds are over. */
export function lookUp(
  lookAll: NonNullable<Store[Lookup]>,
  how: Lookup,
  { kind, records, seed, count, cell = USUAL }: Asked,
  most: number | null,
): Timed {
  const [from, to] = how === 'misses' ? [records, 2 * records] : [0, records];
  let ms = 0;
  let sum = 0;
  let done = 0;
  while (done < count && (done < CHECKED || most === null || ms < most)) {
    const keys = drawer.draw(kind, from, to, seed * count + done, Math.min(KEYS, count - done), cell);
    const batches = batchesOf(how, keys);
    let found = 0;
    const start = performance.now();
    for (const batch of batches) found += lookAll(batch);
    ms += performance.now() - start;
    if (done < CHECKED) sum += found;
    done += keys.length;
  }
  return { ns: (ms * 1e6) / done, sum };
}

/** Milliseconds of each of `requests` that look `size` keys up, as a service does for one call. */
export function timeRequests(
  lookAll: NonNullable<Store[Lookup]>,
  { kind, records, seed, count: size, cell = USUAL }: Asked,
  requests: number,
): { readonly ms: number[]; readonly sum: number } {
  const ms: number[] = [];
  let sum = 0;
  for (let request = 0; request < requests; request += 1) {
    const keys = drawer.draw(kind, 0, records, (seed * requests + request) * size, size, cell);
    const start = performance.now();
    sum += lookAll(keys);
    ms.push(performance.now() - start);
  }
  return { ms, sum };
}
