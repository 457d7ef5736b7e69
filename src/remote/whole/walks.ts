/** Going through all of a mapping far away, in the order in which its records were written. */
import type { Key } from '../../mappers/id-mapper.js';
import { prefetch } from '../fetch-index.js';
import { batchOf, recordsInRow } from '../fetch-rows.js';
import type { KeyedRecords } from '../keyed-records.js';
import type { RemoteRange } from '../sources/remote-source.js';
import type { Versions } from '../versions.js';
import { copied, keysOf } from './whole-mapper.js';
import { wholeOf } from './whole-mapping.js';

export async function* allKeys<K extends Key, V extends object>(
  versions: Versions<KeyedRecords<K, V>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<K> {
  const mapper = await versions.read(async (version) => {
    const { file, container } = await wholeOf(version, signal);
    await prefetch(file, container, signal);
    return await copied(file, container.mapper, signal);
  });
  yield* keysOf(mapper, signal);
}

export async function* allEntries<K extends Key, V extends object>(
  versions: Versions<KeyedRecords<K, V>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<[K, V]> {
  const { file, container, entries } = await versions.read(async (version) => {
    const whole = await wholeOf(version, signal);
    await prefetch(whole.file, whole.container, signal);
    const mapper = await copied(whole.file, whole.container.mapper, signal);
    return { ...whole, entries: mapper.entries({ order: 'sequential' }) };
  });
  const { array } = container;
  const { places } = array;
  const size = batchOf(array);
  // What is not read yet is in no memory but that of the index: arrays of all entries would be several times as large.
  const read = async (): Promise<[K, V][]> => {
    const batch = taken(entries, size);
    if (batch.length === 0) return [];
    const items = batch.map(([, item]) => Number(item));
    const index = { offset: places.index.start + Math.min(...items) * 8, length: size * 8 };
    return await file.holding([clipped(index, file.memory.byteLength)], signal, async () => {
      const offsets = await file.attempt(() => batch.map(([, item]) => places.follow(item)), signal);
      const records = await recordsInRow(file, array, offsets, signal);
      return batch.map(([key], at) => [key, records[at]!]);
    });
  };
  for (let next = read(); ; ) {
    const batch = await next;
    if (batch.length === 0) return;
    next = read();
    next.catch(() => {});
    yield* batch;
  }
}

/** So many of what comes next, or what is left. */
function taken<T>(from: Iterator<T>, most: number): T[] {
  const next: T[] = [];
  while (next.length < most) {
    const { done, value } = from.next();
    if (done) break;
    next.push(value);
  }
  return next;
}

function clipped({ offset, length }: RemoteRange, size: number): RemoteRange {
  return { offset, length: Math.min(length, size - offset) };
}
