import { type Mapping, type MappingBuildOptions, mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { entries, isText, type Key, type KeyKind } from '../data.js';
import { type Contender, IN_PREFIX, IN_RANGE, type Store } from './contender.js';

class UserRecord extends struct({
  id: t.uint64,
  name: t.string,
  score: t.float64,
  tags: t.set(t.uint8),
  bio: t.string,
}) {}

export const byString = mapping({ key: t.string, value: UserRecord });
const byGroup = mapping({ key: t.string, value: UserRecord, multi: true });
export const byInteger = mapping({ key: t.uint64, value: UserRecord });
/** By number, with an index of the groups. */
const byNumber = mapping({
  key: t.uint64,
  value: UserRecord,
  indexes: [{ name: 'group', key: t.string, keys: () => undefined }],
});

function storeOf<K extends Key>(users: Mapping<K, UserRecord>): Store {
  /** Used again from batch to batch. */
  const found: (UserRecord | undefined)[] = [];
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
    oneString(keys) {
      let sum = 0;
      for (const key of keys) {
        const { name } = users.get(key as K)!;
        sum += name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    numberAndText(keys) {
      let sum = 0;
      for (const key of keys) {
        const { score, name } = users.get(key as K)!;
        sum += score + name.charCodeAt(name.length - 1);
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
    manyFields(keys) {
      users.getMany(keys as readonly K[], found);
      let sum = 0;
      for (let place = 0; place < keys.length; place += 1) {
        const user = found[place]!;
        sum += user.id + user.score;
      }
      return sum;
    },
    walks: {
      entries() {
        let sum = 0;
        // As they lie in the file: strings are otherwise walked by hash.
        for (const [key, user] of users.entries({ order: 'sequential' })) {
          sum += (key as string).length + user.score;
        }
        return sum;
      },
      values() {
        let sum = 0;
        for (const user of users.values({ order: 'sequential' })) sum += user.score;
        return sum;
      },
      forEach() {
        let sum = 0;
        users.forEach((user, key) => {
          sum += (key as string).length + user.score;
        });
        return sum;
      },
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
        const scores = users.array.column('score');
        for (let item = 0; item < scores.length; item += 1) sum += scores[item]!;
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

function inOrder(users: Mapping<string, UserRecord>): Store {
  return {
    ...storeOf(users),
    ranges(keys) {
      let sum = 0;
      for (const key of keys) {
        for (const [, user] of users.range(key as string, undefined, { limit: IN_RANGE })) sum += user.score;
      }
      return sum;
    },
    prefixes(keys) {
      let sum = 0;
      for (const key of keys) {
        for (const [, user] of users.prefix((key as string).slice(0, -1), { limit: IN_PREFIX })) {
          sum += user.score;
        }
      }
      return sum;
    },
  };
}

interface Several {
  get(key: string): UserRecord | undefined;
  getAll(key: string): UserRecord[];
}

function multiStoreOf(users: Several, close: () => void): Store {
  return {
    user(key) {
      const user = users.get(key as string);
      return user && { id: user.id, name: user.name, score: user.score, tags: user.tags, bio: user.bio };
    },
    severalRecords(keys) {
      let sum = 0;
      for (const key of keys) for (const user of users.getAll(key as string)) sum += user.id + user.score;
      return sum;
    },
    close,
  };
}

/** Numbers records, which do not say what group they are of. */
function* numbered(rows: Iterable<[Key, unknown]>, group: (key: string) => void): Generator<[number, never]> {
  let number = 0;
  for (const [key, user] of rows) {
    group(key as string);
    yield [number, user as never];
    number += 1;
  }
}

/** Throws what the build throws. The generator's keys are strings or numbers throughout, as `keys` says. */
export function build(
  path: string,
  keys: KeyKind,
  records: number,
  options: Omit<MappingBuildOptions, 'columns'> & { readonly columns?: readonly ['score'] } = {},
): Promise<void> {
  const rows = entries(keys, records);
  if (keys === 'multi') return buildMapping(path, byGroup, rows as Generator<[string, never]>, options);
  if (keys === 'secondary') {
    let group = '';
    const numbers = numbered(rows, (key) => {
      group = key;
    });
    return buildMapping(path, byNumber, numbers, {
      ...options,
      indexes: [{ name: 'group', keys: () => group }],
    });
  }
  const ordered = keys === 'ordered' ? { ...options, ordered: true } : options;
  return isText(keys)
    ? buildMapping(path, byString, rows as Generator<[string, never]>, ordered)
    : buildMapping(path, byInteger, rows as Generator<[number, never]>, options);
}

export const contender: Contender = {
  name: 'sharedbuffers',
  about: 'buildMapping to a new file, fsync and rename included; openMapping with mmap',
  ending: 'sb',
  build,
  open(path: string, keys: KeyKind): Store {
    if (keys === 'multi') {
      const users = openMapping(path, byGroup);
      return multiStoreOf(users, () => users.close());
    }
    if (keys === 'secondary') {
      const users = openMapping(path, byNumber);
      return multiStoreOf(users.by('group'), () => users.close());
    }
    if (keys === 'ordered') return inOrder(openMapping(path, byString));
    return keys === 'string' ? storeOf(openMapping(path, byString)) : storeOf(openMapping(path, byInteger));
  },
};
