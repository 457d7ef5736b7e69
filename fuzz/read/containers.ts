/** Reading whole files: arrays, mappings and id mappers, in every public way. */
import type { IdMapper, IndexKeyValue, Key, Mapping, RecordArray, SecondaryIndex } from 'sharedbuffers';
import type { ReadAll } from './attempt.js';
import { callAll } from './calls.js';
import { Follower } from './values.js';

/** Keys that some of the samples have, and some that none has. */
const KEYS: readonly Key[] = [
  'a',
  'k1',
  '',
  'k'.repeat(600),
  new Uint8Array([255, 0]),
  0,
  1,
  3,
  10_007,
  2 ** 32,
  2n ** 63n,
];

export function readArray(rows: RecordArray<object>, all: ReadAll): void {
  const follower = new Follower(all);
  const fields = all.attempt(() => rows.schema.fields.map(({ name }) => name)) ?? [];
  callAll(rows, all, (value) => follower.follow(value), [], fields);
  for (const index of [0, Math.floor(rows.length / 2), -1])
    all.attempt(() => follower.follow(rows.at(index)));
  all.attempt(() => rows.cursor({ mask: new Uint8Array(Math.min(rows.length, 2 ** 16)).fill(1) }));
}

export function readMapper(mapper: IdMapper<Key>, all: ReadAll): void {
  const follower = new Follower(all);
  callAll(mapper, all, (value) => follower.follow(value), [...KEYS, ...firstKeys(mapper, all)]);
}

export function readMapping(map: Mapping<Key, object>, all: ReadAll): void {
  const follower = new Follower(all);
  const keys = [...KEYS, ...firstKeys(map.mapper, all)];
  const indexes = all.attempt(() => map.indexNames) ?? [];
  const parts = new Set<unknown>([map.array, map.mapper]);
  for (const name of indexes) all.attempt(() => parts.add(map.by(name)));
  callAll(map, all, (value) => (parts.has(value) ? undefined : follower.follow(value)), keys, indexes);
  for (const name of indexes) all.attempt(() => readIndex(map.by(name), all));
  readArray(map.array, all);
}

function readIndex(index: SecondaryIndex<IndexKeyValue, object>, all: ReadAll): void {
  const follower = new Follower(all);
  callAll(index, all, (value) => follower.follow(value), [...KEYS, ...firstKeys(index, all)]);
}

/** Keys that the file itself says it has. */
function firstKeys(mapper: { keys(): Iterable<Key> }, all: ReadAll): Key[] {
  const keys: Key[] = [];
  all.drain(
    () => mapper.keys(),
    (key) => {
      if (keys.length < 4) keys.push(key);
    },
  );
  return keys;
}
