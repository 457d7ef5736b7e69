/** Holding on to one version of a live file. */

/**
 * Keeps a version open until it ends, whatever is swapped in meanwhile:
 *
 * ```ts
 * using cities = await liveMapping('cities.sb', Cities);
 * using lease = cities.lease();
 * const city = lease.current.get('AR-ROS');
 * ```
 */
export class Lease<T> implements Disposable {
  /** The version's mapping, array, id mapper or bundle. */
  readonly current: T;
  /** Which swap it came with; 1 is the version that was opened first. */
  readonly generation: number;
  /** Build id of the version, as `Mapping.buildId`; of a data set the name of its run. */
  readonly buildId: string | undefined;
  readonly #hold: Hold;

  /** @internal */
  constructor(
    { container, generation, buildId }: { container: T; generation: number; buildId: string | undefined },
    hold: Hold,
  ) {
    this.current = container;
    this.generation = generation;
    this.buildId = buildId;
    this.#hold = hold;
    forgotten.register(this, hold, this);
  }

  /** Lets the version be closed. A second call does nothing. */
  end(): void {
    forgotten.unregister(this);
    this.#hold.end();
  }

  /** The same as `end`, for `using`. */
  [Symbol.dispose](): void {
    this.end();
  }
}

/** One hold on a version, ended once. */
export class Hold {
  #release: (() => void) | undefined;

  constructor(release: () => void) {
    this.#release = release;
  }

  end(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }
}

/** Leases that nobody ended, and iterators that nobody went through, end when they are collected. */
export const forgotten: FinalizationRegistry<Hold> = /* @__PURE__ */ new FinalizationRegistry((hold) =>
  hold.end(),
);
