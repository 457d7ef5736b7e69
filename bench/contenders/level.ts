import { ClassicLevel } from 'classic-level';
import { entries, type User } from '../data.js';
import type { Contender, Store } from './contender.js';
import { idOf, nameOf, packUser, scoreOf, userOf } from './layout.js';

/** Entries written at once, and read at once. */
const BATCH = 1000;
const OPTIONS = { keyEncoding: 'utf8', valueEncoding: 'buffer' } as const;

type Level = ClassicLevel<string, Buffer>;

function storeOf(db: Level): Store {
  return {
    user(key) {
      const bytes = db.getSync(key as string);
      return bytes && userOf(bytes);
    },
    twoFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const bytes = db.getSync(key as string)!;
        sum += idOf(bytes) + scoreOf(bytes);
      }
      return sum;
    },
    oneString(keys) {
      let sum = 0;
      for (const key of keys) {
        const name = nameOf(db.getSync(key as string)!);
        sum += name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    numberAndText(keys) {
      let sum = 0;
      for (const key of keys) {
        const bytes = db.getSync(key as string)!;
        const name = nameOf(bytes);
        sum += scoreOf(bytes) + name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    allFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const user: User = userOf(db.getSync(key as string)!);
        sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
      }
      return sum;
    },
    misses(keys) {
      let found = 0;
      for (const key of keys) if (db.getSync(key as string) !== undefined) found += 1;
      return found;
    },
    walks: {
      async entries() {
        const iterator = db.iterator();
        let sum = 0;
        for (let batch = await iterator.nextv(BATCH); batch.length > 0; batch = await iterator.nextv(BATCH)) {
          for (const [key, bytes] of batch) sum += key.length + scoreOf(bytes);
        }
        await iterator.close();
        return sum;
      },
    },
    close: () => db.close(),
  };
}

export const contender: Contender = {
  name: 'classic-level',
  about: `values as bytes of a hand-made layout; batches of ${BATCH}, compacted at the end; getSync(); one process only`,
  ending: 'level',
  async build(path, keys, records) {
    const db: Level = new ClassicLevel(path, OPTIONS);
    await db.open();
    let batch = db.batch();
    for (const [key, user] of entries(keys, records)) {
      batch.put(String(key), packUser(user));
      if (batch.length < BATCH) continue;
      await batch.write();
      batch = db.batch();
    }
    await batch.write({ sync: true });
    await db.compactRange('', '\u{10ffff}');
    await db.close();
  },
  async open(path) {
    const db: Level = new ClassicLevel(path, OPTIONS);
    await db.open();
    return storeOf(db);
  },
};
