/** Fetching records with all that they lead to, of one version of a file. */
import type { PlacedRecords } from './keyed-records.js';
import { readRecord } from './read-record.js';
import type { RemoteFile } from './remote-file.js';

/** What is fetched of a record at first, where the file does not say how long they are. */
const USUAL_RECORD = 512;
const MOST_AT_FIRST = 65_536;

/** So many bytes are fetched whether or not a record needs them: one round trip more costs more. */
const NOT_MISSED = 1024;

/** Bytes that are fetched of a record at first: of the longest one where that is short, of 99 in 100 else. */
export function recordBytes({ trailer }: RemoteFile): number {
  const { p99 = USUAL_RECORD, max = p99 } = trailer?.info.recordBytes ?? {};
  return Math.min(max <= NOT_MISSED ? max : p99, MOST_AT_FIRST);
}

/** Records that lie at offsets from the array's start; undefined for −1. */
export async function recordsAt<V extends object>(
  file: RemoteFile,
  array: PlacedRecords<V>,
  offsets: readonly number[],
  signal: AbortSignal | undefined,
): Promise<(V | undefined)[]> {
  const { places } = array;
  const positions = offsets.map((offset) => (offset < 0 ? -1 : places.check(offset)));
  const length = recordBytes(file);
  const wanted = positions
    .filter((position) => position >= 0)
    .map((offset) => ({ offset, length, expected: Math.min(length, NOT_MISSED) }));
  const records = await file.holding(wanted, signal, () => readRecords(file, array, wanted, signal));
  let next = 0;
  return positions.map((position) => (position < 0 ? undefined : records[next++]));
}

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

/** `expected`: bytes that a record is likely to take. */
function readRecords<V extends object>(
  file: RemoteFile,
  array: PlacedRecords<V>,
  wanted: readonly { readonly offset: number; readonly expected: number }[],
  signal: AbortSignal | undefined,
): Promise<V[]> {
  const reads = wanted.map(
    ({ offset, expected }) =>
      () =>
        readRecord(file, array, offset, expected),
  );
  return file.attemptAll(reads, signal);
}

/** Bytes that one request asks for when much is read. */
const STRETCH = 2 ** 23;

/** Fetches the blocks of a stretch of the file, and keeps them. */
export async function fetchStretch(
  file: RemoteFile,
  position: number,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { memory, store } = file;
  const { blockBytes } = store;
  const end = Math.min(Math.ceil((position + bytes) / blockBytes) * blockBytes, memory.byteLength);
  for (let at = Math.floor(position / blockBytes) * blockBytes; at < end; at += STRETCH) {
    const length = Math.min(STRETCH, end - at);
    if (!store.has(at, length)) store.put(at, await file.readThrough(at, length, signal), true);
  }
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
