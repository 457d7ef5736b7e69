/** Answers from a heap `Map` of plain objects, whoever made it. */
import type { Key, User } from '../data.js';
import type { Store } from './contender.js';

export function heapStore(users: Map<Key, User>): Store {
  const array = [...users.values()];
  const twoFields = (keys: readonly Key[]) => {
    let sum = 0;
    for (const key of keys) {
      const user = users.get(key)!;
      sum += user.id + user.score;
    }
    return sum;
  };
  return {
    user: (key) => users.get(key),
    twoFields,
    // A `Map` has no call for many keys.
    manyFields: twoFields,
    oneString(keys) {
      let sum = 0;
      for (const key of keys) {
        const { name } = users.get(key)!;
        sum += name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    numberAndText(keys) {
      let sum = 0;
      for (const key of keys) {
        const { score, name } = users.get(key)!;
        sum += score + name.charCodeAt(name.length - 1);
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
    walks: {
      entries() {
        let sum = 0;
        for (const [key, user] of users) sum += (key as string).length + user.score;
        return sum;
      },
      values() {
        let sum = 0;
        for (const user of users.values()) sum += user.score;
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
}

/** Of keys that several records have: an array for each. */
export function heapMultiStore(groups: Map<Key, User[]>): Store {
  return {
    user: (key) => groups.get(key)?.[0],
    severalRecords(keys) {
      let sum = 0;
      for (const key of keys) for (const user of groups.get(key)!) sum += user.id + user.score;
      return sum;
    },
    close: () => groups.clear(),
  };
}
