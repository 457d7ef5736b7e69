import { closeSync, fsyncSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';
import { entries, isGroup, isText, type Key, type KeyKind, type User } from '../data.js';
import { SQLITE } from '../paths.js';
import type { Contender, Store } from './contender.js';
import { orderedStore } from './ordered.js';

const MAP_BYTES = 2 ** 40;
/** Pages of 4 KiB: enough that building 10 million records in random order of keys does not read pages again. */
const BUILD_CACHE = 500_000;
const COLUMNS = 'id INTEGER, name TEXT, score REAL, tags BLOB, bio TEXT';

type Row = [id: number, name: string, score: number, tags: Buffer, bio: string];

function load(path: string, options: Database.Options): Database.Database {
  const open = createRequire(SQLITE)('better-sqlite3') as typeof Database;
  return new open(path, options);
}

/** Integer keys are row numbers. Text keys are found 15 % faster in a table of their own order than by an index. */
function tableOf(keys: KeyKind): string {
  if (isGroup(keys)) return `CREATE TABLE users(key TEXT, ${COLUMNS})`;
  if (isText(keys)) return `CREATE TABLE users(key TEXT PRIMARY KEY, ${COLUMNS}) WITHOUT ROWID`;
  return `CREATE TABLE users(key INTEGER PRIMARY KEY, ${COLUMNS})`;
}

function userOf([id, name, score, tags, bio]: Row): User {
  return { id, name, score, tags: new Set(tags), bio };
}

export function openReadOnly(path: string): Database.Database {
  const db = load(path, { readonly: true, fileMustExist: true });
  db.pragma(`mmap_size = ${MAP_BYTES}`);
  return db;
}

export function storeOf(db: Database.Database): Store {
  const select = <R>(columns: string, rest = 'WHERE key = ?') =>
    db.prepare<Key[], R>(`SELECT ${columns} FROM users ${rest}`).raw();
  const all = select<Row>('id, name, score, tags, bio');
  const numbers = select<[number, number]>('id, score');
  const mixed = select<[number, string]>('score, name');
  const text = select<[string]>('name');
  const key = select<[number]>('1');
  const after = select<[number]>('score', 'WHERE key >= ? ORDER BY key LIMIT ?');
  const between = select<[number]>('score', 'WHERE key >= ? AND key < ? ORDER BY key LIMIT ?');
  return {
    user(key) {
      const row = all.get(key);
      return row && userOf(row);
    },
    twoFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const row = numbers.get(key)!;
        sum += row[0] + row[1];
      }
      return sum;
    },
    oneString(keys) {
      let sum = 0;
      for (const key of keys) {
        const name = text.get(key)![0];
        sum += name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    numberAndText(keys) {
      let sum = 0;
      for (const key of keys) {
        const [score, name] = mixed.get(key)!;
        sum += score + name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    allFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const user = userOf(all.get(key)!);
        sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
      }
      return sum;
    },
    severalRecords(keys) {
      let sum = 0;
      for (const key of keys) for (const row of numbers.all(key)) sum += row[0] + row[1];
      return sum;
    },
    ...orderedStore((start, end, limit) => {
      const rows = end === undefined ? after.all(start, limit) : between.all(start, end, limit);
      return rows.map(([score]) => score);
    }),
    misses(keys) {
      let found = 0;
      for (const each of keys) if (key.get(each) !== undefined) found += 1;
      return found;
    },
    walks: {
      entries() {
        let sum = 0;
        for (const [key, score] of select<[string, number]>('key, score', '').iterate()) {
          sum += key.length + score;
        }
        return sum;
      },
      values() {
        let sum = 0;
        for (const [score] of select<[number]>('score', '').iterate()) sum += score;
        return sum;
      },
    },
    readAll() {
      let sum = 0;
      for (const row of select<Row>('id, name, score, tags, bio', '').iterate()) {
        const user = userOf(row);
        sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
      }
      return sum;
    },
    close() {
      db.close();
    },
  };
}

export const contender: Contender = {
  name: 'better-sqlite3',
  about:
    'a column a field; built in one transaction without journal, then fsync; read with WAL, mmap, prepared statements, raw rows',
  ending: 'sqlite',
  async build(path, keys, records) {
    const db = load(path, {});
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma(`cache_size = ${BUILD_CACHE}`);
    db.exec(`${tableOf(keys)}; BEGIN`);
    const insert = db.prepare('INSERT INTO users VALUES(?, ?, ?, ?, ?, ?)');
    for (const [key, { id, name, score, tags, bio }] of entries(keys, records)) {
      insert.run(key, id, name, score, Buffer.from([...tags]), bio);
    }
    if (isGroup(keys)) db.exec('CREATE INDEX by_key ON users(key)');
    db.exec('COMMIT');
    db.pragma('journal_mode = WAL');
    db.close();
    const fd = openSync(path, 'r');
    fsyncSync(fd);
    closeSync(fd);
  },
  open: (path) => storeOf(openReadOnly(path)),
};
