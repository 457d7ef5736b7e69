/** Rows that come from threads: how a build is told of them. */
import { availableParallelism } from 'node:os';
import { ArgumentError } from '../../../errors.js';
import { describe } from '../../../values/base/codec.js';
import { type FilePath, pathOf } from '../../path-of.js';
import type { BuildOptions, Rows } from '../run-build.js';

/** Rows that worker threads make and pack, part by part. The file has them in the order of the parts. */
export interface RowWorker {
  /** The module that calls `packRows`. */
  readonly worker: FilePath;
  /** Number of parts, from 1: of some 10,000 rows each, at best, so that all threads have work. */
  readonly parts: number;
  /** What `packRows` gives to its function, a structured clone. */
  readonly data?: unknown;
}

/** Threads of a build. */
export interface ThreadOptions {
  /** Threads that pack the rows of a `RowWorker`, 1 to 256; by default one less than the processor has cores, or 1. */
  readonly threads?: number | undefined;
}

const MAX_THREADS = 256;

/** Whether rows come from threads. Throws `ArgumentError` for threads without a `RowWorker`, and for what is no number of them. */
export function isRowWorker(
  rows: Rows<unknown> | RowWorker,
  { threads }: ThreadOptions & BuildOptions,
): rows is RowWorker {
  const worker = typeof rows === 'object' && rows !== null && 'worker' in rows;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new ArgumentError(`threads is a number from 1 to ${MAX_THREADS}, not ${describe(threads)}`);
  }
  if (!worker && threads !== undefined) {
    throw new ArgumentError(
      'threads make and pack rows by themselves: give { worker, parts } in place of rows, or leave out threads',
    );
  }
  if (worker && !(Number.isSafeInteger(rows.parts) && rows.parts >= 1)) {
    throw new ArgumentError(`parts is a whole number from 1, not ${describe(rows.parts)}`);
  }
  return worker;
}

/** How many threads to start for so many parts. */
export function threadCount(parts: number, { threads }: ThreadOptions): number {
  return Math.min(parts, threads ?? Math.max(1, availableParallelism() - 1));
}

/** The module's path. Throws `ArgumentError` for what is none. */
export function workerPath({ worker }: RowWorker): string {
  return pathOf(worker);
}
