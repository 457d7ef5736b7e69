/** A file that is read over a network: what it ends with is read once, the rest as it is needed. */
import type { Source } from '../bytes/container-source.js';
import { padded } from '../containers/part-positions.js';
import { ClosedError, CorruptBufferError, RemoteError } from '../errors.js';
import { readTrailer, type Trailer } from '../trailer/read-trailer.js';
import { TRAILER_HEADER } from '../trailer/tail.js';
import { BlockMemory } from './blocks/block-memory.js';
import { BlockStore } from './blocks/block-store.js';
import { MissingBytes } from './blocks/missing-bytes.js';
import type { CheckedRemoteOptions } from './remote-options.js';
import type { RemoteRange, RemoteSource } from './sources/remote-source.js';
import { Requests } from './sources/requests.js';

/** Bytes that are read first, from the end: a trailer, and small files whole. */
const TAIL = 65_536;
/** Bytes of one value that are read whatever the cache's size: the longest schema. */
const LONGEST_UNASKED = 2 ** 26;
/** Times that one read may find something missing: far more than values nest. */
const MAX_ATTEMPTS = 10_000;

/** What reading has taken so far. */
export interface RemoteStats {
  /** Requests that were answered. */
  readonly requests: number;
  /** Bytes that came. */
  readonly bytes: number;
  /** Blocks of 512 bytes (64 KiB with `verifyBlocks`) that were there already, and that had to be asked for. */
  readonly cacheHits: number;
  /** Blocks that had to be asked for. */
  readonly cacheMisses: number;
}

export class RemoteFile {
  readonly name: string;
  readonly memory: BlockMemory;
  readonly store: BlockStore;
  readonly requests: Requests;
  readonly #closing = new AbortController();
  readonly #cacheBytes: number;
  #trailer: Trailer | undefined;
  #trailerProblem: Error | undefined;

  private constructor(
    name: string,
    memory: BlockMemory,
    store: BlockStore,
    requests: Requests,
    cacheBytes: number,
  ) {
    this.name = name;
    this.memory = memory;
    this.store = store;
    this.requests = requests;
    this.#cacheBytes = cacheBytes;
  }

  /**
   * One request of `tailBytes`, for a file whose trailer is not longer than usual. A damaged trailer is an error, unless `lenient`: then it is told
   * by `trailerProblem`.
   */
  static async open(
    source: RemoteSource,
    options: CheckedRemoteOptions,
    signal: AbortSignal = new AbortController().signal,
    tailBytes: number = TAIL,
    lenient = false,
  ): Promise<RemoteFile> {
    const requests = new Requests(source, options);
    const tail = await requests.single(-tailBytes, tailBytes, signal);
    const size = tail.size ?? source.size;
    if (size === undefined) throw new RemoteError(`${source.name} does not say how long it is`);
    const store = new BlockStore(source, requests, size, options);
    const memory = new BlockMemory(size, store, source.name);
    const at = size - tail.bytes.length;
    store.put(at, tail.bytes, true);
    // Its first block is cut off, but for files that came whole.
    memory.patch(at, tail.bytes);
    const file = new RemoteFile(source.name, memory, store, requests, options.cacheBytes);
    file.#trailer = await file
      .attempt(() => readTrailer(memory), signal)
      .catch((error: unknown) => {
        if (!lenient || !(error instanceof CorruptBufferError)) throw error;
        file.#trailerProblem = error;
        return undefined;
      });
    if (options.verifyBlocks) await file.#checkBlocks(at, tail.bytes, signal);
    return file;
  }

  /** Nothing is believed from now on that has no checksum: of `end`, the last bytes, which are at `at`, just the trailer. */
  async #checkBlocks(at: number, end: Uint8Array, signal: AbortSignal): Promise<void> {
    const { BlockChecks, checkedTail } = await import('./blocks/block-checks.js');
    const tail = checkedTail(this.name, this.#trailer?.tail);
    const tableAt = tail.start + TRAILER_HEADER;
    const table =
      tableAt >= at
        ? end.subarray(tableAt - at, tableAt - at + tail.tableBytes)
        : await this.readThrough(tableAt, tail.tableBytes, signal);
    this.store.checkBy(new BlockChecks(this.name, tail, table));
    this.memory.unpatch();
    const trailerAt = Math.max(at, tableAt);
    this.memory.patch(trailerAt, end.subarray(trailerAt - at));
    this.store.put(at, end, true);
  }

  /** What the file says of itself; undefined for files without a trailer, as those from Python. */
  get trailer(): Trailer | undefined {
    return this.#trailer;
  }

  /** What is wrong with the trailer of a file that was opened all the same. */
  get trailerProblem(): Error | undefined {
    return this.#trailerProblem;
  }

  get source(): Source {
    const { memory } = this;
    const close = () => this.close();
    const index = this.#trailer?.info.parts.index;
    const indexEnd = index && padded(index[0] + index[1]);
    return { memory, notMappedBecause: 'it is read over a network', from: 'file', indexEnd, close };
  }

  get stats(): RemoteStats {
    const { hits, misses } = this.store.counts;
    return {
      requests: this.requests.requests,
      bytes: this.requests.bytes,
      cacheHits: hits,
      cacheMisses: misses,
    };
  }

  /** Does `work`, again and again, until nothing is missing for it. It must not change anything before it is done. */
  async attempt<T>(work: () => T, signal?: AbortSignal): Promise<T> {
    const [result] = await this.attemptAll([work], signal);
    return result as T;
  }

  /** Several works; what they are missing is fetched together. */
  async attemptAll<T>(works: readonly (() => T)[], signal?: AbortSignal): Promise<T[]> {
    const results = new Array<T>(works.length);
    const pinned: number[] = [];
    let left = works.map((_, at) => at);
    try {
      for (let attempt = 0; left.length > 0; attempt += 1) {
        if (attempt > MAX_ATTEMPTS) throw new CorruptBufferError(`reading ${this.name} leads nowhere`);
        const missing: MissingBytes[] = [];
        const failed: number[] = [];
        this.memory.turn();
        for (const at of left) {
          const lacking = this.#try(works[at]!, (value) => {
            results[at] = value;
          });
          if (lacking === undefined) continue;
          this.#refuseLong(lacking);
          missing.push(lacking);
          failed.push(at);
        }
        left = failed;
        if (missing.length === 0) break;
        pinned.push(...(await this.store.load(missing, signal)));
      }
      return results;
    } finally {
      this.store.release(pinned);
    }
  }

  /** A damaged length can ask for all of a file, which may be larger than any memory. */
  #refuseLong({ offset, length }: RemoteRange): void {
    const most = Math.max(this.#cacheBytes, LONGEST_UNASKED, this.#trailer?.info.recordBytes?.max ?? 0);
    if (length <= most) return;
    throw new RemoteError(
      `${this.name} is to be read for ${length} bytes at once, at ${offset}, and no more than ${most} are read: it is ` +
        'damaged, or, if it does hold values that long, give a larger cacheBytes',
    );
  }

  #try<T>(work: () => T, done: (value: T) => void): MissingBytes | undefined {
    if (this.#closing.signal.aborted) throw new ClosedError(`${this.name} was closed`);
    for (;;) {
      try {
        done(work());
        return undefined;
      } catch (error) {
        const missing = this.#missingFrom(error);
        if (missing === undefined) throw error;
        if (!this.store.has(missing.offset, Math.max(1, missing.length))) return missing;
        this.memory.extend(missing);
      }
    }
  }

  #missingFrom(error: unknown): MissingBytes | undefined {
    if (error instanceof MissingBytes) return error;
    return error instanceof RangeError ? this.memory.pastEnd() : undefined;
  }

  /** Fetches stretches, which stay while `work` is under way. */
  async holding<T>(
    ranges: readonly RemoteRange[],
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const pinned = await this.store.load(ranges, signal);
    try {
      return await work();
    } finally {
      this.store.release(pinned);
    }
  }

  /** Bytes as they come, past the cache: of whole blocks, where these are checked. */
  async readThrough(position: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    const { from, to } = this.store.around(position, length);
    const { bytes } = await this.requests.single(from, to - from, this.#until(signal));
    if (bytes.length < to - from) {
      throw new RemoteError(`${this.name} gave ${bytes.length} of the ${to - from} bytes at ${from}`);
    }
    this.store.check(from, bytes);
    return bytes.subarray(position - from, position - from + length);
  }

  /** Ends with the caller's patience, and when the file is closed. */
  #until(signal: AbortSignal | undefined): AbortSignal {
    const closing = this.#closing.signal;
    return signal === undefined ? closing : AbortSignal.any([signal, closing]);
  }

  close(): void {
    this.#closing.abort(new ClosedError(`${this.name} was closed`));
    this.store.close();
    this.memory.close();
  }
}
