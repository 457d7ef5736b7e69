/** Swaps as an asynchronous sequence. */
import type { Swap } from './live-options.js';

/** Swaps that wait for a slow reader; of more, the oldest are left out. */
const MAX_WAITING = 1000;

/** Tells all who read on of each swap, until it is ended. */
export class Swaps {
  readonly #queues = new Set<SwapQueue>();
  #ended = false;

  iterate(): SwapQueue {
    const queue = new SwapQueue((each) => this.#queues.delete(each));
    if (this.#ended) queue.end();
    else this.#queues.add(queue);
    return queue;
  }

  push(swap: Swap): void {
    for (const queue of this.#queues) queue.push(swap);
  }

  end(): void {
    this.#ended = true;
    for (const queue of this.#queues) queue.end();
    this.#queues.clear();
  }
}

/** One reader's: from now on, until the live file is closed. */
class SwapQueue implements AsyncIterableIterator<Swap> {
  readonly #done: (queue: SwapQueue) => void;
  readonly #swaps: Swap[] = [];
  readonly #waiting: ((result: IteratorResult<Swap>) => void)[] = [];
  #ended = false;
  /** Keeps the process alive while someone waits. */
  #alive: NodeJS.Timeout | undefined;

  /** `done` is called when nobody reads on. */
  constructor(done: (queue: SwapQueue) => void) {
    this.#done = done;
  }

  push(swap: Swap): void {
    const reader = this.#waiting.shift();
    if (reader !== undefined) reader({ done: false, value: swap });
    else if (this.#swaps.push(swap) > MAX_WAITING) this.#swaps.shift();
    this.#rest();
  }

  end(): void {
    this.#ended = true;
    for (const reader of this.#waiting.splice(0)) reader({ done: true, value: undefined });
    this.#rest();
  }

  next(): Promise<IteratorResult<Swap>> {
    const swap = this.#swaps.shift();
    if (swap !== undefined) return Promise.resolve({ done: false, value: swap });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    this.#alive ??= setInterval(() => {}, 2 ** 30);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<Swap>> {
    this.#swaps.length = 0;
    this.end();
    this.#done(this);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #rest(): void {
    if (this.#waiting.length > 0) return;
    clearInterval(this.#alive);
    this.#alive = undefined;
  }
}
