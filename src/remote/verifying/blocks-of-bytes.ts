/** Checking through windows that are as long as the longest value needs. */
import { CorruptBufferError } from '../../errors.js';
import type { Step } from '../../verify/verify-container.js';
import { type VerifyResult, verifyMemory } from '../../verify/verify-memory.js';
import { SlidingMemory, type SyncBytes } from './sliding-memory.js';

/** Windows reach so far at first. */
const FIRST_STEP = 2 ** 16;
const LARGEST_STEP = 2 ** 28;

/** What `verifyByBlocks` does, at once. */
export function* verifyBytes(bytes: SyncBytes): Generator<Step, VerifyResult> {
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
      if (next.done !== true && needed === 0) yield next.value;
    } while (next.done !== true && needed === 0);
    if (next.done === true && needed === 0) return next.value;
    if (step >= LARGEST_STEP && next.done === true) return next.value;
    while (step < needed) step *= 2;
  }
}
