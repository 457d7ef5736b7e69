/** What is open of something far away, and opening it anew where it was replaced while it was read. */
import { ChangedError, ClosedError, CorruptBufferError } from '../errors.js';
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
    let next: Version<C>;
    try {
      return await work(version);
    } catch (error) {
      const changed = error instanceof ChangedError;
      if (this.#closed || !(changed || error instanceof CorruptBufferError)) throw error;
      next = await this.#after(version, changed).catch((failure: unknown) => {
        throw changed ? failure : error;
      });
      if (next === version) throw error;
    }
    return await work(next);
  }

  close(): void {
    this.#closed = true;
    this.#current.file.close();
  }

  /**
   * What has taken the place of a version. Where it is not certain that anything has, as bytes may be damaged that make no sense, the build ids tell:
   * with the same, or none, it is the version itself.
   */
  async #after(version: Version<C>, certain: boolean): Promise<Version<C>> {
    if (this.#current !== version) return this.#current;
    this.#next ??= this.#open().finally(() => {
      this.#next = undefined;
    });
    const next = await this.#next;
    // Of those who wait, the first one puts it in.
    if (this.#current === version) {
      if (!certain && buildIdOf(next) === buildIdOf(version)) {
        this.#past = sum(this.#past, next.file.stats);
        return version;
      }
      this.#past = sum(this.#past, version.file.stats);
      this.#current = next;
    }
    if (!this.#closed) return next;
    next.file.close();
    throw new ClosedError(`${next.file.name} was closed`);
  }
}

function buildIdOf({ file }: Version<unknown>): string | undefined {
  return file.trailer?.info.buildId;
}

/** What reading two things took together. */
export function sum(a: RemoteStats, b: RemoteStats): RemoteStats {
  return {
    requests: a.requests + b.requests,
    bytes: a.bytes + b.bytes,
    cacheHits: a.cacheHits + b.cacheHits,
    cacheMisses: a.cacheMisses + b.cacheMisses,
  };
}
