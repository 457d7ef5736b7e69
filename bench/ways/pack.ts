/** One record at a time, from an object to bytes. */
import * as formats from './formats.js';
import type { Way } from './way.js';

const REPEATS = 20;

function wayOf<I, O>(make: () => formats.Format<I, O>): Way {
  const format = make();
  return {
    name: format.name,
    setUp() {
      const { inputs, pack } = format;
      formats.check(format);
      return {
        count: inputs.length * REPEATS,
        run() {
          let packed = 0;
          for (let repeat = 0; repeat < REPEATS; repeat += 1) {
            for (const input of inputs) if (pack(input).length > 0) packed += 1;
          }
          return packed;
        },
      };
    },
  };
}

export const ways: readonly Way[] = [
  wayOf(formats.json),
  wayOf(formats.sharedbuffers),
  wayOf(formats.sharedbuffersInto),
  wayOf(formats.v8),
  wayOf(formats.msgpackr),
  wayOf(formats.flatbuffers),
];
