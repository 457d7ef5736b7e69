/** Records by another key in lmdb, as its manual has it: a `dupSort` database of that key, whose values are the keys of records. */
import { open, type RootDatabase, type RootDatabaseOptionsWithPath } from 'lmdb';
import { entries, type User } from '../data.js';
import type { Store } from './contender.js';
import type { Stored } from './lmdb-multi.js';

const BATCH = 50_000;
const GROUPS = { name: 'groups', dupSort: true, encoding: 'ordered-binary' } as const;
const USERS = { name: 'users', keyEncoding: 'uint32', sharedStructuresKey: 0xffff_ffff as never } as const;

function root(options: RootDatabaseOptionsWithPath, readOnly: boolean): RootDatabase {
  return open({ ...options, readOnly, maxDbs: 4 });
}

export async function buildSecondary(options: RootDatabaseOptionsWithPath, records: number): Promise<void> {
  const db = root(options, false);
  const users = db.openDB<User, number>(USERS);
  const groups = db.openDB<number, string>(GROUPS);
  let count = 0;
  for (const [group, user] of entries('secondary', records)) {
    const written = [users.put(count, user), groups.put(group as string, count)];
    count += 1;
    if (count % BATCH === 0) await Promise.all(written);
  }
  await db.flushed;
  await db.close();
}

export function openSecondary(options: RootDatabaseOptionsWithPath): Store {
  const db = root(options, true);
  const users = db.openDB<Stored, number>(USERS);
  const groups = db.openDB<number, string>(GROUPS);
  return {
    user(key) {
      for (const id of groups.getValues(key as string)) {
        const user = users.get(id)!;
        return { ...user, tags: new Set(user.tags) };
      }
      return undefined;
    },
    severalRecords(keys) {
      let sum = 0;
      for (const key of keys) {
        for (const id of groups.getValues(key as string)) {
          const user = users.get(id)!;
          sum += user.id + user.score;
        }
      }
      return sum;
    },
    close: () => db.close(),
  };
}
