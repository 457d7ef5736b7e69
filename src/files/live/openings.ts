/** How containers of each kind are opened as versions. */
import { setImmediate as turn } from 'node:timers/promises';
import type { OpenFile } from '../mapping/map-file.js';
import type { Opening } from './open-version.js';

/** Milliseconds of checking between turns of the event loop, which others wait for. */
const TURN_MS = 2;

/** Of containers with a trailer. */
export function containerOpening<T extends { readonly buildId: string | undefined }>(
  open: (file: OpenFile) => T,
): Opening<T> {
  return { open, buildId: (container) => container.buildId, check: checkSums };
}

/** Compares all bytes with the checksums in the trailer. */
async function checkSums(file: OpenFile): Promise<string | undefined> {
  const { verifyChecksums } = await import('../../verify/verify-memory.js');
  const { findings, checksums } = await inTurns(verifyChecksums(file));
  if (checksums === 'none')
    return 'it has no checksums to validate: build it with them, or leave validate out';
  return findings[0]?.message;
}

/** Of zip bundles, whose entries are checked one by one. */
export function bundleOpening<T>(open: (file: OpenFile) => T): Opening<T> {
  return { open, buildId: () => undefined, check: checkBundle };
}

async function checkBundle(file: OpenFile): Promise<string | undefined> {
  const { verifyMemory } = await import('../../verify/verify-memory.js');
  const { findings } = await inTurns(verifyMemory(file));
  return findings[0]?.message;
}

async function inTurns<T>(work: Generator<unknown, T>): Promise<T> {
  let turned = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - turned < TURN_MS) continue;
    await turn();
    turned = performance.now();
  }
}
