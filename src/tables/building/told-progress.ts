/** Progress of a build, as the function of a program is told of it. */

import type { BuildFromProgress } from '../plan/build-from-options.js';
import { type Progress, SILENT } from '../progress.js';

/** Milliseconds between calls. */
const TELL_MS = 100;

export function toldProgress(tell: ((progress: BuildFromProgress) => void) | undefined): Progress {
  return tell === undefined ? SILENT : new Told(tell);
}

class Told implements Progress {
  readonly #tell: (progress: BuildFromProgress) => void;
  #last: BuildFromProgress | undefined;
  #told = 0;

  constructor(tell: (progress: BuildFromProgress) => void) {
    this.#tell = tell;
  }

  start(_what: string, totalBytes: number, phase: BuildFromProgress['phase'] = 'build'): void {
    this.stop();
    this.#last = { phase, rows: 0, bytes: 0, totalBytes };
    this.#told = performance.now();
  }

  update(rows: number | undefined, bytes: number): void {
    if (this.#last === undefined) return;
    this.#last = { ...this.#last, rows: rows ?? 0, bytes };
    if (performance.now() - this.#told < TELL_MS) return;
    this.#told = performance.now();
    this.#tell(this.#last);
  }

  /** Tells of what the phase came to. */
  stop(): void {
    if (this.#last !== undefined) this.#tell(this.#last);
    this.#last = undefined;
  }

  note(): void {}
}
