/** Looking keys up far away, and fetching what look-ups read. */
import type { Key } from '../mappers/id-mapper.js';
import type { Hashes } from '../mappers/tables/record-table.js';
import { fetchStretch, recordBytes } from './fetch-records.js';
import type { KeyedRecords } from './keyed-records.js';
import type { RemoteFile } from './remote-file.js';
import type { RemoteRange } from './sources/remote-source.js';
import type { Version } from './versions.js';

/** What is fetched of a stored key at first. */
const KEY_BYTES = 64;

/** Offsets of the records of keys; −1 where there is none. With `records`, these are fetched on the way. */
export async function offsetsOf<K extends Key, V extends object>(
  version: Version<KeyedRecords<K, V>>,
  keys: ArrayLike<K>,
  filter: Hashes | undefined,
  signal: AbortSignal | undefined,
  records: boolean,
): Promise<number[]> {
  const all = Array.from(keys);
  if (filter === undefined) return await offsetsByTable(version, all, signal, records);
  const { file, container } = version;
  const absent = await file.attempt(() => all.map((key) => container.lacks(key, filter)), signal);
  const left = all.filter((_, at) => !absent[at]);
  const found = left.length === 0 ? [] : await offsetsByTable(version, left, signal, records);
  let next = 0;
  return absent.map((is) => (is ? -1 : found[next++]!));
}

async function offsetsByTable<K extends Key, V extends object>(
  { file, container }: Version<KeyedRecords<K, V>>,
  list: readonly K[],
  signal: AbortSignal | undefined,
  records: boolean,
): Promise<number[]> {
  const places = await file.attemptAll(
    list.map((key) => () => container.likelyPlaces(key)),
    signal,
  );
  const inside = ({ offset }: RemoteRange) => offset >= 0 && offset < file.memory.byteLength;
  const stretches = (part: 0 | 1, length: number) =>
    places
      .flatMap((place) => (place[part] === undefined ? [] : [{ offset: place[part], length }]))
      .filter(inside);
  const ofKeys = stretches(0, KEY_BYTES);
  // Where the keys are here, they tell which records are the right ones before any is asked for.
  const known = ofKeys.every(({ offset, length }) => file.store.has(offset, length));
  const wanted = records && !known ? [...ofKeys, ...stretches(1, recordBytes(file))] : ofKeys;
  return await file.holding(wanted, signal, () =>
    file.attemptAll(
      list.map((key) => () => container.offsetOf(key)),
      signal,
    ),
  );
}

/** What look-ups read: from the start of the file to the records, but for stored columns and other indexes. */
export async function prefetch<K extends Key>(
  file: RemoteFile,
  { array }: KeyedRecords<K, object>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { columns, secondary } = file.trailer?.info.parts ?? {};
  const { start } = array.places;
  await fetchStretch(file, 0, Math.min(columns?.[0] ?? start, secondary?.[0] ?? start), signal);
}
