/** What every read far away takes. */
import { checkOptions, checkSignal } from '../bytes/options.js';
import type { RangeOptions } from '../mappers/ordered/range-options.js';

/** How a read far away may be ended. */
export interface ReadOptions {
  /** Aborting ends the wait, with the signal's reason, and requests that nobody else waits for. */
  readonly signal?: AbortSignal | undefined;
}

/** The signal of a read. Throws `ArgumentError` for what is none, and for options that there are not; `others`: those there are besides. */
export function signalOf(options: ReadOptions, others = ''): AbortSignal | undefined {
  checkOptions(options, `signal ${others}`.trimEnd());
  checkSignal(options.signal);
  return options.signal;
}

/** What a range takes, apart from its signal. Throws as `signalOf`. */
export function rangeOf(
  options: RangeOptions & ReadOptions,
): readonly [range: RangeOptions, signal: AbortSignal | undefined] {
  const signal = signalOf(options, 'limit reverse');
  const { limit, reverse } = options;
  return [{ limit, reverse }, signal];
}
