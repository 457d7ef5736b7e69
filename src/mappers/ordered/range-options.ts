/** What ranges of keys take. */
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';

/** Which of the entries of a range are given, and in which order. */
export interface RangeOptions {
  /** At most so many. Default all. */
  readonly limit?: number | undefined;
  /** Whether from the last to the first. Default false. */
  readonly reverse?: boolean | undefined;
}

/** What was asked for, with what is left out. Throws `ArgumentError` for what is none of it. */
export function checkedRange(options: RangeOptions = {}): {
  readonly limit: number;
  readonly reverse: boolean;
} {
  checkOptions(options, 'limit reverse');
  const { limit = Number.POSITIVE_INFINITY, reverse = false } = options;
  if (!(Number.isSafeInteger(limit) || limit === Number.POSITIVE_INFINITY) || limit < 0) {
    throw new ArgumentError(`limit is a number of entries, not ${describe(limit)}`);
  }
  if (typeof reverse !== 'boolean')
    throw new ArgumentError(`reverse is true or false, not ${describe(reverse)}`);
  return { limit, reverse };
}
