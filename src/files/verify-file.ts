/** Checking a file. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Step } from '../verify/verify-container.js';
import type { VerifyResult } from '../verify/verify-memory.js';
import { mapFile } from './mapping/map-file.js';
import type { FilePath } from './path-of.js';
import { checkWorkOptions } from './work-options.js';

/** How far a check is. */
export interface VerifyProgress {
  /** What is looked at: blocks and their checksums, slots of the table, entries of the index, records. In bundles, these in turn. */
  readonly phase: Step['phase'];
  /** The share of all work that is done, in bytes of the file: grows from 0 to `total` over all phases. */
  readonly bytes: number;
  /** Bytes of the file. */
  readonly total: number;
}

/** How a file is checked. */
export interface VerifyOptions {
  /** Called about ten times a second. */
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  /** Aborting ends the check with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds of work between turns of the event loop. */
const TURN_MS = 20;
const PROGRESS_MS = 100;

/**
 * Looks at every byte of a file, and tells all that is wrong with it: header, index, keys, tables, columns, every
 * value of every record, and the checksums of the trailer where there are some. Arrays, mappings, id mappers and zip
 * bundles, by this library or Python; memory stays bounded whatever the size. Damage is a finding, not an error.
 *
 * @param path The file.
 * @param options Who is told how far it is, and what ends it.
 * @throws `ArgumentError` for options that are none.
 * @throws `FileError` when the file cannot be opened.
 * @throws the signal's reason when aborted.
 *
 * @example
 * const { ok, findings } = await verify('cities.sb');
 * if (!ok) console.log(findings.map(({ offset, message }) => `${offset}: ${message}`));
 */
export async function verify(path: FilePath, options: VerifyOptions = {}): Promise<VerifyResult> {
  checkWorkOptions(options, 'onProgress');
  const { onProgress, signal } = options;
  signal?.throwIfAborted();
  const { verifyMemory } = await import('../verify/verify-memory.js');
  const file = mapFile(path);
  try {
    const total = file.byteLength;
    const work = verifyMemory(file);
    let turned = performance.now();
    let reported = turned;
    for (;;) {
      const { done, value } = work.next();
      if (done) {
        onProgress?.({ phase: 'records', bytes: total, total });
        return value;
      }
      const now = performance.now();
      if (now - turned < TURN_MS) continue;
      if (now - reported >= PROGRESS_MS) {
        onProgress?.({ phase: value.phase, bytes: Math.round(value.done * total), total });
        reported = now;
      }
      await turn();
      signal?.throwIfAborted();
      turned = performance.now();
    }
  } finally {
    file.close();
  }
}
