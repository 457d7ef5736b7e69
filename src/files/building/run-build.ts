/** Running a builder over rows that come one by one, into a file that appears when it is whole. */
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Storage } from '../../bytes/build-storage.js';
import type { Finishable, RowsAtHand } from '../../containers/building/build-in-memory.js';
import { ArgumentError } from '../../errors.js';
import { type TrailerOptions, writeSealed } from '../../trailer/write-trailer.js';
import type { FilePath } from '../path-of.js';
import { AtomicFile } from './atomic-file.js';
import { fileStorage } from './spool-storage.js';

/** How far a build is. */
export interface BuildProgress {
  /** `rows` while rows are taken in, `file` while the file is put together. */
  readonly phase: 'rows' | 'file';
  /** Rows taken in. */
  readonly rows: number;
  /** Bytes of the file written, in phase `file`. */
  readonly bytes: number;
}

/** How a file is built, whatever its kind. */
export interface BuildOptions extends TrailerOptions {
  /** Called about ten times a second, and at the end of each phase. */
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Aborting ends the build with the signal's reason; the target stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows may come at once or as they are ready. */
export type Rows<Row> = RowsAtHand<Row> | AsyncGenerator<Row> | AsyncIterable<Row>;

/** Milliseconds of work between turns of the event loop, so that a service stays alive while it builds. */
const TURN_MS = 20;
const PROGRESS_MS = 100;
/** Rows between looks at the clock. */
const CLOCK_ROWS = 256;

/** Lets others work now and then, reports progress, and notices an abort. */
export class Pace {
  readonly #options: BuildOptions;
  #turned = performance.now();
  #reported = performance.now();

  constructor(options: BuildOptions) {
    this.#options = options;
  }

  /** Whether it is time for `rest`. */
  get due(): boolean {
    return performance.now() - this.#turned > TURN_MS;
  }

  async rest(progress: BuildProgress): Promise<void> {
    if (performance.now() - this.#reported > PROGRESS_MS) this.report(progress);
    await turn();
    this.#options.signal?.throwIfAborted();
    this.#turned = performance.now();
  }

  report(progress: BuildProgress): void {
    this.#reported = performance.now();
    this.#options.onProgress?.(progress);
  }
}

/** Rows of an async source, given up at once when the signal aborts though the next row may be long in coming. */
export async function* untilAborted<Row>(rows: AsyncIterable<Row>, signal: AbortSignal): AsyncGenerator<Row> {
  let abort = () => {};
  const onAbort = () => abort();
  signal.addEventListener('abort', onAbort, { once: true });
  const iterator = rows[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      // A promise for each row: racing all rows against one that never settles would keep a reaction for each of them.
      const next = await new Promise<IteratorResult<Row>>((resolve, reject) => {
        abort = () => reject(signal.reason);
        iterator.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not waited for: a source that never answers must not hold the build up.
    iterator.return?.().then(undefined, () => {});
  }
}

/** Adds rows one by one, as many as there are, and gives their number. `rowsIn`: how many one of them stands for. */
export async function addRows<Row>(
  rows: Rows<Row>,
  add: (row: Row) => void,
  rowsIn: (row: Row) => number,
  pace: Pace,
  signal: AbortSignal | undefined,
): Promise<number> {
  let count = 0;
  let look = 0;
  const due = () => {
    if (count < look) return false;
    look = count + CLOCK_ROWS;
    return pace.due;
  };
  if (
    typeof rows !== 'object' ||
    rows === null ||
    !(Symbol.iterator in rows || Symbol.asyncIterator in rows)
  ) {
    throw new ArgumentError(
      'rows are given as an array, or anything else that can be iterated, sync or async',
    );
  }
  if (Symbol.iterator in rows) {
    for (const row of rows) {
      add(row);
      count += rowsIn(row);
      if (due()) await pace.rest({ phase: 'rows', rows: count, bytes: 0 });
    }
  } else {
    for await (const row of signal === undefined ? rows : untilAborted(rows, signal)) {
      add(row);
      count += rowsIn(row);
      if (due()) await pace.rest({ phase: 'rows', rows: count, bytes: 0 });
    }
  }
  pace.report({ phase: 'rows', rows: count, bytes: 0 });
  return count;
}

/**
 * Builds `target` from rows: temporary files in its folder take what memory should not, and the result replaces the
 * target by a rename once it is on the disk. Until then, and after any failure, the target is as it was. `rowsIn`: how many rows
 * one of `rows` stands for in what is reported. `put`: does the rename, or throws.
 */
export async function runBuild<Row, B extends Finishable>(
  target: FilePath,
  rows: Rows<Row>,
  make: (storage: Storage) => B,
  add: (builder: B, row: Row) => void,
  options: BuildOptions,
  checksums = true,
  rowsIn: (row: Row) => number = () => 1,
  put?: (place: () => void) => Promise<void>,
): Promise<void> {
  const { signal } = options;
  signal?.throwIfAborted();
  const file = AtomicFile.create(target);
  let builder: B | undefined;
  try {
    const made = make(fileStorage(dirname(file.target), file.target));
    builder = made;
    const pace = new Pace(options);
    const count = await addRows(rows, (row) => add(made, row), rowsIn, pace, signal);
    for (const _ of writeSealed(made, file, options, checksums)) {
      if (pace.due) await pace.rest({ phase: 'file', rows: count, bytes: file.position });
    }
    // The last report comes before the file does: a callback that throws fails a build that has not happened.
    pace.report({ phase: 'file', rows: count, bytes: file.position });
    signal?.throwIfAborted();
    await file.publish(put);
  } catch (error) {
    file.discard();
    throw error;
  } finally {
    builder?.discard();
  }
}
