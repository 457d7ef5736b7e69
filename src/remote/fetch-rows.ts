/** Fetching records that lie one behind the other, of one version of a file: stretches of them, and all in their order. */
import { MOST_AT_FIRST, readRecords, recordBytes } from './fetch-records.js';
import type { PlacedRecords } from './keyed-records.js';
import type { RemoteFile } from './remote-file.js';

/** Records that lie one behind the other at offsets from the array's start: each is taken to end where the next begins. */
export async function recordsInRow<V extends object>(
  file: RemoteFile,
  array: PlacedRecords<V>,
  offsets: readonly number[],
  signal: AbortSignal | undefined,
): Promise<V[]> {
  const { places } = array;
  const positions = offsets.map((offset) => places.check(offset));
  const usual = recordBytes(file);
  const wanted = positions.map((offset, at) => {
    const taken = (positions[at + 1] ?? offset) - offset;
    const length = taken > 0 && taken <= MOST_AT_FIRST ? taken : usual;
    return { offset, length, expected: length };
  });
  return await file.holding(wanted, signal, () => readRecords(file, array, wanted, signal));
}

/** The records `from` to before `to`. */
export async function recordsFrom<V extends object>(
  file: RemoteFile,
  array: PlacedRecords<V>,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<V[]> {
  if (from >= to) return [];
  const { places } = array;
  const entries = { offset: places.index.start + from * 8, length: (to - from) * 8 };
  return await file.holding([entries], signal, async () => {
    const offsets = await file.attempt(() => {
      const found: number[] = [];
      for (let item = from; item < to; item += 1) found.push(places.positionOf(item) - places.start);
      return found;
    }, signal);
    return await recordsInRow(file, array, offsets, signal);
  });
}

/** Bytes of records that are read together, in order, while those before them are gone through: more than a connection holds on its way. */
const BATCH_BYTES = 2 ** 20;
const MOST_IN_BATCH = 2 ** 14;

/** How many records are read together when all are gone through. */
export function batchOf({ length, places }: PlacedRecords<object>): number {
  const bytes = Math.max(1, (places.index.start - places.start) / Math.max(1, length));
  return Math.min(Math.max(1, Math.floor(BATCH_BYTES / bytes)), MOST_IN_BATCH);
}

/** All records, in the order they were written; the next ones are fetched while these are read. */
export async function* recordsInOrder<V extends object>(
  file: RemoteFile,
  array: PlacedRecords<V>,
  signal: AbortSignal | undefined,
): AsyncGenerator<V> {
  const { length } = array;
  const batch = batchOf(array);
  const read = (from: number) => recordsFrom(file, array, from, Math.min(from + batch, length), signal);
  let next = read(0);
  for (let from = 0; from < length; from += batch) {
    const records = await next;
    next = read(from + batch);
    // Whoever stops here does not wait for it.
    next.catch(() => {});
    yield* records;
  }
}
