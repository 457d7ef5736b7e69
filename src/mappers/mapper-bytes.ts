/** A mapper's bytes as a whole: copied, or read once so that they are in memory. */
import type { Memory } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';

/** Makes room for a number of bytes. */
export type BytesMaker = (length: number) => Uint8Array;

/** Bytes taken through one view. */
const CHUNK_BYTES = 2 ** 24;
/** The smallest page of any system. */
const PAGE_BYTES = 4096;

/** A copy of `length` bytes from `start`. Throws `ArgumentError` where there is no room. */
export function copyOf(memory: Memory, start: number, length: number, make: BytesMaker): Uint8Array {
  const bytes = makeRoom(length, make);
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    const size = Math.min(CHUNK_BYTES, length - at);
    bytes.set(memory.peek(start + at, size, 'an id mapper').bytes, at);
  }
  return bytes;
}

function makeRoom(length: number, make: BytesMaker): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = make(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ArgumentError(`there is no room for a copy of ${length} bytes: ${error.message}`);
  }
  if (bytes instanceof Uint8Array && bytes.length === length) return bytes;
  throw new ArgumentError(
    `a copy takes a Uint8Array of ${length} bytes, not ${describe(bytes)} of ${bytes?.length}`,
  );
}

/** Reads a byte of each page, front to back; atomically, since engines leave out other reads whose result is not used. */
export function touch(memory: Memory, start: number, length: number): void {
  for (let at = 0; at < length; at += CHUNK_BYTES) {
    const { bytes } = memory.peek(start + at, Math.min(CHUNK_BYTES, length - at), 'an id mapper');
    for (let offset = 0; offset < bytes.length; offset += PAGE_BYTES) Atomics.load(bytes, offset);
    Atomics.load(bytes, bytes.length - 1);
  }
}
