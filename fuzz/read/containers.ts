/** Reading whole files: arrays, mappings and id mappers, in every public way. */
import type { IdMapper, Key, Mapping, RecordArray } from 'sharedbuffers';
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
  callAll(
    map,
    all,
    (value) => (value === map.array || value === map.mapper ? undefined : follower.follow(value)),
    keys,
  );
  readArray(map.array, all);
}

/** Keys that the file itself says it has. */
function firstKeys(mapper: IdMapper<Key>, all: ReadAll): Key[] {
  const keys: Key[] = [];
  all.drain(
    () => mapper.keys(),
    (key) => {
      if (keys.length < 4) keys.push(key);
    },
  );
  return keys;
}
