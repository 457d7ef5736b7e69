/** Checking a trailer, and the bytes it vouches for (docs/format.md 14). */
import type { Memory } from '../bytes/memory.js';
import { checksum } from '../hash/checksum.js';
import { readInfo } from '../trailer/read-trailer.js';
import { BLOCK_BYTES, CHECKSUM_BYTES, findTail, type Tail, TRAILER_HEADER } from '../trailer/tail.js';
import type { TrailerInfo } from '../trailer/trailer-info.js';
import type { Findings } from './findings.js';

/** What is known of a file's checksums: that they hold, or not; that the file was opened to be changed; that it has none. */
export type ChecksumState = 'ok' | 'damaged' | 'changed' | 'none';

export interface TrailerState {
  readonly checksums: ChecksumState;
  readonly info?: TrailerInfo | undefined;
  readonly schema?: Uint8Array | undefined;
}

/** Blocks between pauses. */
const PAUSE_BLOCKS = 64;

const out: Uint32Array = /* @__PURE__ */ new Uint32Array(2);

function isSum(bytes: Uint8Array, [low, high]: readonly number[]): boolean {
  checksum(bytes, 0, bytes.length, out);
  return out[0] === low && out[1] === high;
}

/** Yields the number of bytes looked at so far. */
export function* verifyTrailer(memory: Memory, findings: Findings): Generator<number, TrailerState> {
  const found = findTail(memory);
  if (found === undefined) return { checksums: 'none' };
  if ('damaged' in found) {
    findings.add('trailer', 'the tail of the trailer, or the footer behind it, is damaged', found.damaged);
    return { checksums: 'damaged' };
  }
  const { tail } = found;
  const tableAt = tail.start + TRAILER_HEADER;
  const described = readInfo(memory, tail);
  if (described === undefined) {
    findings.add('trailer', 'the description in the trailer is damaged', tableAt + tail.tableBytes);
  }
  const table = memory.peek(tableAt, tail.tableBytes, 'a table of checksums').bytes;
  const whole = isSum(table, tail.tableSum);
  if (!whole) findings.add('trailer', 'the table of checksums in the trailer is damaged', tableAt);
  if (!tail.sealed) return { checksums: 'changed', ...described };
  const good = yield* verifyBlocks(memory, tail, findings);
  return { checksums: whole && good && described !== undefined ? 'ok' : 'damaged', ...described };
}

function* verifyBlocks(memory: Memory, tail: Tail, findings: Findings): Generator<number, boolean> {
  const end = tail.start + TRAILER_HEADER;
  let good = true;
  for (let at = 0, block = 0; at < end; at += BLOCK_BYTES, block += 1) {
    const length = Math.min(BLOCK_BYTES, end - at);
    const { bytes } = memory.peek(at, length, 'a block');
    const { view } = memory.peek(end + block * CHECKSUM_BYTES, CHECKSUM_BYTES, 'a checksum');
    if (!isSum(bytes, [view.getUint32(0, true), view.getUint32(4, true)])) {
      good = false;
      findings.add('checksum', `the ${length} bytes from position ${at} are not those that were built`, at);
    }
    if (block % PAUSE_BLOCKS === 0) yield at;
  }
  return good;
}
