import { open, type RootDatabaseOptionsWithPath } from 'lmdb';
import { entries, type Key, type KeyKind, type User } from '../data.js';
import type { Contender, Store } from './contender.js';
import { buildMulti, openMulti, type Stored } from './lmdb-multi.js';
import { buildSecondary, openSecondary } from './lmdb-secondary.js';
import { orderedStore } from './ordered.js';

/** Puts between waits for the writing thread: no more is gained by one transaction for keys that come nearly sorted. */
const BATCH = 50_000;
/** For keys in random order: with smaller ones pages are written again and again, in twice the time and space. */
const RANDOM_BATCH = 1_000_000;

export function batchOf(keys: KeyKind): number {
  return keys === 'random' ? RANDOM_BATCH : BATCH;
}

/** What its manual recommends: shared structures for like records, 32-bit integer keys where they are such. */
function options(path: string, keys: KeyKind): RootDatabaseOptionsWithPath {
  return keys === 'dense'
    ? { path, keyEncoding: 'uint32', sharedStructuresKey: 0xffff_ffff as never }
    : { path, sharedStructuresKey: Symbol.for('structures') };
}

export const contender: Contender = {
  name: 'lmdb',
  about: `msgpack with shared structures; put() in batches of ${BATCH}, ${RANDOM_BATCH} for random keys, then flushed, as it is by default; get()`,
  ending: 'lmdb',
  async build(path, keys, records) {
    if (keys === 'multi') return buildMulti(options(path, keys), records);
    if (keys === 'secondary') return buildSecondary(options(path, keys), records);
    const db = open<User, Key>(options(path, keys));
    const batch = batchOf(keys);
    let count = 0;
    let written: Promise<boolean> | undefined;
    for (const [key, user] of entries(keys, records)) {
      written = db.put(key, user);
      count += 1;
      if (count % batch === 0) await written;
    }
    await written;
    // On the disk, as a file of ours is when its build ends.
    await db.flushed;
    await db.close();
  },
  open(path: string, keys: KeyKind): Store {
    if (keys === 'multi') return openMulti(options(path, keys));
    if (keys === 'secondary') return openSecondary(options(path, keys));
    const db = open<Stored, Key>({ ...options(path, keys), readOnly: true });
    const twoFields = (keys: readonly Key[]) => {
      let sum = 0;
      for (const key of keys) {
        const user = db.get(key)!;
        sum += user.id + user.score;
      }
      return sum;
    };
    return {
      user(key) {
        const user = db.get(key);
        return user && { ...user, tags: new Set(user.tags) };
      },
      twoFields,
      // Its getMany() gives a promise.
      manyFields: twoFields,
      oneString(keys) {
        let sum = 0;
        for (const key of keys) {
          const { name } = db.get(key)!;
          sum += name.charCodeAt(name.length - 1);
        }
        return sum;
      },
      numberAndText(keys) {
        let sum = 0;
        for (const key of keys) {
          const { score, name } = db.get(key)!;
          sum += score + name.charCodeAt(name.length - 1);
        }
        return sum;
      },
      allFields(keys) {
        let sum = 0;
        for (const key of keys) {
          const user = db.get(key)!;
          sum += user.id + user.name.length + user.score + user.tags.length + user.bio.length;
        }
        return sum;
      },
      misses(keys) {
        let found = 0;
        for (const key of keys) if (db.get(key) !== undefined) found += 1;
        return found;
      },
      walks: {
        entries() {
          let sum = 0;
          for (const { key, value } of db.getRange()) sum += (key as string).length + value.score;
          return sum;
        },
        values() {
          let sum = 0;
          for (const { value } of db.getRange()) sum += value.score;
          return sum;
        },
      },
      readAll() {
        let sum = 0;
        for (const { value: user } of db.getRange()) {
          sum += user.id + user.name.length + user.score + user.tags.length + user.bio.length;
        }
        return sum;
      },
      ...(keys === 'ordered' &&
        orderedStore(function* (start, end, limit) {
          for (const { value } of db.getRange({ start, end: end as string, limit })) yield value.score;
        })),
      close: () => db.close(),
    };
  },
};
