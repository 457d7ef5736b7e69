/** A whole run: batches handed to children until the time is up or the cases are done. */

import type { Cases } from '../damage/cases.js';
import { damaged, shown } from '../damage/edit.js';
import type { Options } from '../options.js';
import type { Outcomes } from '../read/attempt.js';
import type { Batch, BatchResult, Failure } from './batch.js';
import { type Lost, Watched } from './watched.js';

const BATCH = 500;
/** More failures than this tell nothing new. */
const MAX_FAILURES = 20;

export interface Totals {
  inOrder: number;
  random: number;
  readonly outcomes: Outcomes;
  readonly failures: Failure[];
  /** MiB. */
  peak: number;
}

export class Campaign {
  readonly #cases: Cases;
  readonly #options: Options;
  readonly #end: number;
  readonly totals: Totals = {
    inOrder: 0,
    random: 0,
    outcomes: { values: 0, errors: {} },
    failures: [],
    peak: 0,
  };
  /** Cases handed out. */
  #inOrder = 0;
  #random = 0;

  constructor(cases: Cases, options: Options) {
    this.#cases = cases;
    this.#options = options;
    this.#end = Date.now() + (options.minutes ?? 0) * 60_000;
  }

  async run(onBatch: (totals: Totals) => void): Promise<Totals> {
    const runners = Array.from({ length: this.#options.processes }, () => this.#runner(onBatch));
    await Promise.all(runners);
    return this.totals;
  }

  async #runner(onBatch: (totals: Totals) => void): Promise<void> {
    const child = new Watched(this.#options.seed);
    try {
      for (let batch = this.#next(); batch !== undefined; batch = this.#next()) {
        await this.#runBatch(child, batch);
        this.totals.peak = Math.max(this.totals.peak, child.peak);
        onBatch(this.totals);
      }
    } finally {
      child.close();
    }
  }

  /** Runs a batch, past cases that a child is lost in. */
  async #runBatch(child: Watched, batch: Batch): Promise<void> {
    let { first } = batch;
    const end = batch.first + batch.count;
    while (first < end) {
      const result = await child.run({ kind: batch.kind, first, count: end - first });
      if ('why' in result) {
        // Its counts are lost with it.
        this.totals.failures.push(this.#lost(result));
        first = result.number + 1;
        continue;
      }
      this.#add(result);
      break;
    }
    if (batch.kind === 'inOrder') this.totals.inOrder += batch.count;
    else this.totals.random += batch.count;
  }

  /** Flips in order and random cases by turns; flips end where there are no more. */
  #next(): Batch | undefined {
    const { cases, minutes } = this.#options;
    if (this.totals.failures.length >= MAX_FAILURES) return undefined;
    if (minutes !== undefined ? Date.now() > this.#end : this.#inOrder + this.#random >= cases!)
      return undefined;
    const most = Math.min(BATCH, (cases ?? Number.POSITIVE_INFINITY) - this.#inOrder - this.#random);
    const left = this.#cases.ordered - this.#inOrder;
    if (left > 0 && this.#inOrder <= this.#random) {
      const first = this.#inOrder;
      this.#inOrder += Math.min(most, left);
      return { kind: 'inOrder', first, count: this.#inOrder - first };
    }
    const first = this.#random;
    this.#random += most;
    return { kind: 'random', first, count: most };
  }

  #lost({ why, kind, number }: Lost): Failure {
    const { sample, edits } = this.#cases[kind](number);
    const bytes = Buffer.from(damaged(sample.bytes, edits)).toString('base64');
    return { kind, number, sample: sample.name, edits: edits.map(shown), why, bytes };
  }

  #add({ outcomes, failures }: BatchResult): void {
    const { totals } = this;
    totals.outcomes.values += outcomes.values;
    for (const [name, count] of Object.entries(outcomes.errors)) {
      totals.outcomes.errors[name] = (totals.outcomes.errors[name] ?? 0) + count;
    }
    totals.failures.push(...failures);
  }
}
