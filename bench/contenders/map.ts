import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { entries, type Key, type User } from '../data.js';
import type { Contender, Store } from './contender.js';

const CHUNK_BYTES = 2 ** 20;

/** One entry a line: the whole of ten million would not fit into one string. */
function writeLines(path: string, lines: Iterable<string>): void {
  const fd = openSync(path, 'w');
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_BYTES) continue;
    writeSync(fd, chunk);
    chunk = '';
  }
  writeSync(fd, chunk);
  closeSync(fd);
}

function* readLines(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk)) {
    const lines = (rest + decoder.write(chunk.subarray(0, count))).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  closeSync(fd);
}

function* toLines(rows: Iterable<[Key, User]>): Generator<string> {
  for (const [key, user] of rows) yield JSON.stringify([key, { ...user, tags: [...user.tags] }]);
}

function load(path: string): Map<Key, User> {
  const users = new Map<Key, User>();
  for (const line of readLines(path)) {
    const [key, { id, name, score, tags, bio }] = JSON.parse(line) as [Key, User & { tags: number[] }];
    users.set(key, { id, name, score, tags: new Set(tags), bio });
  }
  return users;
}

export const contender: Contender = {
  name: 'Map of objects',
  about: 'in the heap of each process; its file is one line of JSON an entry, parsed to open it',
  ending: 'ndjson',
  async build(path, keys, records) {
    writeLines(path, toLines(entries(keys, records)));
  },
  open(path): Store {
    const users = load(path);
    const array = [...users.values()];
    return {
      user: (key) => users.get(key),
      twoFields(keys) {
        let sum = 0;
        for (const key of keys) {
          const user = users.get(key)!;
          sum += user.id + user.score;
        }
        return sum;
      },
      allFields(keys) {
        let sum = 0;
        for (const key of keys) {
          const user = users.get(key)!;
          sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
        }
        return sum;
      },
      misses(keys) {
        let found = 0;
        for (const key of keys) if (users.get(key) !== undefined) found += 1;
        return found;
      },
      scans: {
        'array of objects': () => {
          let sum = 0;
          for (const user of array) sum += user.score;
          return sum;
        },
      },
      readAll() {
        let sum = 0;
        for (const user of users.values()) {
          sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
        }
        return sum;
      },
      close: () => users.clear(),
    };
  },
};
