/** Reading trailers (docs/format.md 14). Nothing of one is read when a file is opened. */
import type { Memory } from '../bytes/memory.js';
import { CorruptBufferError } from '../errors.js';
import { xxh64 } from '../hash/xxh64.js';
import { findTail, type Tail, TRAILER_HEADER } from './tail.js';
import { parseInfo, type TrailerInfo } from './trailer-info.js';

/** More than a schema of 64 MiB, which is the longest that is read, and its description take. */
const MAX_INFO_BYTES = 2 ** 26 + 2 ** 17;

export interface Trailer {
  readonly tail: Tail;
  readonly info: TrailerInfo;
  readonly schema: Uint8Array;
}

/** The trailer of what the memory holds; `undefined` where there is none. Throws `CorruptBufferError` for a damaged one. */
export function readTrailer(memory: Memory): Trailer | undefined {
  const found = findTail(memory);
  if (found === undefined) return undefined;
  if ('damaged' in found) {
    throw new CorruptBufferError(
      `the trailer of ${memory.name} is damaged: its tail is not as written`,
      found.damaged,
    );
  }
  const { tail } = found;
  const info = readInfo(memory, tail);
  if (info !== undefined) return { tail, ...info };
  throw new CorruptBufferError(
    `the trailer of ${memory.name} is damaged: its description is not as written`,
    tail.start + TRAILER_HEADER + tail.tableBytes,
  );
}

/** The description that a tail leads to; `undefined` where its checksum does not hold, or it says nothing. */
export function readInfo(memory: Memory, tail: Tail): Omit<Trailer, 'tail'> | undefined {
  const { tableBytes, infoBytes, start } = tail;
  if (infoBytes > MAX_INFO_BYTES) return undefined;
  const { bytes } = memory.peek(
    start + TRAILER_HEADER + tableBytes,
    infoBytes,
    'the description in a trailer',
  );
  const out = new Uint32Array(2);
  xxh64(bytes, 0, bytes.length, out);
  return out[0] === tail.infoSum[0] && out[1] === tail.infoSum[1] ? parseInfo(bytes) : undefined;
}

/** Where what the file holds ends: at its trailer or, where there is none, with the memory. */
export function contentEnd(memory: Memory): number {
  const found = findTail(memory);
  return found !== undefined && 'tail' in found ? found.tail.start : memory.byteLength;
}

/** The build a file comes from; `undefined` for one without a trailer. Throws `CorruptBufferError` for a damaged one. */
export function buildIdOf(memory: Memory): string | undefined {
  return readTrailer(memory)?.info.buildId;
}
