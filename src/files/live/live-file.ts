/** A file that is replaced while it is read: the base of live mappings, arrays, id mappers and bundles. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ArgumentError, ClosedError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { HeldIterator } from './held-iterator.js';
import { Hold, Lease } from './lease.js';
import type { CheckedLiveOptions, Swap } from './live-options.js';
import { OneAtATime } from './one-at-a-time.js';
import { type Opened, type Opening, openStamped, validated } from './open-version.js';
import { PathWatch } from './path-watch.js';
import { Reporter } from './reporter.js';
import { isSame, isSameFile, type Stamp, stampOf } from './stamp.js';
import { Swaps } from './swaps.js';
import { keptVersion, OldVersions, type Version, versionOf } from './versions.js';

/** What can be open in a live file. */
export interface Live {
  close(): void;
}

/**
 * The newest good version of a file. When the file is replaced, the new one is opened, checked and only then swapped in, in
 * one step: reads before it are of the old version, reads after it of the new one. A file that cannot be opened, is not
 * as declared or does not pass `validate` is reported, and the version that is open stays.
 */
export abstract class LiveFile<T extends Live> implements Disposable, AsyncIterable<Swap> {
  /** The version that is read now. It is closed some time after the next swap: keep a `lease` of it for longer use. */
  readonly current: T;
  readonly #path: string;
  readonly #opening: Opening<T>;
  readonly #options: CheckedLiveOptions<T>;
  readonly #old: OldVersions<T>;
  readonly #swaps = new Swaps();
  readonly #watch: PathWatch;
  readonly #reporter: Reporter;
  #version: Version<T>;
  /** Build that is not to be left; see `pin`. */
  #pinned: string | undefined;
  /** The state of the file that was looked at last, whether it was taken or not. */
  #seen: Stamp;
  #missing = false;
  /** Whether the file under the current version was cut short, which closed it. */
  #cutShort = false;
  #closed = false;
  /** What is opened by two looks at once would be swapped in any order. */
  readonly #turns = new OneAtATime();

  /** @internal */
  constructor(path: string, opening: Opening<T>, options: CheckedLiveOptions<T>, first: Opened<T>) {
    this.#path = path;
    this.#opening = opening;
    this.#options = options;
    this.#old = new OldVersions(options.grace);
    this.#reporter = new Reporter(path, options.onError);
    this.#version = versionOf(first, 1);
    this.#seen = first.stamp;
    this.current = first.container;
    this.#watch = new PathWatch(path, options.interval, options.debounce, () => this.#look());
  }

  /** Counts the versions that were read, from 1. */
  get generation(): number {
    return this.#version.generation;
  }

  /** Which build is read, as 32 hexadecimal digits; undefined for files without a trailer, as those from Python. */
  get buildId(): string | undefined {
    return this.#version.buildId;
  }

  /**
   * Holds on to the current version until the lease ends.
   *
   * @throws `ClosedError` once this is closed.
   */
  lease(): Lease<T> {
    const version = this.#version;
    return new Lease(version, this.#hold(version));
  }

  /**
   * Looks at the file at once, and swaps to it where it is new. Gives whether it did.
   *
   * @throws what is wrong with the file, which then stays as it was.
   */
  reload(): Promise<boolean> {
    return this.#turns.run(async () => {
      if (this.#closed) throw this.#closedError();
      const stamp = await stampOf(this.#path);
      return isSame(stamp, this.#version.stamp) ? false : await this.#take(stamp);
    });
  }

  /**
   * Stays with a build, or goes back to one that is still open, lies at the path now, or is kept beside it, as in
   * data sets; later ones are passed by until `pin(undefined)`, which looks at the file again.
   *
   * @param buildId Which build; the one that is current if left out.
   * @throws `ArgumentError` for a build that is neither.
   */
  async pin(buildId: string | undefined): Promise<void> {
    if (buildId !== undefined && typeof buildId !== 'string') {
      throw new ArgumentError(`a build id is text of 32 hexadecimal digits, not ${describe(buildId)}`);
    }
    const before = this.#pinned;
    this.#pinned = buildId;
    if (buildId === undefined) return void (await this.reload());
    if (this.buildId === buildId) return;
    const old = this.#old.take(buildId);
    if (old !== undefined) {
      old.generation = this.generation + 1;
      return this.#swapTo(old);
    }
    const kept = this.#opening.openBuild?.(buildId);
    if (kept !== undefined) return this.#swapTo(keptVersion(kept, buildId, this.generation + 1));
    try {
      await this.reload();
    } finally {
      if (this.buildId !== buildId) this.#pinned = before;
    }
    if (this.buildId === buildId) return;
    const open = [this.buildId, ...this.#old.buildIds].filter((id) => id !== undefined);
    throw new ArgumentError(
      `build ${buildId} is neither open nor at ${this.#path}; open are ${open.join(', ') || 'none with an id'}`,
    );
  }

  /** Swaps from now on, until this is closed. A process that waits for the next one stays alive. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Swap> {
    return this.#swaps.iterate();
  }

  /** Ends watching, and closes all versions, leased ones too. A second call does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.close();
    this.#old.close();
    this.#version.container.close();
    this.#swaps.end();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal Iterates over the current version, which stays open meanwhile. */
  protected held<V>(iterate: (current: T) => Iterator<V>): Generator<V> {
    const version = this.#version;
    return new HeldIterator(iterate(version.container), this.#hold(version)) as object as Generator<V>;
  }

  #hold(version: Version<T>): Hold {
    if (this.#closed) throw this.#closedError();
    version.leases += 1;
    return new Hold(() => {
      version.leases -= 1;
      if (version.leases === 0 && version.until !== undefined) this.#old.sweep();
    });
  }

  #closedError(): ClosedError {
    return new ClosedError(`${this.#path} was closed`);
  }

  async #look(): Promise<void> {
    try {
      const stamp = await this.#settled();
      await this.#turns.run(async () => {
        if (this.#closed || stamp === undefined || isSame(stamp, this.#seen)) return;
        this.#seen = stamp;
        await this.#take(stamp);
      });
    } catch (error) {
      if (!this.#closed) this.#reporter.error(error);
    }
  }

  /** The file's state, once it stays so; undefined while it is missing. */
  async #settled(): Promise<Stamp | undefined> {
    let stamp: Stamp | undefined;
    for (;;) {
      let next: Stamp;
      try {
        next = await stampOf(this.#path);
      } catch (error) {
        if (this.#missing) return undefined;
        this.#missing = true;
        throw error;
      }
      this.#missing = false;
      this.#endOverwritten(next);
      if (isSame(next, this.#seen) || isSame(next, stamp)) return next;
      stamp = next;
      await sleep(this.#options.debounce, undefined, { ref: false });
    }
  }

  /**
   * A mapped file that is cut short in place ends the processes that read on: reads throw instead, until it can be opened
   * again.
   */
  #endOverwritten(stamp: Stamp): void {
    const { stamp: open, container, mapped } = this.#version;
    if (!mapped || !isSameFile(stamp, open) || stamp.size >= open.size) return;
    this.#reporter.changedInPlace();
    this.#cutShort = true;
    container.close();
  }

  /** Opens the file, checks it, and swaps to it. */
  async #take(stamp: Stamp): Promise<boolean> {
    if (this.#closed) return false;
    const opened = openStamped(this.#path, this.#opening, this.#options);
    this.#seen = opened.stamp;
    const { buildId } = opened;
    const version = this.#version;
    const same = buildId !== undefined && buildId === version.buildId && !this.#cutShort;
    const passed = this.#pinned !== undefined && buildId !== this.#pinned;
    if (same || passed) {
      opened.container.close();
      if (same) version.stamp = opened.stamp;
      return false;
    }
    const overwritten = version.mapped && isSameFile(stamp, version.stamp);
    try {
      const current = this.#cutShort ? undefined : version.container;
      await validated(opened, current, this.#opening, this.#options);
    } catch (error) {
      opened.container.close();
      throw error;
    }
    if (this.#closed) {
      opened.container.close();
      return false;
    }
    // Its bytes are the new version's now, under an index of its own.
    if (overwritten) {
      this.#reporter.changedInPlace();
      version.container.close();
    }
    this.#cutShort = false;
    this.#swapTo(versionOf(opened, this.generation + 1));
    return true;
  }

  #swapTo(version: Version<T>): void {
    const previous = this.#version;
    this.#version = version;
    (this as { current: T }).current = version.container;
    this.#old.add(previous);
    const { generation, buildId } = version;
    const swap: Swap = { generation, buildId, previousBuildId: previous.buildId };
    this.#swaps.push(swap);
    try {
      this.#options.onSwap?.(swap);
    } catch (error) {
      this.#reporter.error(error);
    }
  }
}
