/** Building from rows that worker threads pack. */
import type { Storage } from '../../../bytes/build-storage.js';
import type { Finishable } from '../../../containers/building/build-in-memory.js';
import type { PackedChunk, PackedEntries } from '../../../containers/building/relocatable-chunk.js';
import { ArgumentError } from '../../../errors.js';
import type { FilePath } from '../../path-of.js';
import { type BuildOptions, runBuild } from '../run-build.js';
import type { RowWorker, ThreadOptions } from './row-worker.js';
import { ThreadedChunks } from './threaded-chunks.js';

interface ChunkBuilder extends Finishable {
  addChunk(chunk: PackedChunk | PackedEntries<unknown>): unknown;
}

/** Options that need all rows in one thread. */
const ALONE = ['sharing', 'onWrite'];

/**
 * As `runBuild`, from the chunks of threads, which have ended when the promise settles. Throws `ArgumentError` for options that
 * need all rows in one thread.
 */
export async function buildFromThreads(
  target: FilePath,
  rows: RowWorker,
  make: (storage: Storage) => Finishable,
  options: BuildOptions & ThreadOptions,
  checksums?: boolean,
): Promise<void> {
  for (const [name, value] of Object.entries(options)) {
    if (ALONE.includes(name) && value !== undefined && value !== false) {
      throw new ArgumentError(
        `${name} looks at all rows, and threads pack them apart: leave it out, or { worker }`,
      );
    }
  }
  options.signal?.throwIfAborted();
  const chunks = new ThreadedChunks(rows, options);
  try {
    await runBuild(
      target,
      chunks,
      make as (storage: Storage) => ChunkBuilder,
      (builder, chunk) => builder.addChunk(chunk),
      options,
      checksums,
      (chunk) => chunk.offsets.length,
    );
  } finally {
    await chunks.return();
  }
}
