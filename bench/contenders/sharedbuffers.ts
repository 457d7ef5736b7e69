import { type Mapping, mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { entries, type Key, type KeyKind } from '../data.js';
import type { Contender, Store } from './contender.js';

class UserRecord extends struct({
  id: t.uint64,
  name: t.string,
  score: t.float64,
  tags: t.set(t.uint8),
  bio: t.string,
}) {}

const byString = mapping({ key: t.string, value: UserRecord });
const byInteger = mapping({ key: t.uint64, value: UserRecord });

function storeOf<K extends Key>(users: Mapping<K, UserRecord>): Store {
  return {
    user(key) {
      const user = users.get(key as K);
      return user && { id: user.id, name: user.name, score: user.score, tags: user.tags, bio: user.bio };
    },
    twoFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const user = users.get(key as K)!;
        sum += user.id + user.score;
      }
      return sum;
    },
    allFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const user = users.get(key as K)!;
        sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
      }
      return sum;
    },
    misses(keys) {
      let found = 0;
      for (const key of keys) if (users.get(key as K) !== undefined) found += 1;
      return found;
    },
    scans: {
      'sharedbuffers cursor()': () => {
        let sum = 0;
        for (const user of users.array.cursor()) sum += user.score;
        return sum;
      },
      'sharedbuffers objects': () => {
        let sum = 0;
        for (const user of users.array) sum += user.score;
        return sum;
      },
      'sharedbuffers column()': () => {
        let sum = 0;
        for (const score of users.array.column('score')) sum += score;
        return sum;
      },
    },
    readAll() {
      let sum = 0;
      for (const user of users.array.cursor()) {
        sum += user.id + user.name.length + user.score + user.tags.size + user.bio.length;
      }
      return sum;
    },
    close: () => users.close(),
  };
}

export const contender: Contender = {
  name: 'sharedbuffers',
  about: 'buildMapping to a new file, fsync and rename included; openMapping with mmap',
  ending: 'sb',
  build(path, keys, records) {
    // The generator's keys are strings or numbers throughout, as `keys` says.
    return keys === 'string'
      ? buildMapping(path, byString, entries(keys, records) as Generator<[string, never]>)
      : buildMapping(path, byInteger, entries(keys, records) as Generator<[number, never]>);
  },
  open(path: string, keys: KeyKind): Store {
    return keys === 'string' ? storeOf(openMapping(path, byString)) : storeOf(openMapping(path, byInteger));
  },
};
