/**
 * LZ4 decompression of untrusted bytes: every read and write is checked, and the work is bounded by the sizes
 * of the block and of the output.
 */
import { CorruptBufferError } from '../../errors.js';
import { MIN_MATCH, TOKEN_MAX } from './lz4-block.js';

/** From this many bytes on, one native copy costs less than a loop. */
const NATIVE_COPY = 64;

/**
 * Fills `target`, whose length is the declared uncompressed size, from the LZ4 block in `source[start..end)`.
 * Throws `CorruptBufferError` where the block breaks; `base` is the position of `source` in the file. With `from`, what lies
 * before it in `target` is there already, for blocks that point back to earlier ones.
 */
export function lz4Decompress(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  base = 0,
  from = 0,
): void {
  if (!(start >= 0 && start < end && end <= source.length))
    throw broken('is empty or cut short', base + start);
  const size = target.length;
  let at = start;
  let out = from;
  do {
    const tokenAt = at;
    const token = source[at++]!;

    let literals = token >> 4;
    if (literals === TOKEN_MAX) {
      let more: number;
      do {
        if (at >= end) throw broken('ends within a length', base + at);
        more = source[at++]!;
        literals += more;
      } while (more === 255);
    }
    if (literals > end - at) throw broken('ends within its literals', base + tokenAt);
    if (literals > size - out) throw broken('holds more than its declared size', base + tokenAt);
    if (literals < NATIVE_COPY) for (let i = 0; i < literals; i++) target[out + i] = source[at + i]!;
    else target.set(source.subarray(at, at + literals), out);
    at += literals;
    out += literals;
    if (at === end) break;

    if (end - at < 2) throw broken('ends within an offset', base + at);
    const distance = source[at]! | (source[at + 1]! << 8);
    if (distance === 0 || distance > out) {
      throw broken(`points ${distance} bytes back when ${out} are there`, base + at);
    }
    at += 2;
    let matched = token & TOKEN_MAX;
    if (matched === TOKEN_MAX) {
      let more: number;
      do {
        if (at >= end) throw broken('ends within a length', base + at);
        more = source[at++]!;
        matched += more;
      } while (more === 255);
    }
    matched += MIN_MATCH;
    if (matched > size - out) throw broken('holds more than its declared size', base + tokenAt);
    copyMatch(target, out, distance, matched);
    out += matched;
  } while (at < end);
  if (out !== size) throw broken(`holds ${out} bytes where ${size} are declared`, base + end);
}

/** Copies `length` bytes from `distance` back; where they overlap, bytes just written are copied again. */
function copyMatch(target: Uint8Array, at: number, distance: number, length: number): void {
  if (length < NATIVE_COPY) {
    for (let i = at; i < at + length; i++) target[i] = target[i - distance]!;
    return;
  }
  const from = at - distance;
  // What lies between `from` and `at + done` repeats with period `distance`: each copy doubles it.
  let done = 0;
  while (done < length) {
    const count = Math.min(length - done, distance + done);
    target.copyWithin(at + done, from, from + count);
    done += count;
  }
}

function broken(what: string, offset: number): CorruptBufferError {
  return new CorruptBufferError(`an LZ4 block ${what}: the data is damaged or cut short`, offset);
}
