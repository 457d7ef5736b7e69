/** A thread that reads columns and packs them, beside the one that puts the file together. */
import { TextColumn } from '../../containers/building/text-column.js';
import type { PackedBatch, PackedElsewhere } from '../building/build-columns.js';
import type { ColumnTask, FromColumnThread, PostedBatch } from './column-messages.js';
import { PackageThread } from './package-thread.js';

export class ColumnThread implements PackedElsewhere {
  complete = false;
  readonly #thread: PackageThread;
  readonly #packed: PostedBatch[] = [];
  #ended = false;
  #wake = () => {};

  constructor(module: string, task: ColumnTask) {
    this.#thread = new PackageThread(module, task);
    const { worker } = this.#thread;
    worker.on('message', (message: FromColumnThread) => {
      if ('packed' in message) this.#packed.push(message.packed);
      else if ('end' in message) {
        this.complete = message.end;
        this.#ended = true;
      }
      this.#wake();
    });
    // What stops it stops the reading here as well, where it is told.
    for (const event of ['error', 'exit']) {
      worker.on(event, () => {
        this.#ended = true;
        this.#wake();
      });
    }
  }

  async *batches(): AsyncGenerator<PackedBatch> {
    for (;;) {
      const posted = this.#packed.shift();
      if (posted !== undefined) {
        this.#thread.worker.postMessage({ more: true });
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
    await this.#thread.end();
  }
}

function taken({ batch, chunk, keys }: PostedBatch): PackedBatch {
  if (keys === undefined) return { batch, packed: { chunk, keys } };
  const own =
    'integers' in keys ? Array.from(keys.integers) : new TextColumn(keys.bytes, keys.starts, keys.lengths);
  return { batch, packed: { chunk, keys: own } };
}
