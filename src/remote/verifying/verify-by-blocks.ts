/** Checking a file whose bytes come by parts, and at once. */
import { CorruptBufferError } from '../../errors.js';
import type { Step } from '../../verify/verify-container.js';
import { type VerifyResult, verifyMemory } from '../../verify/verify-memory.js';
import { SlidingMemory, type SyncBytes } from './sliding-memory.js';

/** How far `verifyByBlocks` is. */
export interface VerifyProgress {
  /** `checksums`, `table`, `entries`, `order`, `indexes` or `records`. */
  readonly phase: string;
  /** Share of the work that is done, 0 to 1. It begins anew where a value is longer than was thought. */
  readonly done: number;
}

/** Windows reach so far at first. */
const FIRST_STEP = 2 ** 16;
const LARGEST_STEP = 2 ** 28;

/**
 * Looks at every byte of a file as `verifyBuffer` does, and tells the same, but reads it by parts, of which 256 MiB are held at a time: in a worker of a page,
 *
 * ```ts
 * const reader = new FileReaderSync();
 * const read = (position, length) => new Uint8Array(reader.readAsArrayBuffer(file.slice(position, position + length)));
 * for (const work = verifyByBlocks({ name: file.name, byteLength: file.size, read }); ; ) { … }
 * ```
 *
 * It yields how far it is, and returns what was found. Damage is a finding; what `read` throws is thrown.
 */
export function* verifyByBlocks(bytes: SyncBytes): Generator<VerifyProgress, VerifyResult> {
  for (let step = FIRST_STEP; ; ) {
    let needed = 0;
    let failure: unknown;
    const guarded: SyncBytes = {
      name: bytes.name,
      byteLength: bytes.byteLength,
      read: (position, length) => {
        try {
          return bytes.read(position, length);
        } catch (error) {
          // What looks for damage would take it for some.
          failure ??= error ?? new CorruptBufferError(`${bytes.name} cannot be read`);
          throw error;
        }
      },
    };
    const memory = new SlidingMemory(guarded, step, (length) => {
      needed = Math.max(needed, length);
    });
    const close = () => memory.close();
    const source = { memory, notMappedBecause: 'it is read by parts', from: 'file', close } as const;
    const work = verifyMemory(source);
    let next: IteratorResult<Step, VerifyResult>;
    do {
      next = work.next();
      if (failure !== undefined) throw failure;
      if (next.done !== true && needed === 0) yield { phase: next.value.phase, done: next.value.done };
    } while (next.done !== true && needed === 0);
    if (next.done === true && needed === 0) return next.value;
    if (step >= LARGEST_STEP && next.done === true) return next.value;
    while (step < needed) step *= 2;
  }
}
