/** Threads that run a module of this package, and end in order. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** How long a thread that is to end may still load modules: native ones end the process if they are stopped at it. */
const LOADING_MS = 10_000;
/** Most of what reading makes is garbage at once: with more room than this, it only lies about for longer. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

/**
 * Where a module of a thread lies in the package, whose shared code is in a folder beside; undefined where this runs from its
 * sources, or in a bundle, which has no such module.
 */
export function packageModule(name: string, folder = 'tables/threads'): string | undefined {
  const here = import.meta.url as string | undefined;
  if (here === undefined) return undefined;
  const path = join(dirname(fileURLToPath(here)), '..', folder, `${name}.js`);
  return existsSync(path) ? path : undefined;
}

export class PackageThread {
  readonly worker: Worker;
  /** When it has loaded its modules, which it then says, or ended. */
  readonly #settled: Promise<void>;

  constructor(module: string, workerData?: unknown) {
    this.worker = new Worker(module, { workerData, resourceLimits });
    this.#settled = new Promise<void>((resolve) => {
      for (const event of ['message', 'error', 'exit']) this.worker.once(event, () => resolve());
    });
  }

  /** Ends the thread, wherever it is. */
  async end(): Promise<void> {
    await Promise.race([this.#settled, wait(LOADING_MS, undefined, { ref: false })]);
    await this.worker.terminate();
  }
}
