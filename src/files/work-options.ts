/** Options of what takes long: how it tells of its progress, and how it is stopped. */
import { checkOptions, checkSignal } from '../bytes/options.js';
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';

/**
 * Throws `ArgumentError` where these are no options, or one is neither `known` nor `signal`, `onProgress` is no function or
 * `signal` none of an `AbortController`.
 */
export function checkWorkOptions(options: object, known: string): void {
  const { onProgress, signal } = Object(options) as { onProgress?: unknown; signal?: unknown };
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new ArgumentError(`onProgress is a function, not ${describe(onProgress)}`);
  }
  checkSignal(signal);
  checkOptions(options, `signal ${known}`);
}
