/** Whether threads are worth their while. */
import { availableParallelism } from 'node:os';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { type Input, partsOf } from '../input/input-file.js';
import type { BuildFromOptions } from '../plan/build-from-options.js';
import type { Looked } from '../plan/plan-rows.js';
import { hasBlocks } from './blocks.js';
import { packageModule } from './package-thread.js';

const MAX_THREADS = 64;
/** More than these wait for the thread that puts the file together. */
const MOST_USEFUL = 4;
/** Bytes of an input from which on threads are started unasked: starting them takes as long as reading so much. */
const WORTH_BYTES = 2 ** 23;

/**
 * The module that threads run, and how many to start; undefined where one thread does it all. Throws `ArgumentError` for what is no
 * number of threads.
 */
export function threadsFor(
  { input, format, known }: Looked,
  { threads }: BuildFromOptions,
): [module: string, count: number] | undefined {
  const count = threadCount(input, threads);
  // Keys of any type are more than threads can post.
  const posts = !known.dumped && (known.key?.names.length ?? 1) === 1;
  if (count === 1 || !posts || !hasBlocks(format)) return undefined;
  const module = packageModule('worker');
  return module === undefined ? undefined : [module, count];
}

/** As many as were asked for, else as are worth their while. */
function threadCount({ byteLength }: Pick<Input, 'byteLength'>, threads: number | undefined): number {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new ArgumentError(`threads is a number from 1 to ${MAX_THREADS}, not ${describe(threads)}`);
  }
  const unasked = byteLength < WORTH_BYTES ? 1 : Math.min(MOST_USEFUL, availableParallelism());
  return threads ?? unasked;
}

/** The module of a thread that reads and packs columns; undefined where one thread does it all. Throws as `threadsFor`. */
export function columnThreadFor(input: Input, { threads }: BuildFromOptions): string | undefined {
  const count = threadCount(input, threads);
  const isFiles = partsOf(input).every(({ path }) => path !== undefined);
  return count > 1 && isFiles ? packageModule('column-worker') : undefined;
}
