/** Scans of a text field of 12 ASCII characters. */
import { readFileSync } from 'node:fs';
import { openArray } from 'sharedbuffers/node';
import { CODE_LENGTH, PlaceRecord, places } from '../places.js';
import type { Files, Way } from './way.js';

const LAST = CODE_LENGTH - 1;

/** Node's own decoder of ASCII, of which its types do not tell. */
interface Latin1 {
  latin1Slice(start: number, end: number): string;
}

/** One way a process: what walks the records is of one class at every place in the loop. */
function scanOf(name: string, open: (files: Files) => () => Iterable<{ readonly code: string }>): Way {
  return {
    name,
    setUp(files) {
      const records = open(files);
      return {
        count: files.records,
        run() {
          let sum = 0;
          for (const { code } of records()) sum += code.length + code.charCodeAt(LAST);
          return sum;
        },
      };
    },
  };
}

function open({ places }: Files) {
  return openArray(places!, PlaceRecord);
}

/** Where each text starts in a file that holds them in order. */
function startsIn(buffer: Buffer, records: number): Float64Array {
  const starts = new Float64Array(records);
  let at = 0;
  let item = 0;
  for (const { code } of places(records)) {
    at = buffer.indexOf(code, at, 'latin1');
    starts[item] = at;
    item += 1;
  }
  return starts;
}

export const ways: readonly Way[] = [
  {
    name: 'latin1Slice alone',
    setUp({ places: path, records }) {
      const buffer = readFileSync(path!);
      const starts = startsIn(buffer, records);
      const decoder = buffer as unknown as Latin1;
      return {
        count: records,
        run() {
          let sum = 0;
          for (let item = 0; item < starts.length; item += 1) {
            const start = starts[item]!;
            const code = decoder.latin1Slice(start, start + CODE_LENGTH);
            sum += code.length + code.charCodeAt(LAST);
          }
          return sum;
        },
      };
    },
  },
  scanOf('array of objects', ({ records }) => {
    const array = Array.from(places(records));
    return () => array;
  }),
  scanOf('sharedbuffers cursor()', (files) => {
    const array = open(files);
    return () => array.cursor();
  }),
  scanOf('sharedbuffers objects', (files) => {
    const array = open(files);
    return () => array;
  }),
  {
    name: 'sharedbuffers column()',
    setUp(files) {
      const array = open(files);
      return {
        count: files.records,
        run() {
          let sum = 0;
          for (const code of array.column('code')) sum += code.length + code.charCodeAt(LAST);
          return sum;
        },
      };
    },
  },
];
