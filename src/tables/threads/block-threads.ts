/** Threads that take blocks apart, whose results come in the order of the blocks. */
import type { Worker } from 'node:worker_threads';
import type { BlockResult, Task } from './block-work.js';
import type { Block, Buffers } from './blocks.js';
import type { FromThread, ToThread } from './messages.js';
import { PackageThread } from './package-thread.js';

/** Blocks that a thread has at a time, so that it need not wait for the next one. */
const AHEAD = 2;
type Outcome = { readonly result: BlockResult } | { readonly failure: unknown };

interface Thread {
  readonly own: PackageThread;
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
    for (const { own } of this.#threads) post(own.worker, { task });
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
    await Promise.all(this.#threads.map(({ own }) => own.end()));
  }

  #do(block: Block): Promise<Outcome> {
    if (this.#failure !== undefined) return Promise.resolve(this.#failure);
    const thread = this.#threads.reduce((least, each) =>
      each.waiting.length < least.waiting.length ? each : least,
    );
    return new Promise((resolve) => {
      thread.waiting.push(resolve);
      post(thread.own.worker, { block }, [block.bytes.buffer]);
    });
  }

  #started(module: string): Thread {
    const own = new PackageThread(module);
    const { worker } = own;
    const thread: Thread = { own, waiting: [] };
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
