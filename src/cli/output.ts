/** Writing many lines: in pieces, no faster than the reader takes them, and no further once it has gone. */
import { setImmediate as turn } from 'node:timers/promises';
import { fileError } from '../files/file-error.js';
import type { Io, Output } from './io.js';
import { printable, printableBytes } from './printable.js';

const PIECE_CHARACTERS = 2 ** 16;

/** The reader of our output has closed it, as `head` does: nothing is wrong, and nothing more is to be done. */
export class ReaderGone extends Error {}

/** Lines of JSON, or of text that is printable already. */
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
    if (text !== '') await write(this.#output, printableBytes(text));
    await flushed(this.#signal);
  }
}

/** Writes to pipes and files may be synchronous; signals come in between turns of the event loop. */
export async function flushed(signal: AbortSignal): Promise<void> {
  await turn();
  signal.throwIfAborted();
}

/**
 * Writes text, or bytes, to standard output and waits until it is on its way. Throws `ReaderGone` when there is no one to take it,
 * `FileError` when it cannot be written.
 */
export async function write(output: Output, text: string | Uint8Array): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      output.write(text, (error) => (error ? reject(error) : resolve()));
    });
  } catch (error) {
    if (['EPIPE', 'ERR_STREAM_DESTROYED'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw new ReaderGone();
    }
    throw fileError('write to', 'standard output', error);
  }
}

/** Writes one line for people to standard error. If that cannot be written to, there is nowhere to say so. */
export function say(stderr: Output, message: string): void {
  put(stderr, `sharedbuffers: ${printable(message)}\n`);
}

/** Writes to standard error as far as it can be. */
export function put(stderr: Output, text: string): void {
  try {
    stderr.write(text, () => {});
  } catch {
    // As for `say`.
  }
}
