/** Options are objects whose names are known: a misspelled one would be passed over, and do nothing. */
import { ArgumentError } from '../errors.js';
import { nearestNames } from './nearest-name.js';

/** Throws `ArgumentError` for options that are no object, and for an option that is not among the `known`, which spaces part. */
export function checkOptions(options: unknown, known: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError(`options are given as an object, not as ${kindOf(options)}`);
  }
  const names = known.split(' ');
  for (const name in options) {
    if (names.includes(name)) continue;
    const [nearest] = nearestNames(name, names);
    const meant = nearest === undefined ? `there are ${names.join(', ')}` : `is it ${nearest}?`;
    throw new ArgumentError(`there is no option ${name}: ${meant}`);
  }
}

/** Throws `ArgumentError` for a signal that is none. */
export function checkSignal(signal: unknown): asserts signal is AbortSignal | undefined {
  if (signal === undefined) return;
  if (typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted === 'function') return;
  throw new ArgumentError(
    `signal is that of an AbortController, or AbortSignal.timeout(…), not ${kindOf(signal)}`,
  );
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
