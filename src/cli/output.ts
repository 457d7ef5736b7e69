/** Writing many lines: in pieces, no faster than the reader takes them, and no further once it has gone. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Io, Output } from './io.js';

const PIECE_CHARACTERS = 2 ** 16;

/** The reader of our output has closed it, as `head` does: nothing is wrong, and nothing more is to be done. */
export class ReaderGone extends Error {}

export class Lines {
  readonly #output: Output;
  readonly #signal: AbortSignal;
  #piece: string[] = [];
  #length = 0;

  constructor({ stdout, signal }: Pick<Io, 'stdout' | 'signal'>) {
    this.#output = stdout;
    this.#signal = signal;
  }

  /** Adds a line; the promise it gives now and then must be waited for. */
  add(line: string): Promise<void> | undefined {
    this.#piece.push(line, '\n');
    this.#length += line.length + 1;
    return this.#length >= PIECE_CHARACTERS ? this.flush() : undefined;
  }

  /** Writes what was added. Throws `ReaderGone`, or the signal's reason. */
  async flush(): Promise<void> {
    const text = this.#piece.join('');
    this.#piece = [];
    this.#length = 0;
    if (text !== '') await write(this.#output, text);
    // Writes to pipes and files may be synchronous; signals come in between turns of the event loop.
    await turn();
    this.#signal.throwIfAborted();
  }
}

/** Writes text and waits until it is on its way. Throws `ReaderGone` when there is no one to take it. */
export function write(output: Output, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => {
      if (!error) resolve();
      else if (['EPIPE', 'ERR_STREAM_DESTROYED'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        reject(new ReaderGone());
      } else reject(error);
    });
  });
}
