/** What a question is, and what it answers. */
import type { Cell, Distribution, Kept } from '../cells.js';
import type { Context } from '../context.js';
import type { Series } from '../rounds.js';

/** A figure of one contender. */
export interface Row {
  readonly question: string;
  readonly contender: string;
  /** As `--runtimes` names it. */
  readonly runtime: string;
  readonly records: number;
  /** How the keys came, where the question has keys. */
  readonly keys?: Kept;
  readonly distribution?: Distribution;
  readonly value: number;
  readonly unit: string;
  /** Smallest and largest of the rounds; the value is their median. */
  readonly min: number;
  readonly max: number;
  /** Median of the ratios within each round to the answer's reference, where they took turns. */
  readonly ratio?: number;
}

/** A figure that is wanted, and what was measured in this run. */
export interface Goal {
  readonly text: string;
  readonly measured: number;
  /** What `measured` must not be above. */
  readonly limit: number;
  readonly unit: string;
}

export interface Answer {
  readonly title: string;
  /** What a reader must know to judge the figures. */
  readonly notes?: readonly string[];
  readonly rows: readonly Row[];
  /** Contender whose figures are 1 in the column of ratios. */
  readonly reference?: string;
  readonly goals?: readonly Goal[];
}

export interface Question {
  /** As `--questions` and the rows name it. */
  readonly name: string;
  /** Whether the first runtime is asked for every size of the run; otherwise for one only. */
  readonly everySize?: boolean;
  /**
   * Which of the other runtimes are asked: none, since the answer is much the same in all of them; each, for one size; or
   * each, for every size.
   */
  readonly runtimes: 'first' | 'one size' | 'every size';
  ask(context: Context): AsyncGenerator<Answer>;
}

export interface RowOptions {
  /** Those of the run if not said. */
  readonly records?: number;
  readonly cell?: Cell;
  /** Series of the same rounds that the others are compared with. */
  readonly reference?: Series | undefined;
}

/** Rows of interleaved rounds. */
export function rowsOf(
  question: string,
  unit: string,
  context: Context,
  all: readonly Series[],
  { records = context.options.records, cell, reference }: RowOptions = {},
): Row[] {
  return all.map((series) => ({
    question,
    contender: series.name,
    runtime: context.runtime.id,
    records,
    ...cell,
    value: series.median,
    unit,
    min: series.min,
    max: series.max,
    ...(reference !== undefined && { ratio: series.ratioTo(reference) }),
  }));
}

/** A figure that was taken once. */
export function single(
  question: string,
  contender: string,
  unit: string,
  context: Context,
  value: number,
): Row {
  const { runtime, options } = context;
  return {
    question,
    contender,
    runtime: runtime.id,
    records: options.records,
    value,
    unit,
    min: value,
    max: value,
  };
}
