import { entries, flat, isGroup, type Key, type User } from '../data.js';
import type { Contender } from './contender.js';
import { heapMultiStore, heapStore } from './heap-store.js';

function* made(keys: Parameters<typeof entries>[0], records: number): Generator<[Key, User]> {
  for (const [key, user] of entries(keys, records)) {
    const { id, name, score, tags, bio } = user;
    yield [typeof key === 'string' ? flat(key) : key, { id, name: flat(name), score, tags, bio: flat(bio) }];
  }
}

export const contender: Contender = {
  name: 'Map of objects',
  about: 'in the heap of each process, which makes it anew; of several records of a key, an array',
  ending: 'heap',
  // Nothing survives.
  build: async () => {},
  open(_path, keys, records) {
    if (!isGroup(keys)) return heapStore(new Map(made(keys, records)));
    const groups = new Map<Key, User[]>();
    for (const [key, user] of made(keys, records)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [user]);
      else group.push(user);
    }
    return heapMultiStore(groups);
  },
};
