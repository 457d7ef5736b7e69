/** How long a look-up takes beside that of a `Map` of the same runtime. */
import type { CityRow } from './rows.js';

/** What a look-up is timed on. */
export interface Store {
  get(key: string): { readonly population: number } | undefined;
}

const LOOK_UPS = 100_000;
const ROUNDS = 9;

/** New strings each time, as keys are that come with requests: an engine keeps the hash of one that it has seen. */
function* drawn(count: number, seed: number): Generator<string> {
  for (let look = 0, at = seed; look < LOOK_UPS; look += 1) {
    at = (Math.imul(at, 1_664_525) + 1_013_904_223) >>> 0;
    yield `user:${at % count}`;
  }
}

/** Milliseconds of a round of look-ups that read a number. */
function time(store: Store, keys: readonly string[]): number {
  let sum = 0;
  const started = performance.now();
  for (let look = 0; look < keys.length; look += 1) sum += store.get(keys[look]!)!.population;
  const took = performance.now() - started;
  if (!(sum > 0)) throw new Error('nothing was found');
  return took;
}

export function* timedRows(count: number, rowOf: (index: number) => CityRow): Generator<[string, CityRow]> {
  for (let index = 0; index < count; index += 1) yield [`user:${index}`, rowOf(index + 1)];
}

/** Nanoseconds of a look-up in both, the best of some rounds, after they gave equal answers. */
export function timeBeside(store: Store, map: ReadonlyMap<string, CityRow>): { ours: number; map: number } {
  const count = map.size;
  for (const key of drawn(count, 99)) {
    if (store.get(key)?.population !== map.get(key)?.population) throw new Error(`${key} differs`);
  }
  const best = { ours: Number.POSITIVE_INFINITY, map: Number.POSITIVE_INFINITY };
  for (let round = 1; round <= ROUNDS; round += 1) {
    // In turns, so that what else the machine does meets both.
    best.ours = Math.min(best.ours, time(store, [...drawn(count, round)]));
    best.map = Math.min(best.map, time(map, [...drawn(count, round)]));
  }
  const nanoseconds = 1e6 / LOOK_UPS;
  return { ours: best.ours * nanoseconds, map: best.map * nanoseconds };
}
