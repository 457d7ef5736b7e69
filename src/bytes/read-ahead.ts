/**
 * Reading ahead. A processor waits for as many reads at a time as there are among its next 300 instructions or so: places
 * that are known are read in a loop of their own, in a tenth of the time of one after another.
 */
import type { Memory } from './memory.js';

/** Places that are read together: what lies there fits the first cache. */
export const AHEAD = 64;
/** Bytes of a table or an index from which reading ahead is worth its work: what fits the caches is not. */
export const AHEAD_FROM = 0x8_0000;

/** What was read, or engines would leave the reading out. */
const READ = /* @__PURE__ */ new Int32Array(1);

/** Reads a byte at each of the first `count` positions, but for those outside, which those who need them will tell. */
export function readAhead(memory: Memory, positions: Float64Array, count: number): void {
  const { byteLength } = memory;
  let bits = 0;
  for (let at = 0; at < count; at += 1) {
    const position = positions[at]!;
    if (!(position >= 0 && position < byteLength)) continue;
    const window = memory.windowAt(position);
    bits ^= window.view.getUint8(position - window.base);
  }
  READ[0]! ^= bits;
}
