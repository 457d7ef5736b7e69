/** Fetching the records that keys of secondary indexes lead to. */
import type { Mapping } from '../../containers/mapping.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { Stretch } from '../../mappers/ordered/ordered-keys.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import { recordsAt } from '../fetch-records.js';
import type { Version } from '../versions.js';

/** Records that are read together, and keys of a range. */
export const BATCH = 1024;
const KEYS = 64;

/** The records `from` to before `to` of those that a code stands for: none for −1. */
export async function recordsOf<V extends object>(
  { file, container }: Version<Mapping<Key, V, IndexKeys>>,
  { parts: { lists } }: Pick<SecondaryIndex<never, V>, 'parts'>,
  code: number,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<V[]> {
  if (code < 0) return [];
  const { array } = container;
  const { places } = array;
  const listed = await file.attempt(() => lists.placeOf(code, from, to), signal);
  const numbers = await file.holding(listed === undefined ? [] : [listed], signal, () =>
    file.attempt(() => [...lists.numbers(code, from, to)], signal),
  );
  const index = numbers.map((number) => ({ offset: places.index.start + number * 8, length: 8 }));
  return await file.holding(index, signal, async () => {
    const offsets = await file.attempt(() => numbers.map((number) => places.follow(number)), signal);
    return (await recordsAt(file, array, offsets, signal)) as V[];
  });
}

/** A stretch of the keys of an index, of one version. */
export interface Found<K extends Key, V extends object> {
  readonly version: Version<Mapping<Key, V, IndexKeys>>;
  readonly index: SecondaryIndex<K, V>;
  readonly stretch: Stretch;
}

/** The records of the keys of a stretch, some keys at a time. */
export async function* entriesOf<K extends Key, V extends object>(
  { version: { file, container }, index, stretch }: Found<K, V>,
  { limit = Number.POSITIVE_INFINITY, reverse }: RangeOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<[K, V]> {
  const { mapper, lists } = index.parts;
  const { array } = container;
  const { key, value } = mapper.steps();
  let left = limit;
  for (let from = 0; from < stretch.count && left > 0; from += KEYS) {
    signal?.throwIfAborted();
    const steps = Array.from({ length: Math.min(KEYS, stretch.count - from) }, (_, at) => from + at);
    const found = await file.attemptAll(
      steps.map((step) => () => {
        const entry = stretch.likelyEntry(step);
        return { key: key(entry) as K, numbers: lists.all(Number(value(entry))) };
      }),
      signal,
    );
    // One after the other, each compared with the one before it.
    for (const step of steps) await file.attempt(() => stretch.entry(step), signal);
    const pairs = found.flatMap(({ key: each, numbers }) =>
      (reverse ? numbers.reverse() : numbers).map((number) => ({ key: each, number })),
    );
    for (let at = 0; at < pairs.length && left > 0; at += BATCH) {
      const some = pairs.slice(at, at + Math.min(BATCH, left));
      const offsets = await file.attemptAll(
        some.map(
          ({ number }) =>
            () =>
              array.places.follow(number),
        ),
        signal,
      );
      const records = (await recordsAt(file, array, offsets, signal)) as V[];
      left -= some.length;
      yield* some.map(({ key: each }, place): [K, V] => [each, records[place]!]);
    }
  }
}
