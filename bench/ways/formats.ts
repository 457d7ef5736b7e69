/** Formats that write and read one record at a time, each given its input in the shape it likes best. */
import { deserialize, serialize } from 'node:v8';
import { Builder, ByteBuffer } from 'flatbuffers';
import { Packr } from 'msgpackr';
import { struct, t } from 'sharedbuffers';
import { User as FlatUser } from '../contenders/flatbuffers/user.js';
import { packUser } from '../contenders/flatbuffers.js';
import { type User, userAt } from '../data.js';

/** Few enough to stay in the cache. */
const RECORDS = 1000;
/** Longest record here, in bytes. */
const LONGEST = 512;

export class UserRecord extends struct({
  id: t.uint64,
  name: t.string,
  score: t.float64,
  tags: t.set(t.uint8),
  bio: t.string,
}) {}

/** A user as formats without sets have it. */
type Listed = Omit<User, 'tags'> & { readonly tags: readonly number[] };

type Packed = Uint8Array | string;

/** How one format writes a record and reads it. */
export interface Format<Input = unknown, Output = unknown> {
  readonly name: string;
  readonly inputs: readonly Input[];
  pack(input: Input): Packed;
  unpack(packed: Packed): Output;
  /** Sums of `id` and `score`; of all five fields, with lengths for those that are no numbers. */
  two(output: Output): number;
  all(output: Output): number;
}

/** Throws unless every record comes back as it was. */
export function check<I, O>({ name, inputs, pack, unpack, two, all }: Format<I, O>): void {
  for (const [item, user] of users.entries()) {
    const read = unpack(pack(inputs[item]!));
    if (two(read) !== twoOf(user) || all(read) !== withSet(user)) {
      throw new Error(`${name} does not give record ${item} back`);
    }
  }
}

const users = Array.from({ length: RECORDS }, (_, item) => userAt(item));
const lists = users.map((user): Listed => ({ ...user, tags: [...user.tags] }));

function twoOf(user: { readonly id: number; readonly score: number }): number {
  return user.id + user.score;
}

function withSet(user: User | UserRecord): number {
  return user.id + user.name.length + user.score + user.tags.size + user.bio.length;
}

function withList(user: Listed): number {
  return user.id + user.name.length + user.score + user.tags.length + user.bio.length;
}

export function sharedbuffers(): Format<User, UserRecord> {
  return {
    name: 'sharedbuffers',
    inputs: users,
    pack: (user) => UserRecord.pack(user),
    unpack: (packed) => UserRecord.unpackFrom(packed as Uint8Array),
    two: twoOf,
    all: withSet,
  };
}

/** Into a buffer that is there already, as a message is written. */
export function sharedbuffersInto(): Format<User, UserRecord> {
  const target = new Uint8Array(LONGEST);
  return {
    ...sharedbuffers(),
    name: 'sharedbuffers packInto',
    pack(user) {
      UserRecord.packInto(user, target);
      return target;
    },
  };
}

export function json(): Format<Listed, Listed> {
  return {
    name: 'JSON',
    inputs: lists,
    pack: (user) => JSON.stringify(user),
    unpack: (packed) => JSON.parse(packed as string) as Listed,
    two: twoOf,
    all: withList,
  };
}

export function v8(): Format<User, User> {
  return {
    name: 'v8.serialize',
    inputs: users,
    pack: (user) => serialize(user),
    unpack: (packed) => deserialize(packed as Uint8Array) as User,
    two: twoOf,
    all: withSet,
  };
}

export function msgpackr(): Format<Listed, Listed> {
  const packr = new Packr({ structures: [] });
  return {
    name: 'msgpackr',
    inputs: lists,
    pack: (user) => packr.pack(user),
    unpack: (packed) => packr.unpack(packed as Uint8Array) as Listed,
    two: twoOf,
    all: withList,
  };
}

export function flatbuffers(): Format<User, FlatUser> {
  const builder = new Builder(LONGEST);
  return {
    name: 'flatbuffers',
    inputs: users,
    pack(user) {
      builder.clear();
      builder.finish(packUser(builder, 0, user));
      return builder.asUint8Array();
    },
    unpack: (packed) => FlatUser.getRootAsUser(new ByteBuffer(packed as Uint8Array)),
    two: (user) => user.id() + user.score(),
    all: (user) => user.id() + user.name()!.length + user.score() + user.tagsLength() + user.bio()!.length,
  };
}
