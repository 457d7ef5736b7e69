/** The floor of a scan: the least that any code must do to read one number of every record, and no check at all. */
import { readFileSync } from 'node:fs';
import type { Contender, Store } from './contender.js';
import { contender as sharedbuffers } from './sharedbuffers.js';

/** Of a typed array: where its header says that its index is, and how many records it has (docs/format.md 10). */
const INDEX_OFFSET_AT = 8;
const LENGTH_AT = 16;
/** Bitmaps, then `bio`, `id`, `name` and `score`, each of 8 bytes (docs/format.md 9). */
const SCORE_AT = 32;

export const contender: Contender = {
  name: 'bare DataView',
  about: 'a loop over the same file in the heap: one offset and one float64 a record, unchecked',
  ending: sharedbuffers.ending,
  build: (path, keys, records) => sharedbuffers.build(path, keys, records),
  open(path): Store {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const view = new DataView(buffer, byteOffset, byteLength);
    // The last 8 bytes of a mapping say where its array starts (docs/format.md 11).
    const array = Number(view.getBigUint64(byteLength - 8, true));
    const index = array + Number(view.getBigUint64(array + INDEX_OFFSET_AT, true));
    const end = index + 8 * Number(view.getBigUint64(array + LENGTH_AT, true));
    return {
      scans: {
        'bare DataView': () => {
          let sum = 0;
          for (let at = index; at < end; at += 8) {
            sum += view.getFloat64(array + view.getUint32(at, true) + SCORE_AT, true);
          }
          return sum;
        },
      },
      close: () => {},
    };
  },
};
