/** How something far away is read. */
import { checkOptions, checkSignal } from '../bytes/options.js';
import { ArgumentError } from '../errors.js';
import { describe } from '../values/base/codec.js';
import type { CacheRoom } from './blocks/cache-room.js';
import type { FetchOptions } from './sources/fetch-source.js';
import type { Gate, RemoteRequest } from './sources/requests.js';

/** How a file far away is asked for, and how much of it is kept. */
export interface RemoteOptions extends FetchOptions {
  /** Ends the opening, when aborted; reads take one of their own. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes of what was read that are kept for later reads; 32 MiB if left out. */
  readonly cacheBytes?: number | undefined;
  /** Requests under way at a time, 1 to 100; 6 if left out. */
  readonly concurrency?: number | undefined;
  /** Stretches with so few bytes between them are asked for as one; 4,096 if left out. */
  readonly gap?: number | undefined;
  /** How often a request is tried again that failed for a reason that may pass; 3 if left out. */
  readonly retries?: number | undefined;
  /**
   * Whether every block that arrives is held against its checksum, of those that the file ends with: 64 KiB are then
   * fetched at a time. A block with other bytes is a `CorruptBufferError`; a file without checksums a `RemoteError`.
   */
  readonly verifyBlocks?: boolean | undefined;
  /** Called after each request that was answered. */
  readonly onRequest?: ((request: RemoteRequest) => void) | undefined;
}

/** What is shared by files that are read as one. */
export interface SharedReading {
  readonly gate?: Gate | undefined;
  readonly room?: CacheRoom | undefined;
}

export interface CheckedRemoteOptions extends RemoteOptions, SharedReading {
  readonly cacheBytes: number;
  readonly concurrency: number;
  readonly gap: number;
  readonly retries: number;
  readonly verifyBlocks: boolean;
}

const NAMES = 'fetch headers signal cacheBytes concurrency gap retries verifyBlocks onRequest';

/** Throws `ArgumentError` for what is none of the options, or of `further` ones, whose names spaces part. */
export function checkRemoteOptions(options: RemoteOptions = {}, further = ''): CheckedRemoteOptions {
  checkOptions(options, `${NAMES} ${further}`.trim());
  checkSignal(options.signal);
  const { cacheBytes = 2 ** 25, concurrency = 6, gap = 4096, retries = 3, verifyBlocks = false } = options;
  check('cacheBytes', cacheBytes, 2 ** 16, Number.MAX_SAFE_INTEGER);
  check('concurrency', concurrency, 1, 100);
  check('gap', gap, 0, 2 ** 30);
  check('retries', retries, 0, 100);
  for (const name of ['fetch', 'onRequest'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new ArgumentError(`${name} is a function, not ${describe(options[name])}`);
    }
  }
  if (typeof verifyBlocks !== 'boolean') {
    throw new ArgumentError(`verifyBlocks is true or false, not ${describe(verifyBlocks)}`);
  }
  return { ...options, cacheBytes, concurrency, gap, retries, verifyBlocks };
}

function check(name: string, value: unknown, least: number, most: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new ArgumentError(`${name} is a whole number from ${least} to ${most}, not ${describe(value)}`);
}
