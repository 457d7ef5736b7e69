import { deserialize, serialize } from 'node:v8';
import type { Key, User } from '../data.js';
import type { Contender } from './contender.js';
import { heapStore } from './heap-store.js';
import { readParts, writeParts } from './parts.js';

export const contender: Contender = {
  name: 'v8.deserialize',
  about: 'of the whole file, a million entries at a time, which hold a Map of objects',
  ending: 'v8',
  async build(path, keys, records) {
    writeParts(path, keys, records, (part) => serialize(new Map(part)));
  },
  open(path) {
    let users: Map<Key, User> | undefined;
    for (const bytes of readParts(path)) {
      const part = deserialize(bytes) as Map<Key, User>;
      if (users === undefined) users = part;
      else for (const [key, user] of part) users.set(key, user);
    }
    return heapStore(users ?? new Map());
  },
};
