/** Threads that take blocks apart, whose results come in the order of the blocks. */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { BlockResult, Task } from './block-work.js';
import type { Block, Buffers } from './blocks.js';
import type { FromThread, ToThread } from './messages.js';

/** Where the module of the threads lies: beside this one, or as the package has it. */
const MODULES = ['./worker.js', '../tables/threads/worker.js'];
/** Blocks that a thread has at a time, so that it need not wait for the next one. */
const AHEAD = 2;
/** How long a thread that is to end may still load modules: native ones end the process if they are stopped at it. */
const LOADING_MS = 10_000;
/** Most of what parsing makes is garbage at once: with more room than this, it only lies about for longer. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

/** The module that threads run; undefined where there is none, as where this runs from its sources. */
export function threadModule(): string | undefined {
  const paths = MODULES.map((path) => fileURLToPath(new URL(path, import.meta.url)));
  return paths.find((path) => existsSync(path));
}

type Outcome = { readonly result: BlockResult } | { readonly failure: unknown };

interface Thread {
  readonly worker: Worker;
  /** When it has loaded its modules, or ended. */
  readonly settled: Promise<void>;
  /** What waits for the results of its blocks, in their order. */
  readonly waiting: ((outcome: Outcome) => void)[];
}

export class BlockThreads {
  readonly #threads: readonly Thread[];
  readonly #free: Buffers;
  #failure: { readonly failure: unknown } | undefined;

  /** `free`: takes the buffers of blocks that were taken apart. */
  constructor(module: string, count: number, free: Buffers) {
    this.#free = free;
    this.#threads = Array.from({ length: count }, () => this.#started(module));
  }

  /** Says what is done with the blocks from here on. */
  give(task: Task): void {
    for (const { worker } of this.#threads) post(worker, { task });
  }

  /** Results of blocks, in their order. Blocks are taken some ahead. Throws what failed in a thread. */
  async *results(blocks: Iterable<Block>): AsyncGenerator<BlockResult> {
    const under: Promise<Outcome>[] = [];
    const most = AHEAD * this.#threads.length;
    for (const block of blocks) {
      under.push(this.#do(block));
      if (under.length >= most) yield resultOf(await under.shift()!);
    }
    for (const outcome of under) yield resultOf(await outcome);
  }

  /** Ends the threads, wherever they are. */
  async end(): Promise<void> {
    this.#fail(undefined);
    await Promise.all(
      this.#threads.map(async ({ worker, settled }) => {
        await Promise.race([settled, wait(LOADING_MS, undefined, { ref: false })]);
        await worker.terminate();
      }),
    );
  }

  #do(block: Block): Promise<Outcome> {
    if (this.#failure !== undefined) return Promise.resolve(this.#failure);
    const thread = this.#threads.reduce((least, each) =>
      each.waiting.length < least.waiting.length ? each : least,
    );
    return new Promise((resolve) => {
      thread.waiting.push(resolve);
      post(thread.worker, { block }, [block.bytes.buffer]);
    });
  }

  #started(module: string): Thread {
    const worker = new Worker(module, { resourceLimits });
    const settled = new Promise<void>((resolve) => {
      for (const event of ['message', 'error', 'exit']) worker.once(event, () => resolve());
    });
    const thread: Thread = { worker, settled, waiting: [] };
    worker.on('message', (message: FromThread) => {
      if ('failure' in message) this.#fail(message.failure);
      else if ('result' in message) {
        this.#free.push(message.buffer);
        // Nobody waits any more where the build has failed.
        thread.waiting.shift()?.({ result: message.result });
      }
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) =>
      this.#fail(new Error(`a thread ended with code ${code} before its work did`)),
    );
    return thread;
  }

  #fail(failure: unknown): void {
    this.#failure ??= { failure };
    for (const { waiting } of this.#threads) for (const resolve of waiting.splice(0)) resolve(this.#failure);
  }
}

function resultOf(outcome: Outcome): BlockResult {
  if ('failure' in outcome) throw outcome.failure;
  return outcome.result;
}

function post(worker: Worker, message: ToThread, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer);
}
