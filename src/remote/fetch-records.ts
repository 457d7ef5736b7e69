/** Fetching records with all that they lead to, of one version of a file. */
import type { PlacedRecords } from './keyed-records.js';
import { readRecord } from './read-record.js';
import type { RemoteFile } from './remote-file.js';

/** What is fetched of a record at first, where the file does not say how long they are. */
const USUAL_RECORD = 512;
/** Bytes of one record that are fetched before it is known that it needs them. */
export const MOST_AT_FIRST = 65_536;

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

/** Records at positions in the file; `expected`: bytes that each is likely to take. */
export function readRecords<V extends object>(
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
