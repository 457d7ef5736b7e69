/** One element of a list within each record, in order. */
import { array, struct, t } from 'sharedbuffers';
import { mix } from '../data.js';
import type { Way } from './way.js';

/** Few enough to stay in the cache, so that the access is what costs. */
const RECORDS = 2000;
const REPEATS = 50;
const LENGTH = 8;

interface Marked {
  readonly marks: readonly number[];
}

class WithList extends struct({ marks: t.list(t.uint16) }) {}
class WithView extends struct({ marks: t.listView(t.uint16) }) {}

function rows(): { readonly marks: number[] }[] {
  return Array.from({ length: RECORDS }, (_, item) => ({
    marks: Array.from({ length: LENGTH }, (_, place) => mix(item * LENGTH + place) & 0xffff),
  }));
}

/** One way a process: what walks the records is of one class at every place in the loop. */
function wayOf(name: string, open: () => () => Iterable<Marked>): Way {
  return {
    name,
    setUp() {
      const records = open();
      return {
        count: RECORDS * REPEATS,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (const { marks } of records()) sum += marks[repeat % LENGTH]!;
          }
          return sum;
        },
      };
    },
  };
}

export const ways: readonly Way[] = [
  wayOf('array of objects', () => {
    const array = rows();
    return () => array;
  }),
  wayOf('sharedbuffers t.list', () => {
    const declared = array(WithList);
    const records = declared.fromBuffer(declared.pack(rows()));
    return () => records.cursor();
  }),
  {
    name: 'sharedbuffers t.listView',
    setUp() {
      const declared = array(WithView);
      const records = declared.fromBuffer(declared.pack(rows()));
      return {
        count: RECORDS * REPEATS,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (const { marks } of records.cursor()) sum += marks.at(repeat % LENGTH)!;
          }
          return sum;
        },
      };
    },
  },
];
