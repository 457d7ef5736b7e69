import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Builder, ByteBuffer, type Offset } from 'flatbuffers';
import { entries, type Key, type KeyKind, type User as Row } from '../data.js';
import type { Contender, Store } from './contender.js';
import { SortedUsers } from './flatbuffers/look-up.js';
import { User, Users } from './flatbuffers/user.js';

/** Somewhat more than a record takes, both vectors included: the builder doubles its buffer where it is too small. */
const RECORD_BYTES = 152;
/** Longest write: 2 GiB is more than a system writes at once. */
const WRITE_BYTES = 2 ** 30;

export function packUser(builder: Builder, key: Key, user: Row): Offset {
  const name = builder.createString(user.name);
  const bio = builder.createString(user.bio);
  const tags = User.createTagsVector(builder, [...user.tags]);
  const text = typeof key === 'string' ? builder.createString(key) : 0;
  User.startUser(builder);
  if (typeof key === 'string') User.addKey(builder, text);
  else User.addNumber(builder, key);
  User.addId(builder, user.id);
  User.addScore(builder, user.score);
  User.addName(builder, name);
  User.addTags(builder, tags);
  User.addBio(builder, bio);
  return User.endUser(builder);
}

/** Numbers of the records in the order of their keys, which are all ASCII: by code unit is by byte. */
function sorted(items: Uint32Array, keys: readonly Key[]): Uint32Array {
  if (typeof keys[0] === 'number') return items.toSorted((a, b) => (keys[a] as number) - (keys[b] as number));
  return items.toSorted((a, b) => (keys[a]! < keys[b]! ? -1 : 1));
}

/** A vector is filled from its end. */
function vector(builder: Builder, tables: Float64Array, items: Uint32Array): Offset {
  builder.startVector(4, tables.length, 4);
  for (let place = items.length - 1; place >= 0; place -= 1) builder.addOffset(tables[items[place]!]!);
  return builder.endVector();
}

function pack(keys: KeyKind, records: number): Uint8Array {
  const builder = new Builder(records * RECORD_BYTES);
  const names: Key[] = [];
  const tables = new Float64Array(records);
  for (const [key, user] of entries(keys, records)) {
    tables[names.length] = packUser(builder, key, user);
    names.push(key);
  }
  const items = new Uint32Array(records).map((_, item) => item);
  const byKey = vector(builder, tables, sorted(items, names));
  const inOrder = vector(builder, tables, items);
  Users.startUsers(builder);
  Users.addInOrder(builder, inOrder);
  Users.addByKey(builder, byKey);
  builder.finish(Users.endUsers(builder));
  return builder.asUint8Array();
}

function storeOf<K extends Key>(users: Users, find: (key: K, user?: User) => User | undefined): Store {
  const reused = new User();
  return {
    user(key) {
      const user = find(key as K);
      return (
        user && {
          id: user.id(),
          name: user.name()!,
          score: user.score(),
          tags: new Set(user.tagsArray()!),
          bio: user.bio()!,
        }
      );
    },
    twoFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const user = find(key as K, reused)!;
        sum += user.id() + user.score();
      }
      return sum;
    },
    oneString(keys) {
      let sum = 0;
      for (const key of keys) {
        const name = find(key as K, reused)!.name()!;
        sum += name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    numberAndText(keys) {
      let sum = 0;
      for (const key of keys) {
        const user = find(key as K, reused)!;
        const name = user.name()!;
        sum += user.score() + name.charCodeAt(name.length - 1);
      }
      return sum;
    },
    allFields(keys) {
      let sum = 0;
      for (const key of keys) {
        const user = find(key as K, reused)!;
        sum += user.id() + user.name()!.length + user.score() + user.tagsLength() + user.bio()!.length;
      }
      return sum;
    },
    misses(keys) {
      let found = 0;
      for (const key of keys) if (find(key as K, reused) !== undefined) found += 1;
      return found;
    },
    walks: {
      entries() {
        const length = users.inOrderLength();
        let sum = 0;
        for (let item = 0; item < length; item += 1) {
          const user = users.inOrder(item, reused)!;
          sum += user.key()!.length + user.score();
        }
        return sum;
      },
    },
    scans: {
      flatbuffers: () => {
        const length = users.inOrderLength();
        let sum = 0;
        for (let item = 0; item < length; item += 1) sum += users.inOrder(item, reused)!.score();
        return sum;
      },
    },
    readAll() {
      const length = users.inOrderLength();
      let sum = 0;
      for (let item = 0; item < length; item += 1) {
        const user = users.inOrder(item, reused)!;
        sum += user.id() + user.name()!.length + user.score() + user.tagsLength() + user.bio()!.length;
      }
      return sum;
    },
    close: () => {},
  };
}

export const contender: Contender = {
  name: 'flatbuffers',
  about:
    'the file in the heap; binary search of a sorted vector, one accessor reused; accessors as flatc makes them',
  ending: 'fb',
  async build(path, keys, records) {
    const bytes = pack(keys, records);
    const fd = openSync(path, 'w');
    for (let at = 0; at < bytes.length; )
      at += writeSync(fd, bytes, at, Math.min(WRITE_BYTES, bytes.length - at));
    closeSync(fd);
  },
  open(path, keys): Store {
    const users = Users.getRootAsUsers(new ByteBuffer(readFileSync(path)));
    const sorted = new SortedUsers(users);
    return keys === 'string'
      ? storeOf<string>(users, (key, user) => sorted.byString(key, user))
      : storeOf<number>(users, (key, user) => sorted.byNumber(key, user));
  },
};
