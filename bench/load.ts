/** How busy the machine is with other things: figures of a busy machine are worth less, and say so. */
import { cpus } from 'node:os';
import { setTimeout } from 'node:timers/promises';

/** Cores that others kept busy, before the run, after it, and between its questions. */
export interface Load {
  readonly before: number;
  readonly after: number;
  /** Mean and largest of what was seen between questions; 0 where there was nothing between. */
  readonly mean: number;
  readonly most: number;
}

/** Cores in use by others from which on a machine counts as busy. */
const BUSY = 0.2;
const LONG_MS = 1500;
const SHORT_MS = 200;

function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/** Cores that were busy for a while in which this process did nothing. */
async function busyCores(ms: number): Promise<number> {
  const [start, busy] = [performance.now(), busyMs()];
  await setTimeout(ms);
  return Math.max(0, (busyMs() - busy) / (performance.now() - start));
}

/** Watches a run from its beginning to its end. */
export class Watch {
  readonly #before: number;
  readonly #between: number[] = [];

  private constructor(before: number) {
    this.#before = before;
  }

  static async begin(): Promise<Watch> {
    return new Watch(await busyCores(LONG_MS));
  }

  /** To be called while no process of the run has anything to do. */
  async look(): Promise<void> {
    this.#between.push(await busyCores(SHORT_MS));
  }

  async end(): Promise<Load> {
    return loadOf(this.#before, this.#between, await busyCores(LONG_MS));
  }
}

export function loadOf(before: number, between: readonly number[], after: number): Load {
  const sum = between.reduce((total, each) => total + each, 0);
  return {
    before,
    after,
    mean: between.length === 0 ? 0 : sum / between.length,
    most: Math.max(0, ...between),
  };
}

export function isBusy({ before, after, mean }: Load): boolean {
  return Math.max(before, after, mean) > BUSY;
}

/** A sentence for the output and the report. */
export function loadText(load: Load, cores: number): string {
  const { before, after, mean, most } = load;
  const seen = `others used ${before.toFixed(1)} of ${cores} cores before the run, ${mean.toFixed(1)} between its questions (${most.toFixed(1)} at most), ${after.toFixed(1)} after it`;
  return isBusy(load)
    ? `Measured on a busy machine, so the figures are rough: ${seen}.`
    : `A quiet machine: ${seen}.`;
}
