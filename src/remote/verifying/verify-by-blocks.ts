/** Checking a file whose bytes come by parts, and at once. */
import type { VerifyResult } from '../../verify/verify-memory.js';
import type { SyncBytes } from './sliding-memory.js';

/** How far `verifyByBlocks` is. */
export interface VerifyProgress {
  /** `checksums`, `table`, `entries`, `order`, `indexes` or `records`. */
  readonly phase: string;
  /** Share of the work that is done, 0 to 1. It begins anew where a value is longer than was thought. */
  readonly done: number;
}

/**
 * Looks at every byte of a file as `verifyBuffer` does, and tells the same, but reads it by parts, of which 256 MiB are held at a time: in a worker of a page,
 *
 * ```ts
 * const reader = new FileReaderSync();
 * const read = (position: number, length: number) => new Uint8Array(reader.readAsArrayBuffer(file.slice(position, position + length)));
 * const work = verifyByBlocks({ name: file.name, byteLength: file.size, read });
 * let next = await work.next();
 * while (!next.done) next = await work.next();
 * console.log(next.value.findings);
 * ```
 *
 * It yields how far it is, and returns what was found. Damage is a finding; what `read` throws is thrown.
 *
 * @param bytes What reads them, in a worker.
 * @throws what `read` throws.
 */
export async function* verifyByBlocks(bytes: SyncBytes): AsyncGenerator<VerifyProgress, VerifyResult> {
  const { verifyBytes } = await import('./blocks-of-bytes.js');
  return yield* verifyBytes(bytes);
}
