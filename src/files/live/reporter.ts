/** Telling of what went wrong with a live file, to whoever wants to know. */
import { FileError } from '../../errors.js';

export class Reporter {
  readonly #path: string;
  readonly #onError: ((error: Error) => void) | undefined;
  #warned = false;

  constructor(path: string, onError: ((error: Error) => void) | undefined) {
    this.#path = path;
    this.#onError = onError;
  }

  /** Never throws: nobody who reads is to blame for a file, or for a function that is told of it. */
  error(thrown: unknown): void {
    const error = asError(thrown);
    const onError = this.#onError;
    if (onError === undefined) {
      process.emitWarning(`${error.message}; ${this.#path} is read as it was`, { code: 'SB_LIVE' });
      return;
    }
    try {
      onError(error);
    } catch (cause) {
      process.emitWarning(`onError of ${this.#path} failed: ${asError(cause).message}`, { code: 'SB_LIVE' });
    }
  }

  /** Warns, once, of those who write into files that are open. */
  changedInPlace(): void {
    if (this.#warned) return;
    this.#warned = true;
    process.emitWarning(
      `${this.#path} was changed in place, which changes and may end those who read it: write another file, and rename it over this one`,
      { code: 'SB_CHANGED_IN_PLACE' },
    );
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new FileError(`something was thrown that is no error: ${thrown}`);
}
