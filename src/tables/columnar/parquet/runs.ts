/** Runs of levels and of dictionary indices in Parquet, walked over without being read. */
import { ValueError } from '../../input/value-error.js';

/**
 * Throws `ValueError` for a run of more values than there are to be at most, which would be written past the end of them. Fewer
 * are found out when they are read.
 */
export function checkRuns(view: DataView, from: number, to: number, bits: number, count: number): void {
  const bytes = (bits + 7) >> 3;
  let at = from;
  for (let seen = 0; seen < count && at < to; ) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= to || shift > 28) throw wrongRun();
      const byte = view.getUint8(at);
      at += 1;
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const length = Math.floor(header / 2);
    if (length === 0) throw wrongRun();
    if (header % 2 === 1) {
      // The last group of packed values may be filled up.
      if (length * 8 - (count - seen) >= 512) throw wrongRun();
      at += length * bits;
      seen += length * 8;
    } else {
      if (length > count - seen) throw wrongRun();
      at += bytes;
      seen += length;
    }
  }
}

function wrongRun(): ValueError {
  return new ValueError('is damaged: its runs of values do not add up');
}
