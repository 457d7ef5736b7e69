/** Whether a set of three within each record, in order, has a number: one in 64 has. */
import { readFileSync } from 'node:fs';
import { ByteBuffer } from 'flatbuffers';
import { mapping, struct, t } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import { User, Users } from '../contenders/flatbuffers/user.js';
import { entries } from '../data.js';
import type { Files, Way } from './way.js';

/** Records asked, which is enough to time. */
const MOST = 100_000;
/** Tags are below 192; this walks through all of them. */
const TAGS = 192;

class WithSet extends struct({ tags: t.set(t.uint8) }) {}
class WithView extends struct({ tags: t.setView(t.uint8) }) {}

interface Tagged {
  readonly tags: { has(tag: number): boolean };
}

/** One way a process: what walks the records is of one class at every place in the loop. */
function wayOf(name: string, open: (files: Files) => () => Iterable<Tagged>): Way {
  return {
    name,
    setUp(files) {
      const count = Math.min(files.records, MOST);
      const users = open(files);
      return {
        count,
        run() {
          let found = 0;
          let item = 0;
          for (const user of users()) {
            if (item === count) break;
            if (user.tags.has(item % TAGS)) found += 1;
            item += 1;
          }
          return found;
        },
      };
    },
  };
}

function has(user: User, tag: number): boolean {
  const length = user.tagsLength();
  for (let place = 0; place < length; place += 1) if (user.tags(place) === tag) return true;
  return false;
}

export const ways: readonly Way[] = [
  wayOf('array of objects', ({ records }) => {
    const users = Array.from(entries('dense', Math.min(records, MOST)), ([, user]) => user);
    return () => users;
  }),
  wayOf('sharedbuffers t.set', ({ users: path }) => {
    const { array } = openMapping(path!, mapping({ key: t.string, value: WithSet }));
    return () => array.cursor();
  }),
  wayOf('sharedbuffers t.setView', ({ users: path }) => {
    const { array } = openMapping(path!, mapping({ key: t.string, value: WithView }));
    return () => array.cursor();
  }),
  {
    name: 'flatbuffers',
    setUp({ flatbuffers: path, records }) {
      const users = Users.getRootAsUsers(new ByteBuffer(readFileSync(path!)));
      const user = new User();
      const count = Math.min(records, MOST);
      return {
        count,
        run() {
          let found = 0;
          for (let item = 0; item < count; item += 1) {
            if (has(users.inOrder(item, user)!, item % TAGS)) found += 1;
          }
          return found;
        },
      };
    },
  },
];
