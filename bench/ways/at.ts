/** One number of records in random order, by their positions. */
import { readFileSync } from 'node:fs';
import { ByteBuffer } from 'flatbuffers';
import { mapping, struct, t } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import { User, Users } from '../contenders/flatbuffers/user.js';
import { entries, mix } from '../data.js';
import type { Way } from './way.js';

const COUNT = 400_000;

class Scored extends struct({ score: t.float64 }) {}

/** Drawn with repetition, fixed for all rounds: they are many times the records that a cache holds. */
function draw(records: number): Uint32Array {
  return new Uint32Array(COUNT).map((_, item) => Math.floor((mix(item ^ 0x1b873593) / 2 ** 32) * records));
}

export const ways: readonly Way[] = [
  {
    name: 'array of objects',
    setUp({ records }) {
      const users = Array.from(entries('dense', records), ([, user]) => user);
      const items = draw(records);
      return {
        count: COUNT,
        run() {
          let sum = 0;
          for (const item of items) sum += users[item]!.score;
          return sum;
        },
      };
    },
  },
  {
    name: 'sharedbuffers at()',
    setUp({ users: path, records }) {
      const users = openMapping(path!, mapping({ key: t.string, value: Scored })).array;
      const items = draw(records);
      return {
        count: COUNT,
        run() {
          let sum = 0;
          for (const item of items) sum += users.at(item)!.score;
          return sum;
        },
      };
    },
  },
  {
    name: 'sharedbuffers cursor().at()',
    setUp({ users: path, records }) {
      const cursor = openMapping(path!, mapping({ key: t.string, value: Scored })).array.cursor();
      const items = draw(records);
      return {
        count: COUNT,
        run() {
          let sum = 0;
          for (const item of items) sum += cursor.at(item)!.score;
          return sum;
        },
      };
    },
  },
  {
    name: 'flatbuffers',
    setUp({ flatbuffers: path, records }) {
      const users = Users.getRootAsUsers(new ByteBuffer(readFileSync(path!)));
      const user = new User();
      const items = draw(records);
      return {
        count: COUNT,
        run() {
          let sum = 0;
          for (const item of items) sum += users.inOrder(item, user)!.score();
          return sum;
        },
      };
    },
  },
];
