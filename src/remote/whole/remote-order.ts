/**
 * Finding entries by the order of their keys, far away. What a search by halves would come to in its next steps is fetched
 * together, three round trips for three steps: a million keys of text take some twenty.
 */
import type { Mapping } from '../../containers/mapping.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { OrderedKeys, Stretch } from '../../mappers/ordered/ordered-keys.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import { recordsAt } from '../fetch-records.js';
import type { KeyedRecords } from '../keyed-records.js';
import type { EntryQuery, Query, StretchQuery } from '../ordered-queries.js';
import { type ReadOptions, rangeOf } from '../read-options.js';
import type { RemoteFile } from '../remote-file.js';
import type { Version, Versions } from '../versions.js';
import { wholeOf } from './whole-mapping.js';

/** Steps of a search whose keys are fetched together. */
const STEPS = 3;
/** Entries that are read together: first, and at most. */
const FIRST_BATCH = 64;
const BATCH = 1024;

/** Entries of one version. */
interface RemoteStretch<K extends Key, V extends object> {
  readonly version: Version<Mapping<K, V>>;
  readonly stretch: Stretch;
}

/** The entries of a stretch of one version. */
export async function* stretchOf<K extends Key, V extends object>(
  versions: Versions<KeyedRecords<K, V>>,
  query: StretchQuery,
  given: RangeOptions & ReadOptions,
): AsyncGenerator<[K, V]> {
  const [options, signal] = rangeOf(given);
  const found = await versions.read(async (plain) => {
    const version = await wholeOf(plain, signal);
    return { version, stretch: await search(version, query, options, signal) };
  });
  yield* entriesOf(found, signal);
}

/** One entry; `undefined` where there is none. */
export async function entryOf<K extends Key, V extends object>(
  versions: Versions<KeyedRecords<K, V>>,
  query: EntryQuery,
  signal: AbortSignal | undefined,
): Promise<[K, V] | undefined> {
  return await versions.read(async (plain) => {
    const version = await wholeOf(plain, signal);
    const found = await search(version, query, {}, signal);
    return found < 0 ? undefined : (await entriesAt(version, [() => found], signal))[0];
  });
}

/** What a query finds, before which is fetched what a search for each of its bounds reads. Throws `ArgumentError` for keys without order. */
export async function search<T>(
  { file, container }: Version<Pick<Mapping<never, object>, 'orderedKeys'>>,
  { bounds, find }: Query<T>,
  options: RangeOptions,
  signal: AbortSignal | undefined,
): Promise<T> {
  signal?.throwIfAborted();
  const keys = await file.attempt(() => container.orderedKeys(), signal);
  // What is no key is told before anything is fetched for it.
  for (const bound of bounds(keys)) if (bound !== undefined) await approach(file, keys, bound, signal);
  return await file.attempt(() => find(keys, options), signal);
}

/** Goes the way of a search by halves, of which it leaves the blocks in the cache. */
async function approach(
  file: RemoteFile,
  { ranks }: OrderedKeys,
  bound: unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  let [low, high] = [0, ranks.halves ? ranks.size : 0];
  while (low < high) {
    const middles = middlesOf(low, high, STEPS);
    const below = await file.attemptAll(
      middles.map((middle) => () => ranks.compare(ranks.entryAt(middle), bound) < 0),
      signal,
    );
    for (let step = 0; step < STEPS && low < high; step += 1) {
      const middle = Math.floor((low + high) / 2);
      if (below[middles.indexOf(middle)]) low = middle + 1;
      else high = middle;
    }
  }
}

/** The ranks that a search can come to in so many steps. */
function middlesOf(low: number, high: number, steps: number): number[] {
  if (steps === 0 || low >= high) return [];
  const middle = Math.floor((low + high) / 2);
  return [middle, ...middlesOf(low, middle, steps - 1), ...middlesOf(middle + 1, high, steps - 1)];
}

/** The entries, batch after batch. Throws `CorruptBufferError` where their keys are not in order. */
async function* entriesOf<K extends Key, V extends object>(
  { version, stretch }: RemoteStretch<K, V>,
  signal: AbortSignal | undefined,
): AsyncGenerator<[K, V]> {
  const { count, entry, likelyEntry } = stretch;
  let size = FIRST_BATCH;
  for (let from = 0; from < count; from += size, size = Math.min(BATCH, 4 * size)) {
    signal?.throwIfAborted();
    const steps = Array.from({ length: Math.min(size, count - from) }, (_, at) => from + at);
    const batch = await entriesAt(
      version,
      steps.map((step) => () => likelyEntry(step)),
      signal,
    );
    // One after the other, each compared with the one before it.
    for (const step of steps) await version.file.attempt(() => entry(step), signal);
    yield* batch;
  }
}

/** Keys with their records, of entries whose numbers may have to be fetched, too. */
async function entriesAt<K extends Key, V extends object>(
  { file, container }: Version<Mapping<K, V>>,
  entries: readonly (() => number)[],
  signal: AbortSignal | undefined,
): Promise<[K, V][]> {
  const { mapper, array } = container;
  const { key, value } = mapper.steps();
  const found = await file.attemptAll(
    entries.map((entryOf) => () => {
      const entry = entryOf();
      const offset = array.places.follow(value(entry));
      return { key: key(entry), offset };
    }),
    signal,
  );
  const records = await recordsAt(
    file,
    array,
    found.map(({ offset }) => offset),
    signal,
  );
  return found.map(({ key }, at): [K, V] => [key, records[at]!]);
}
