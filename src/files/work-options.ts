/** Options of what takes long: how it tells of its progress, and how it is stopped. */
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';

/** Throws `ArgumentError` where these are no options, `onProgress` is no function or `signal` none of an `AbortController`. */
export function checkWorkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError(`options are given as an object, not as ${describe(options)}`);
  }
  const { onProgress, signal } = options as { onProgress?: unknown; signal?: unknown };
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new ArgumentError(`onProgress is a function, not ${describe(onProgress)}`);
  }
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.throwIfAborted !== 'function') {
    throw new ArgumentError(
      `signal is that of an AbortController, or AbortSignal.timeout(…), not ${describe(signal)}`,
    );
  }
}
