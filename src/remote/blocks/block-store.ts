/** Blocks that have arrived, the latest used ones of them, and fetching those that have not. */
import { ClosedError } from '../../errors.js';
import { BLOCK_BYTES } from '../../trailer/tail.js';
import type { RemoteRange, RemoteSource } from '../sources/remote-source.js';
import type { Requests } from '../sources/requests.js';
import { untilAborted } from '../sources/until-aborted.js';
import type { BlockChecks } from './block-checks.js';
import type { Arrived } from './block-memory.js';
import { type Cache, CacheRoom } from './cache-room.js';
import { blocksOf, joined } from './stretches.js';

/** Bytes that are cached and fetched as one. */
const BLOCK = 512;

export interface StoreOptions {
  /** Bytes of the cache. */
  readonly cacheBytes: number;
  /** What files share that are read as one; each has a cache of its own if left out. */
  readonly room?: CacheRoom | undefined;
  /** Stretches with so few bytes between them are fetched as one. */
  readonly gap: number;
  /** Whether blocks are as long as those that have checksums, which are to hold. */
  readonly verifyBlocks: boolean;
}

/** Requests that were set off together, and are given up together once nobody waits for any of them. */
interface Fetching {
  readonly controller: AbortController;
  waiting: number;
}

/** A block on its way. */
interface Coming {
  readonly done: Promise<void>;
  readonly fetching: Fetching;
}

/** How often something was found here, and what it took to get the rest. */
export interface CacheCounts {
  hits: number;
  misses: number;
}

export class BlockStore implements Arrived, Cache {
  readonly blockBytes: number;
  readonly counts: CacheCounts = { hits: 0, misses: 0 };
  readonly #source: RemoteSource;
  readonly #requests: Requests;
  readonly #options: StoreOptions;
  readonly #size: number;
  /** In the order of their last use. */
  readonly #blocks = new Map<number, Uint8Array>();
  /** Blocks in use by reads under way, which do not go. */
  readonly #pins = new Map<number, number>();
  readonly #coming = new Map<number, Coming>();
  readonly #room: CacheRoom;
  /** Kept whatever the cache's size. */
  readonly #kept = new Map<number, Uint8Array>();
  #checks: BlockChecks | undefined;
  #closed = false;

  constructor(source: RemoteSource, requests: Requests, size: number, options: StoreOptions) {
    this.#source = source;
    this.#requests = requests;
    this.#size = size;
    this.#options = options;
    this.#room = options.room ?? new CacheRoom(options.cacheBytes);
    this.#room.used(this);
    this.blockBytes = options.verifyBlocks ? BLOCK_BYTES : BLOCK;
  }

  /** From now on no block comes in that does not pass; those that have come before go. */
  checkBy(checks: BlockChecks): void {
    this.#checks = checks;
    this.#blocks.clear();
    this.#kept.clear();
  }

  block(index: number): Uint8Array | undefined {
    const kept = this.#kept.get(index);
    if (kept !== undefined) return kept;
    const block = this.#blocks.get(index);
    if (block === undefined) return undefined;
    // Last used, last to go.
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    return block;
  }

  /** Whether all of a stretch is here. */
  has(offset: number, length: number): boolean {
    const { blockBytes } = this;
    for (let index = Math.floor(offset / blockBytes); index * blockBytes < offset + length; index += 1) {
      if (this.block(index) === undefined) return false;
    }
    return true;
  }

  /** What is to be read for a stretch: itself, or the blocks that it lies in where these are checked. */
  around(offset: number, length: number): { readonly from: number; readonly to: number } {
    if (this.#checks === undefined) return { from: offset, to: offset + length };
    const { blockBytes } = this;
    const to = Math.min(Math.ceil((offset + length) / blockBytes) * blockBytes, this.#size);
    return { from: Math.floor(offset / blockBytes) * blockBytes, to };
  }

  /** Checks bytes that are not taken in, of whole blocks. Throws `CorruptBufferError` for other ones than were built. */
  check(position: number, bytes: Uint8Array): void {
    const { blockBytes } = this;
    if (this.#checks === undefined) return;
    for (let at = 0; at < bytes.length; at += blockBytes)
      this.#checks.check((position + at) / blockBytes, bytes.subarray(at, at + blockBytes));
  }

  /** Takes in bytes that have come some other way: whole blocks of them. */
  put(position: number, bytes: Uint8Array, keep = false): void {
    const { blockBytes } = this;
    const first = Math.ceil(position / blockBytes);
    for (let index = first; ; index += 1) {
      const from = index * blockBytes - position;
      const to = Math.min(from + blockBytes, this.#size - position);
      if (from >= bytes.length || to > bytes.length || to <= from) break;
      this.#checks?.check(index, bytes.subarray(from, to));
      // A copy: a stretch that is as long as several blocks would stay whole for one of them.
      (keep ? this.#kept : this.#blocks).set(index, bytes.slice(from, to));
    }
    this.#room.trim();
  }

  /**
   * Fetches stretches, and keeps what they are in until `release` is called with what this gives. A `signal` ends the wait, and
   * requests that nobody else waits for.
   */
  async load(ranges: readonly RemoteRange[], signal?: AbortSignal): Promise<number[]> {
    const blocks = blocksOf(ranges, this.blockBytes, this.#size);
    this.#room.used(this);
    for (const index of blocks) this.#pins.set(index, (this.#pins.get(index) ?? 0) + 1);
    try {
      let missing = blocks.filter((index) => this.block(index) === undefined);
      this.counts.hits += blocks.length - missing.length;
      this.counts.misses += missing.length;
      // Again where another read was fetching a block, and gave up in this very moment.
      while (missing.length > 0) {
        signal?.throwIfAborted();
        await this.#arrival(missing, signal);
        if (this.#closed) throw new ClosedError(`${this.#source.name} was closed`);
        missing = missing.filter((index) => this.block(index) === undefined);
      }
      return blocks;
    } catch (error) {
      this.release(blocks);
      throw error;
    }
  }

  release(blocks: readonly number[]): void {
    for (const index of blocks) {
      const pins = this.#pins.get(index)! - 1;
      if (pins === 0) this.#pins.delete(index);
      else this.#pins.set(index, pins);
    }
    this.#room.trim();
  }

  /** Bytes of blocks that can go. */
  get cachedBytes(): number {
    return this.#blocks.size * this.blockBytes;
  }

  /** Lets blocks go of at least so many bytes, as far as there are any that are not in use, and gives how many. */
  giveBack(bytes: number): number {
    let given = 0;
    for (const index of this.#blocks.keys()) {
      if (given >= bytes) break;
      if (this.#pins.has(index)) continue;
      this.#blocks.delete(index);
      given += this.blockBytes;
    }
    return given;
  }

  close(): void {
    this.#closed = true;
    this.#room.left(this);
    const reason = new ClosedError(`${this.#source.name} was closed`);
    for (const { fetching } of this.#coming.values()) fetching.controller.abort(reason);
    this.#blocks.clear();
    this.#kept.clear();
  }

  /** Waits for blocks; those that are not on their way are asked for. */
  async #arrival(blocks: readonly number[], signal: AbortSignal | undefined): Promise<void> {
    if (this.#closed) throw new ClosedError(`${this.#source.name} was closed`);
    const fresh = blocks.filter(
      (index) => this.#coming.get(index)?.fetching.controller.signal.aborted !== false,
    );
    if (fresh.length > 0) {
      const gap = this.#requests.joins(fresh.length) ? this.#options.gap : 0;
      this.#fetch(joined(fresh, this.blockBytes, this.#size, gap));
    }
    const coming = blocks.map((index) => this.#coming.get(index)!);
    const fetchings = new Set(coming.map(({ fetching }) => fetching));
    for (const fetching of fetchings) fetching.waiting += 1;
    try {
      await untilAborted(Promise.all(new Set(coming.map(({ done }) => done))), signal);
    } finally {
      for (const fetching of fetchings) {
        fetching.waiting -= 1;
        if (fetching.waiting === 0) fetching.controller.abort(signal?.reason);
      }
    }
  }

  /** Sets off the requests; who waits for a block waits for `#coming`. */
  #fetch(ranges: readonly RemoteRange[]): void {
    const { blockBytes } = this;
    const fetching = { controller: new AbortController(), waiting: 0 };
    const done = this.#requests.read(ranges, fetching.controller.signal, ({ offset }, bytes) => {
      if (!this.#closed) this.put(offset, bytes);
    });
    ranges.forEach(({ offset, length }, at) => {
      const coming = { done: done[at]!, fetching };
      for (let index = offset / blockBytes; index * blockBytes < offset + length; index += 1) {
        this.#coming.set(index, coming);
        const gone = () => {
          if (this.#coming.get(index) === coming) this.#coming.delete(index);
        };
        coming.done.then(gone, gone);
      }
    });
  }
}
