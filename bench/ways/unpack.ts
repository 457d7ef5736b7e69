/** One record at a time, from bytes to two of its fields, or to all five. */
import * as formats from './formats.js';
import type { Way } from './way.js';

const REPEATS = 20;

function wayOf<I, O>(make: () => formats.Format<I, O>, fields: 'two' | 'all'): Way {
  const format = make();
  return {
    name: format.name,
    setUp() {
      const { inputs, pack, unpack, [fields]: sumOf } = format;
      formats.check(format);
      const records = inputs.map((input) => {
        const packed = pack(input);
        return typeof packed === 'string' ? packed : packed.slice();
      });
      return {
        count: records.length * REPEATS,
        run() {
          let sum = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (const record of records) sum += sumOf(unpack(record));
          }
          return sum;
        },
      };
    },
  };
}

function waysOf(fields: 'two' | 'all'): Way[] {
  return [
    wayOf(formats.json, fields),
    wayOf(formats.sharedbuffers, fields),
    wayOf(formats.v8, fields),
    wayOf(formats.msgpackr, fields),
    wayOf(formats.flatbuffers, fields),
  ];
}

export const two: readonly Way[] = waysOf('two');
export const all: readonly Way[] = waysOf('all');
