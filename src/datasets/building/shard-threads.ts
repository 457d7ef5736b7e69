/** Threads that build shards side by side. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError } from '../../errors.js';
import type { BuildOptions } from '../../files/building/run-build.js';
import type { Key } from '../../mappers/id-mapper.js';
import { PackageThread, packageModule } from '../../tables/threads/package-thread.js';
import { describe } from '../../values/base/codec.js';
import type { RunFolder } from '../versions/run-folder.js';
import type { DescribedPart } from './describe-part.js';
import { type Postable, postable } from './postable.js';
import type { RowSpools } from './row-spools.js';

const MAX_THREADS = 64;
/** More than these wait for the disk. */
const MOST_USEFUL = 4;
/** Bytes of rows from which on threads are started unasked. */
const WORTH_BYTES = 2 ** 24;

/** Plain data: threads are started with it. */
export interface ShardTask extends Postable {
  /** The file that holds the rows. Files that are open belong to all threads of a process. */
  readonly file: number;
}

/** What a thread is told: a shard to build, and where in the file its rows are. */
export interface ToShardThread {
  readonly shard: number;
  readonly path: string;
  readonly places: readonly number[];
}

/** What it answers; it also says once that it is ready. */
export type FromShardThread =
  | { readonly ready: true }
  | { readonly part: DescribedPart }
  | { readonly failed: true };

/** Throws `ArgumentError` for what is no number of threads. */
export function checkThreads(threads: unknown): asserts threads is number | undefined {
  if (threads === undefined) return;
  if (Number.isInteger(threads) && (threads as number) >= 1 && (threads as number) <= MAX_THREADS) return;
  throw new ArgumentError(`threads is a number from 1 to ${MAX_THREADS}, not ${describe(threads)}`);
}

export class ShardThreads {
  readonly #run: RunFolder;
  readonly #spools: RowSpools;
  readonly #threads: readonly PackageThread[];

  private constructor(run: RunFolder, spools: RowSpools, threads: readonly PackageThread[]) {
    this.#run = run;
    this.#spools = spools;
    this.#threads = threads;
  }

  /** Undefined where one thread builds all: where that is asked for, where there is little to do, or where what is declared cannot be posted. */
  static of(
    run: RunFolder,
    declaration: MappingDeclaration<Key, object, unknown>,
    spools: RowSpools,
    { signal: _, onProgress: __, ...options }: BuildOptions & MappingBuildOptions,
    threads: number | undefined,
  ): ShardThreads | undefined {
    const unasked = spools.byteLength < WORTH_BYTES ? 1 : Math.min(MOST_USEFUL, availableParallelism());
    const count = Math.min(threads ?? unasked, spools.shards);
    const module = count > 1 ? packageModule('shard-worker', 'datasets/building') : undefined;
    const file = module === undefined ? undefined : spools.file;
    if (module === undefined || file === undefined) return undefined;
    const posted = postable(declaration, spools.declared, options);
    if (posted === undefined) return undefined;
    const task: ShardTask = { ...posted, file };
    return new ShardThreads(
      run,
      spools,
      Array.from({ length: count }, () => new PackageThread(module, task)),
    );
  }

  get count(): number {
    return this.#threads.length;
  }

  /** Builds a shard in a thread, which does one at a time; undefined where that failed. */
  async build(thread: number, shard: number): Promise<DescribedPart | undefined> {
    const { worker } = this.#threads[thread]!;
    const path = this.#run.partPath(shard);
    const told: ToShardThread = { shard, path, places: this.#spools.placesOf(shard) };
    try {
      worker.postMessage(told);
      for (;;) {
        const [message] = (await once(worker, 'message')) as [FromShardThread];
        if ('part' in message) return message.part;
        if ('failed' in message) return undefined;
      }
    } catch {
      return undefined;
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}
