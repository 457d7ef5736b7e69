import type { Key, User } from '../data.js';
import type { Contender } from './contender.js';
import { heapStore } from './heap-store.js';
import { readParts, writeParts } from './parts.js';

type Parsed = [Key, Omit<User, 'tags'> & { tags: number[] }];

export const contender: Contender = {
  name: 'JSON.parse',
  about: 'of the whole file, a million entries at a time, into a Map of objects',
  ending: 'json',
  async build(path, keys, records) {
    writeParts(path, keys, records, (part) =>
      Buffer.from(JSON.stringify(part.map(([key, user]) => [key, { ...user, tags: [...user.tags] }]))),
    );
  },
  open(path) {
    const users = new Map<Key, User>();
    for (const bytes of readParts(path)) {
      for (const [key, { id, name, score, tags, bio }] of JSON.parse(bytes.toString()) as Parsed[]) {
        users.set(key, { id, name, score, tags: new Set(tags), bio });
      }
    }
    return heapStore(users);
  },
};
