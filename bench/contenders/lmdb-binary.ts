import { open, type RootDatabase } from 'lmdb';
import { entries, type Key, type KeyKind } from '../data.js';
import type { Contender, Store } from './contender.js';
import { idOf, nameOf, packUser, scoreOf, userOf } from './layout.js';
import { batchOf } from './lmdb.js';

function load(path: string, keys: KeyKind, readOnly: boolean): RootDatabase<Buffer, Key> {
  return open<Buffer, Key>({
    path,
    readOnly,
    encoding: 'binary',
    ...(keys === 'dense' ? { keyEncoding: 'uint32' } : {}),
  });
}

export const contender: Contender = {
  name: 'lmdb getBinaryFast',
  about: 'values as bytes of a hand-made layout, read in its one buffer; otherwise as lmdb',
  ending: 'binary.lmdb',
  async build(path, keys, records) {
    const db = load(path, keys, false);
    const batch = batchOf(keys);
    let count = 0;
    let written: Promise<boolean> | undefined;
    for (const [key, user] of entries(keys, records)) {
      written = db.put(key, packUser(user));
      count += 1;
      if (count % batch === 0) await written;
    }
    await written;
    await db.flushed;
    await db.close();
  },
  open(path, keys): Store {
    const db = load(path, keys, true);
    const get = (key: Key) => db.getBinaryFast(key) as Buffer | undefined;
    return {
      user(key) {
        const bytes = get(key);
        return bytes && userOf(bytes);
      },
      twoFields(keys) {
        let sum = 0;
        for (const key of keys) {
          const bytes = get(key)!;
          sum += idOf(bytes) + scoreOf(bytes);
        }
        return sum;
      },
      oneString(keys) {
        let sum = 0;
        for (const key of keys) {
          const name = nameOf(get(key)!);
          sum += name.charCodeAt(name.length - 1);
        }
        return sum;
      },
      numberAndText(keys) {
        let sum = 0;
        for (const key of keys) {
          const bytes = get(key)!;
          const name = nameOf(bytes);
          sum += scoreOf(bytes) + name.charCodeAt(name.length - 1);
        }
        return sum;
      },
      allFields(keys) {
        let sum = 0;
        for (const key of keys) {
          const user = userOf(get(key)!);
          sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
        }
        return sum;
      },
      misses(keys) {
        let found = 0;
        for (const key of keys) if (get(key) !== undefined) found += 1;
        return found;
      },
      close: () => db.close(),
    };
  },
};
