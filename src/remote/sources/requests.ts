/** Requests: some at a time, tried again where that can help, and held against what was opened. */
import { ArgumentError, ChangedError, RemoteError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { onAbort } from './on-abort.js';
import type { RemoteBytes, RemoteRange, RemoteSource } from './remote-source.js';

/** Stretches that one request asks for at most: a header of 8 KiB, which servers take, has room for so many up to 100 GB. */
const MAX_MANY = 340;
/** What Apache gives at once, and others may: asked for where more were refused. */
const CAUTIOUS_MANY = 200;
/** Fewer than so many stretches are asked for one by one. */
const MIN_MANY = 8;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** One request that was answered, for `onRequest`. */
export interface RemoteRequest {
  /** What was asked for. */
  readonly ranges: readonly RemoteRange[];
  /** Bytes that came. */
  readonly bytes: number;
  /** How often it was tried before. */
  readonly retries: number;
  /** How long the answer took, in milliseconds. */
  readonly milliseconds: number;
}

/** Lets some requests through at a time: those of one file, or of several that share it. */
export class Gate {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  async enter(): Promise<void> {
    while (this.#running >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
  }

  leave(): void {
    this.#running -= 1;
    this.#waiting.shift()?.();
  }
}

export interface RequestOptions {
  /** Requests under way at a time. */
  readonly concurrency: number;
  /** What files share that are read as one. */
  readonly gate?: Gate | undefined;
  /** How often a request is tried again that failed for a reason that may pass. */
  readonly retries: number;
  readonly onRequest?: ((request: RemoteRequest) => void) | undefined;
}

export class Requests {
  requests = 0;
  bytes = 0;
  readonly #source: RemoteSource;
  readonly #options: RequestOptions;
  readonly #gate: Gate;
  #size: number | undefined;
  #etag: string | undefined;
  /** How many stretches the source reads at once, as far as is known: 1 where it does not read several. */
  #most: number;

  constructor(source: RemoteSource, options: RequestOptions) {
    this.#source = source;
    this.#most = source.readMany === undefined ? 1 : MAX_MANY;
    this.#options = options;
    this.#gate = options.gate ?? new Gate(options.concurrency);
  }

  /** Whether it is of use to join stretches that lie apart, of as many; several in one request need no such thing. */
  joins(count: number): boolean {
    return this.#most === 1 || count < MIN_MANY;
  }

  /** Reads stretches; `take` gets each as it comes. A promise for each stretch, rejected where it cannot be read. */
  read(
    ranges: readonly RemoteRange[],
    signal: AbortSignal,
    take: (range: RemoteRange, bytes: Uint8Array) => void,
  ): Promise<void>[] {
    const most = this.#most;
    if (this.joins(ranges.length)) return ranges.map((range) => this.#one(range, signal, take));
    const result: Promise<void>[] = [];
    for (let from = 0; from < ranges.length; from += most) {
      const part = ranges.slice(from, from + most);
      const done = this.#together(part, signal, take);
      for (const _ of part) result.push(done);
    }
    return result;
  }

  async #one(
    range: RemoteRange,
    signal: AbortSignal,
    take: (range: RemoteRange, bytes: Uint8Array) => void,
  ): Promise<void> {
    const { bytes } = await this.single(range.offset, range.length, signal);
    if (bytes.length < range.length) {
      throw new RemoteError(
        `${this.#source.name} gave ${bytes.length} of the ${range.length} bytes at ${range.offset}`,
      );
    }
    take(range, bytes);
  }

  async #together(
    ranges: readonly RemoteRange[],
    signal: AbortSignal,
    take: (range: RemoteRange, bytes: Uint8Array) => void,
  ): Promise<void> {
    const parts = await this.#try(ranges, signal, (own) => this.#source.readMany!(ranges, { signal: own }));
    if (parts === undefined) {
      this.#most = Math.min(this.#most, ranges.length > CAUTIOUS_MANY ? CAUTIOUS_MANY : 1);
      await Promise.all(this.read(ranges, signal, take));
      return;
    }
    parts.forEach((part, at) => {
      this.#compare(part);
      take(ranges[at]!, part.bytes);
    });
  }

  /** One stretch, of as many bytes as there are. */
  async single(offset: number, length: number, signal: AbortSignal): Promise<RemoteBytes> {
    const read = await this.#try([{ offset, length }], signal, (own) =>
      this.#source.read(offset, length, { signal: own }),
    );
    this.#compare(read);
    return read;
  }

  /** What the answers so far say of the whole. */
  get seen(): { readonly size: number | undefined; readonly etag: string | undefined } {
    return { size: this.#size, etag: this.#etag };
  }

  /** Throws `ChangedError` where an answer is of something else than the first one. */
  #compare({ size, etag }: RemoteBytes): void {
    const replaced =
      (size !== undefined && this.#size !== undefined && size !== this.#size) ||
      (etag !== undefined && this.#etag !== undefined && etag !== this.#etag);
    if (replaced)
      throw new ChangedError(`${this.#source.name} was replaced while it was read: open it again`);
    this.#size ??= size;
    this.#etag ??= etag;
  }

  /** `request` gets a signal of its own: what listens to one, as `fetch` does, may stay for as long as it lasts. */
  async #try<T>(
    ranges: readonly RemoteRange[],
    signal: AbortSignal,
    request: (own: AbortSignal) => Promise<T>,
  ): Promise<T> {
    for (let retries = 0; ; retries += 1) {
      await this.#gate.enter();
      const started = performance.now();
      const own = new AbortController();
      const enough = onAbort(signal, () => own.abort(signal.reason));
      try {
        signal.throwIfAborted();
        this.requests += 1;
        const result = await request(own.signal);
        const bytes = this.#byteLength(result);
        this.bytes += bytes;
        this.#options.onRequest?.({ ranges, bytes, retries, milliseconds: performance.now() - started });
        return result;
      } catch (error) {
        if (retries >= this.#options.retries || !mayPass(error) || signal.aborted) throw error;
      } finally {
        enough();
        this.#gate.leave();
      }
      await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retries) * (0.5 + Math.random()), signal);
    }
  }

  /** Throws `ArgumentError` for an answer of a source that is none. */
  #byteLength(result: unknown): number {
    const parts = Array.isArray(result) ? result : [result];
    return parts.reduce((sum: number, part: Partial<RemoteBytes> | undefined) => {
      if (part?.bytes instanceof Uint8Array) return sum + part.bytes.length;
      // A source that cannot read several stretches at once gives nothing.
      if (part === undefined && this.#source.readMany !== undefined) return sum;
      throw new ArgumentError(
        `read of ${this.#source.name} gives { bytes } with a Uint8Array, and size and etag where they are known, not ${describe(part)}`,
      );
    }, 0);
  }
}

/** Too many requests, servers in trouble, and networks that broke off. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return false;
  const { status } = error;
  return status === undefined || status === 408 || status === 429 || status >= 500;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const enough = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
    const timer = setTimeout(() => {
      enough();
      resolve();
    }, milliseconds);
  });
}
