/** Checking bytes in memory. */
import { heapSource } from '../bytes/container-source.js';
import { type VerifyResult, verifyMemory } from './verify-memory.js';

/**
 * Looks at every byte of a file's content (an array, mapping, id mapper or zip bundle, by this library or Python), and tells
 * all that is wrong with it, as `verify` of `sharedbuffers/node` does for files. Damaged bytes are findings, never errors;
 * throws `ArgumentError` for what is no buffer. Takes its time: read large files by `verify`, which lets others work.
 *
 * @param data The bytes of a whole file, or a buffer that holds them.
 * @throws `ArgumentError` for what is no buffer.
 *
 * @example
 * const { ok, findings } = verifyBuffer(await file.arrayBuffer());
 */
export function verifyBuffer(data: Uint8Array | ArrayBufferLike): VerifyResult {
  const source = heapSource(data);
  const work = verifyMemory(source);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
