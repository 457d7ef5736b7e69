/** Several records of a key in lmdb: their array is the value, which is found faster than by a `dupSort` index. */
import { open, type RootDatabaseOptionsWithPath } from 'lmdb';
import { entries, GROUPS_RECORDS, type User } from '../data.js';
import type { Store } from './contender.js';

/** Sets come back as arrays from lmdb's default msgpack encoding. */
export type Stored = Omit<User, 'tags'> & { readonly tags: number[] };

export async function buildMulti(options: RootDatabaseOptionsWithPath, records: number): Promise<void> {
  const db = open<User[], string>(options);
  let groups = new Map<string, User[]>();
  const flush = async () => {
    let written: Promise<boolean> | undefined;
    for (const [key, group] of groups) written = db.put(key, group);
    groups = new Map();
    await written;
  };
  let count = 0;
  for (const [key, user] of entries('multi', records)) {
    const group = groups.get(key as string);
    if (group === undefined) groups.set(key as string, [user]);
    else group.push(user);
    count += 1;
    if (count % GROUPS_RECORDS === 0) await flush();
  }
  await flush();
  await db.flushed;
  await db.close();
}

export function openMulti(options: RootDatabaseOptionsWithPath): Store {
  const db = open<Stored[], string>({ ...options, readOnly: true });
  return {
    user(key) {
      const user = db.get(key as string)?.[0];
      return user && { ...user, tags: new Set(user.tags) };
    },
    severalRecords(keys) {
      let sum = 0;
      for (const key of keys) for (const user of db.get(key as string)!) sum += user.id + user.score;
      return sum;
    },
    close: () => db.close(),
  };
}
