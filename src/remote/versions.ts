/** What is open of something far away, and opening it anew where it was replaced while it was read. */
import { ChangedError, ClosedError } from '../errors.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';

/** One state of what is far away. */
export interface Version<C> {
  readonly file: RemoteFile;
  readonly container: C;
}

export class Versions<C> {
  readonly #open: (signal?: AbortSignal) => Promise<Version<C>>;
  #current: Version<C>;
  /** The version that is being opened in the place of the current one. */
  #next: Promise<Version<C>> | undefined;
  /** What reading the earlier versions took. */
  #past: RemoteStats = { requests: 0, bytes: 0, cacheHits: 0, cacheMisses: 0 };
  #closed = false;

  private constructor(open: (signal?: AbortSignal) => Promise<Version<C>>, first: Version<C>) {
    this.#open = open;
    this.#current = first;
  }

  /** Opens by `open`, once more where that meets two versions. */
  static async of<C>(
    open: (signal?: AbortSignal) => Promise<Version<C>>,
    signal: AbortSignal | undefined,
  ): Promise<Versions<C>> {
    const first = await open(signal).catch((error: unknown) => {
      if (error instanceof ChangedError) return open(signal);
      throw error;
    });
    return new Versions(open, first);
  }

  get current(): Version<C> {
    return this.#current;
  }

  get stats(): RemoteStats {
    return sum(this.#past, this.#current.file.stats);
  }

  /** Reads of one version: of the next one, from the start, where the current one is no more. */
  async read<T>(work: (version: Version<C>) => Promise<T>): Promise<T> {
    const version = this.#current;
    try {
      return await work(version);
    } catch (error) {
      if (!(error instanceof ChangedError) || this.#closed) throw error;
    }
    return await work(await this.#after(version));
  }

  close(): void {
    this.#closed = true;
    this.#current.file.close();
  }

  async #after(version: Version<C>): Promise<Version<C>> {
    if (this.#current !== version) return this.#current;
    this.#next ??= this.#open().finally(() => {
      this.#next = undefined;
    });
    const next = await this.#next;
    // Of those who wait, the first one puts it in.
    if (this.#current === version) {
      this.#past = sum(this.#past, version.file.stats);
      this.#current = next;
    }
    if (!this.#closed) return next;
    next.file.close();
    throw new ClosedError(`${next.file.name} was closed`);
  }
}

function sum(a: RemoteStats, b: RemoteStats): RemoteStats {
  return {
    requests: a.requests + b.requests,
    bytes: a.bytes + b.bytes,
    cacheHits: a.cacheHits + b.cacheHits,
    cacheMisses: a.cacheMisses + b.cacheMisses,
  };
}
