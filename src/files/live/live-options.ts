/** How a live file is kept up to date. */
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';

/** A new version that reads have moved to. */
export interface Swap {
  /** Counts the versions, from 1: the one that was opened first. */
  readonly generation: number;
  /** Which build the version is; undefined for files without a trailer, as those from Python, and for bundles. */
  readonly buildId: string | undefined;
  /** Which build the version before it was. */
  readonly previousBuildId: string | undefined;
}

/** How a live file is watched, checked and swapped. `T`: what is opened. */
export interface LiveOptions<T> {
  /**
   * Milliseconds between looks at the path, which see what watching its folder misses: changes on network disks, and
   * behind symbolic links. From 10; 2,000 if left out.
   */
  readonly interval?: number | undefined;
  /** Milliseconds that a changed file has to stay as it is before it is opened. 100 if left out. */
  readonly debounce?: number | undefined;
  /**
   * What a new version has to pass, besides being what is declared: that its parts and its trailer can be read
   * (`'header'`, the default); that all its bytes are those that were built (`'checksums'`); or a function, which refuses it by
   * throwing or by returning `false`. `current` is undefined for the first version.
   */
  readonly validate?:
    | 'header'
    | 'checksums'
    | ((next: T, current: T | undefined) => unknown | Promise<unknown>)
    | undefined;
  /** Milliseconds that a version stays readable after a swap, for reads under way. 10,000 if left out. */
  readonly grace?: number | undefined;
  /** Called after each swap. */
  readonly onSwap?: ((swap: Swap) => void) | undefined;
  /**
   * Called when a new version was refused, or the file is missing: what was open stays. Without it, the error is a process
   * warning.
   */
  readonly onError?: ((error: Error) => void) | undefined;
  /** As in `openMapping`: false reads files into memory, `'required'` refuses what cannot be mapped. Default true. */
  readonly mmap?: boolean | 'required' | undefined;
}

const LONGEST_MS = 2 ** 31 - 1;

/** Milliseconds, and the rest as given. */
export interface CheckedLiveOptions<T> extends LiveOptions<T> {
  readonly interval: number;
  readonly debounce: number;
  readonly grace: number;
}

/** Throws `ArgumentError` for what is none of the options. */
export function checkLiveOptions<T>(options: LiveOptions<T> = {}): CheckedLiveOptions<T> {
  checkOptions(options, 'interval debounce validate grace onSwap onError mmap');
  const { interval = 2000, debounce = 100, grace = 10_000, validate, onSwap, onError } = options;
  checkMilliseconds('interval', interval, 10);
  checkMilliseconds('debounce', debounce, 0);
  checkMilliseconds('grace', grace, 0);
  if (![undefined, 'header', 'checksums'].includes(validate as string) && typeof validate !== 'function') {
    throw new ArgumentError(`validate is 'header', 'checksums' or a function, not ${describe(validate)}`);
  }
  for (const [name, call] of Object.entries({ onSwap, onError })) {
    if (call !== undefined && typeof call !== 'function') {
      throw new ArgumentError(`${name} is a function, not ${describe(call)}`);
    }
  }
  return { ...options, interval, debounce, grace };
}

function checkMilliseconds(name: string, value: unknown, least: number): void {
  if (typeof value === 'number' && value >= least && value <= LONGEST_MS) return;
  throw new ArgumentError(`${name} is a number of milliseconds from ${least}, not ${describe(value)}`);
}
