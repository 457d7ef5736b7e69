/**
 * Several records of a key in lmdb, as its manual advises: an index with `dupSort` and `ordered-binary` that gives the
 * numbers of the records, which lie in a database of their own.
 */
import { type Database, open, type RootDatabase } from 'lmdb';
import { entries, type User } from '../data.js';
import type { Store } from './contender.js';

/** Sets come back as arrays from lmdb's default msgpack encoding. */
type Stored = Omit<User, 'tags'> & { readonly tags: number[] };

interface Parts {
  readonly root: RootDatabase;
  readonly groups: Database<number, string>;
  readonly users: Database<Stored, number>;
}

function load(path: string, readOnly: boolean): Parts {
  const root = open({ path, readOnly, maxDbs: 4 });
  return {
    root,
    groups: root.openDB<number, string>({ name: 'groups', dupSort: true, encoding: 'ordered-binary' }),
    users: root.openDB<Stored, number>({
      name: 'users',
      keyEncoding: 'uint32',
      sharedStructuresKey: 0xffff_ffff as never,
    }),
  };
}

export async function buildMulti(path: string, records: number, batch: number): Promise<void> {
  const { root, groups, users } = load(path, false);
  let count = 0;
  for (const [key, user] of entries('multi', records)) {
    const written = groups.put(key as string, count);
    users.put(count, user as never);
    count += 1;
    if (count % batch === 0) await written;
  }
  await root.flushed;
  await root.close();
}

export function openMulti(path: string): Store {
  const { root, groups, users } = load(path, true);
  return {
    user(key) {
      for (const item of groups.getValues(key as string)) {
        const user = users.get(item)!;
        return { ...user, tags: new Set(user.tags) };
      }
      return undefined;
    },
    severalRecords(keys) {
      let sum = 0;
      for (const key of keys) {
        for (const item of groups.getValues(key as string)) {
          const user = users.get(item)!;
          sum += user.id + user.score;
        }
      }
      return sum;
    },
    close: () => root.close(),
  };
}
