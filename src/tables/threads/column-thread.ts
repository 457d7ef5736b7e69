/** A thread that reads columns and packs them, beside the one that puts the file together. */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { TextColumn } from '../../containers/building/text-column.js';
import type { PackedBatch, PackedElsewhere } from '../building/build-columns.js';
import type { ColumnTask, FromColumnThread, PostedBatch } from './column-messages.js';

/** Where the module of the thread lies: beside this one, or as the package has it. */
const MODULES = ['./column-worker.js', '../tables/threads/column-worker.js'];
/** How long a thread that is to end may still load modules: native ones end the process if they are stopped at it. */
const LOADING_MS = 10_000;

/** Most of what decoding makes is garbage at once: with more room than this, it only lies about for longer. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

/** The module that the thread runs; undefined where there is none, as where this runs from its sources. */
export function columnModule(): string | undefined {
  return MODULES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) =>
    existsSync(path),
  );
}

export class ColumnThread implements PackedElsewhere {
  complete = false;
  readonly #worker: Worker;
  readonly #settled: Promise<void>;
  readonly #packed: PostedBatch[] = [];
  #ended = false;
  #wake = () => {};

  constructor(module: string, task: ColumnTask) {
    this.#worker = new Worker(module, { workerData: task, resourceLimits });
    this.#settled = new Promise<void>((resolve) => {
      for (const event of ['message', 'error', 'exit']) this.#worker.once(event, () => resolve());
    });
    this.#worker.on('message', (message: FromColumnThread) => {
      if ('packed' in message) this.#packed.push(message.packed);
      else if ('end' in message) {
        this.complete = message.end;
        this.#ended = true;
      }
      this.#wake();
    });
    // What stops it stops the reading here as well, where it is told.
    for (const event of ['error', 'exit']) {
      this.#worker.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  async *batches(): AsyncGenerator<PackedBatch> {
    for (;;) {
      const posted = this.#packed.shift();
      if (posted !== undefined) {
        this.#worker.postMessage({ more: true });
        yield taken(posted);
      } else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  /** Ends the thread, wherever it is. */
  async end(): Promise<void> {
    await Promise.race([this.#settled, wait(LOADING_MS, undefined, { ref: false })]);
    await this.#worker.terminate();
  }
}

function taken({ batch, chunk, keys }: PostedBatch): PackedBatch {
  if (keys === undefined) return { batch, packed: { chunk, keys } };
  const own =
    'integers' in keys ? Array.from(keys.integers) : new TextColumn(keys.bytes, keys.starts, keys.lengths);
  return { batch, packed: { chunk, keys: own } };
}
