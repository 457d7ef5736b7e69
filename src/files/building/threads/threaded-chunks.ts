/** Chunks that worker threads pack, in the order of their rows. */
import { resolve as absolute } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PackedChunk, PackedEntries } from '../../../containers/building/relocatable-chunk.js';
import { ArgumentError, PackError } from '../../../errors.js';
import { type Failure, type FromPacker, PACKER, type PackerData, type ToPacker } from './messages.js';
import { type RowWorker, type ThreadOptions, threadCount, workerPath } from './row-worker.js';

/** Most of what packing makes is garbage at once: with more room than this, it only lies about for longer. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

/** How long a thread that is to end may still load modules: native ones, as koffi, end the process if they are stopped at it. */
const LOADING_MS = 10_000;

type Chunk = PackedChunk | PackedEntries<unknown>;

/** A part under way: what came of it and was not asked for yet. */
interface Part {
  readonly thread: Thread;
  readonly messages: FromPacker[];
}

interface Thread {
  readonly worker: Worker;
  /** When it has loaded its modules, or ended. */
  readonly settled: Promise<void>;
  /** Whether it has a part that it did not end. */
  busy: boolean;
}

/**
 * Each thread packs a part at a time and goes on with the next that nobody has, up to `CREDIT` chunks ahead of what was taken
 * from it. Since parts are given out in their order, the one that is waited for is always under way.
 */
export class ThreadedChunks implements AsyncIterableIterator<Chunk> {
  readonly #rows: RowWorker;
  readonly #threads: Thread[];
  readonly #parts = new Map<number, Part>();
  /** The part to be given out next, and the one that is being taken. */
  #next = 0;
  #current = 0;
  /** Rows taken, and those before the current part. */
  #count = 0;
  #before = 0;
  #failure: { readonly error: unknown } | undefined;
  #wake = () => {};

  /** Throws `ArgumentError` for a module that has no path. */
  constructor(rows: RowWorker, options: ThreadOptions & { readonly signal?: AbortSignal | undefined }) {
    this.#rows = rows;
    const path = absolute(workerPath(rows));
    const workerData: PackerData = { packer: PACKER, data: rows.data };
    this.#threads = Array.from({ length: threadCount(rows.parts, options) }, () => {
      const worker = new Worker(path, { workerData, resourceLimits });
      const thread = { worker, settled: settled(worker), busy: false };
      this.#listen(thread);
      return thread;
    });
    for (const thread of this.#threads) this.#giveOut(thread);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Chunk>> {
    while (this.#current < this.#rows.parts) {
      const message = this.#parts.get(this.#current)?.messages.shift();
      if (message === undefined) {
        if (this.#failure !== undefined) throw this.#failure.error;
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
      } else if ('failure' in message) {
        throw this.#errorOf(message.failure);
      } else if ('chunk' in message) {
        this.#post(this.#parts.get(this.#current)!.thread, { taken: 1 });
        this.#count += message.chunk.offsets.length;
        return { done: false, value: message.chunk };
      } else {
        this.#parts.delete(this.#current);
        this.#current += 1;
        this.#before = this.#count;
      }
    }
    return { done: true, value: undefined };
  }

  /** Ends the threads, wherever they are. */
  async return(): Promise<IteratorResult<Chunk>> {
    this.#failure ??= { error: undefined };
    await Promise.all(
      this.#threads.map(async ({ worker, settled }) => {
        await Promise.race([settled, wait(LOADING_MS, undefined, { ref: false })]);
        await worker.terminate();
      }),
    );
    return { done: true, value: undefined };
  }

  #giveOut(thread: Thread): void {
    thread.busy = this.#next < this.#rows.parts;
    if (!thread.busy) return;
    this.#parts.set(this.#next, { thread, messages: [] });
    this.#post(thread, { part: this.#next });
    this.#next += 1;
  }

  #listen(thread: Thread): void {
    thread.worker.on('message', (message: FromPacker) => {
      if ('ready' in message) return;
      this.#parts.get(message.part)?.messages.push(message);
      if (!('chunk' in message)) this.#giveOut(thread);
      this.#wake();
    });
    thread.worker.on('error', (error) => this.#fail(error));
    thread.worker.on('exit', (code) => {
      if (!thread.busy) return;
      const reason = `the thread of ${workerPath(this.#rows)} ended with code ${code} before its rows did`;
      this.#fail(new ArgumentError(`${reason}: the module must call packRows, and not exit`));
    });
  }

  #post({ worker }: Thread, message: ToPacker): void {
    worker.postMessage(message);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** The error with the number of the row among all. */
  #errorOf(failure: Failure): unknown {
    if ('error' in failure) {
      const { error, more } = failure;
      return more === undefined ? error : Object.assign(error as Error, more);
    }
    return new PackError(failure.reason, failure.path).renamed((index) => index + this.#before);
  }
}

function settled(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['message', 'error', 'exit']) worker.once(event, () => resolve());
  });
}
