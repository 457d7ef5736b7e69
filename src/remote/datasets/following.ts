/** Which version of a data set is read: the one that is current, looked for now and then, or one that is pinned. */
import type { Source } from '../../bytes/container-source.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { isRunName } from '../../shards/manifest.js';
import { describe } from '../../values/base/codec.js';
import { CacheRoom } from '../blocks/cache-room.js';
import type { Container } from '../open-remote.js';
import type { RemoteStats } from '../remote-file.js';
import type { CheckedRemoteOptions } from '../remote-options.js';
import { Gate } from '../sources/requests.js';
import { sum } from '../versions.js';
import type { Documents, VersionFound } from './read-manifest.js';
import { RemoteShards } from './remote-shards.js';
import { Turns } from './turns.js';
import { warn } from './warn.js';

/** Whether a data set far away follows what is published. */
export interface FollowOptions {
  /** Milliseconds between looks at which version is current, from 100; if left out, there are none but by `refresh`. */
  readonly interval?: number | undefined;
  /** Called after reads have moved to another version. */
  readonly onSwap?: ((swap: { readonly run: string; readonly previousRun: string }) => void) | undefined;
  /** Called when a look failed: what was read stays. Without it, a warning is given, once for each that is new. */
  readonly onError?: ((error: Error) => void) | undefined;
}

export class Following<K extends Key, V extends object, X extends IndexKeys> {
  readonly #documents: Documents;
  /** What leads to the version that is current; undefined for one that was named. */
  readonly #entry: string | undefined;
  readonly #opener: (source: Source) => Container;
  readonly #options: CheckedRemoteOptions & FollowOptions;
  readonly #gate: Gate;
  #current: RemoteShards<K, V, X>;
  #pinned = false;
  #past: RemoteStats = { requests: 0, bytes: 0, cacheHits: 0, cacheMisses: 0 };
  readonly #turns: Turns;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #warned: string | undefined;

  constructor(
    documents: Documents,
    entry: string,
    first: VersionFound,
    opener: (source: Source) => Container,
    options: CheckedRemoteOptions & FollowOptions,
  ) {
    this.#documents = documents;
    this.#entry = first.folder === documents.folder ? undefined : entry;
    this.#opener = opener;
    this.#options = options;
    this.#turns = new Turns(documents.folder.name);
    this.#gate = new Gate(options.concurrency);
    this.#current = this.#shardsOf(first);
    this.#wait();
  }

  get current(): RemoteShards<K, V, X> {
    return this.#current;
  }

  get stats(): RemoteStats {
    return [this.#documents.stats, ...this.#current.stats].reduce(sum, this.#past);
  }

  /** Whether reads have moved. */
  async refresh(given: AbortSignal | undefined): Promise<boolean> {
    return await this.#turns.do(async (signal) => {
      const { run } = this.#current.manifest;
      if (this.#pinned || this.#entry === undefined) return false;
      const now = await this.#documents.current(this.#entry, signal);
      return now !== run && (await this.#move(await this.#documents.run(now, signal), signal));
    }, given);
  }

  async pin(run: string | undefined, given: AbortSignal | undefined): Promise<void> {
    if (run === undefined) {
      this.#pinned = false;
      await this.refresh(given);
      return;
    }
    if (!isRunName(run)) throw new ArgumentError(`a run is pinned by its name, not by ${describe(run)}`);
    if (this.#entry === undefined) {
      throw new ArgumentError('what was opened by its manifest stays with it: open the folder, to pin runs');
    }
    await this.#turns.do(async (signal) => {
      if (run !== this.#current.manifest.run)
        await this.#move(await this.#documents.run(run, signal), signal);
      this.#pinned = true;
    }, given);
  }

  close(): void {
    this.#turns.close();
    clearTimeout(this.#timer);
    this.#current.close();
  }

  /** Reads under way stay with the version before, which goes with the last of them. */
  async #move(found: VersionFound, signal: AbortSignal): Promise<true> {
    const next = this.#shardsOf(found);
    try {
      // Before anybody reads it: its first shard has to be there, and as declared.
      await next.at(0, signal);
      signal.throwIfAborted();
    } catch (error) {
      next.close();
      throw error;
    }
    const before = this.#current;
    this.#past = before.stats.reduce(sum, this.#past);
    this.#current = next;
    this.#options.onSwap?.({ run: found.manifest.run, previousRun: before.manifest.run });
    return true;
  }

  /** Each version has a cache, which goes with it. */
  #shardsOf(found: VersionFound): RemoteShards<K, V, X> {
    const room = new CacheRoom(this.#options.cacheBytes);
    return new RemoteShards<K, V, X>(found, this.#opener, { ...this.#options, gate: this.#gate, room });
  }

  #wait(): void {
    const { interval } = this.#options;
    if (interval === undefined || this.#turns.closed || this.#entry === undefined) return;
    const look = async () => {
      try {
        await this.refresh(undefined);
      } catch (error) {
        if (!this.#turns.closed) this.#report(error as Error);
      }
      this.#wait();
    };
    // Not all at the same time, of many processes that were started together.
    const timer = setTimeout(look, interval * (0.9 + 0.2 * Math.random()));
    this.#timer = timer;
    // It does not keep a process of Node alive.
    (timer as { unref?: () => void }).unref?.();
  }

  /** Never throws: nobody who reads is to blame for a look, or for a function that is told of it. */
  #report(error: Error): void {
    const { onError } = this.#options;
    const { name } = this.#documents.folder;
    try {
      if (onError === undefined) this.#warn(`${error.message}; ${name} is read as it was`);
      else onError(error);
    } catch (cause) {
      this.#warn(`onError of ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }

  #warn(message: string): void {
    if (message !== this.#warned) warn(message, 'SB_LIVE');
    this.#warned = message;
  }
}
