/** The versions of a live file that are open. */
import type { Opened } from './open-version.js';
import type { Stamp } from './stamp.js';

/** Old versions without a lease that are kept for their grace at most: more of them close the oldest early. */
const MAX_IN_GRACE = 16;

/** One file, opened. */
export interface Version<T> {
  readonly container: T;
  /** Counts swaps: another one when it is gone back to. */
  generation: number;
  readonly buildId: string | undefined;
  /** Whether the file itself is mapped: then it must not be read once it was cut short. */
  readonly mapped: boolean;
  /** The file's state, when it was last known to be this version. */
  stamp: Stamp;
  /** Leases that have not ended. */
  leases: number;
  /** When it may be closed, as `performance.now()` counts; undefined for the current one. */
  until: number | undefined;
}

export function versionOf<T>({ file, container, buildId, stamp }: Opened<T>, generation: number): Version<T> {
  const mapped = file.notMappedBecause === undefined && !file.memory.closed;
  return { container, generation, buildId, mapped, stamp, leases: 0, until: undefined };
}

/** A build that does not lie at the path: whatever does is another. */
export function keptVersion<T>(container: T, buildId: string, generation: number): Version<T> {
  const stamp = { dev: 0n, ino: 0n, size: 0n, mtimeNs: 0n };
  return { container, generation, buildId, mapped: false, stamp, leases: 0, until: undefined };
}

/** Versions that were current, until nobody reads them. */
export class OldVersions<T extends { close(): void }> {
  readonly #versions: Version<T>[] = [];
  readonly #grace: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(grace: number) {
    this.#grace = grace;
  }

  get buildIds(): (string | undefined)[] {
    return this.#versions.map(({ buildId }) => buildId);
  }

  /** Takes a version in, which is closed after its last lease and its grace. */
  add(version: Version<T>): void {
    version.until = performance.now() + this.#grace;
    this.#versions.push(version);
    this.sweep();
  }

  /** Takes the version of a build out, to be read again. */
  take(buildId: string): Version<T> | undefined {
    const index = this.#versions.findLastIndex((version) => version.buildId === buildId);
    if (index < 0) return undefined;
    const [version] = this.#versions.splice(index, 1);
    version!.until = undefined;
    return version;
  }

  /** Closes what is due. */
  sweep(): void {
    const now = performance.now();
    let inGrace = this.#versions.filter(({ leases }) => leases === 0).length;
    let next = Number.POSITIVE_INFINITY;
    for (const version of [...this.#versions]) {
      if (version.leases > 0) continue;
      if (version.until! <= now || inGrace > MAX_IN_GRACE) {
        this.#versions.splice(this.#versions.indexOf(version), 1);
        version.container.close();
        inGrace -= 1;
      } else next = Math.min(next, version.until!);
    }
    clearTimeout(this.#timer);
    // A timer may fire within the millisecond before it is due.
    if (next < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.sweep(), next - now + 1).unref();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { container } of this.#versions.splice(0)) container.close();
  }
}
