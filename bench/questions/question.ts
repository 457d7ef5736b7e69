/** What a question is, and what it answers. */
import type { Context } from '../context.js';
import type { Series } from '../rounds.js';

/** A figure of one contender. */
export interface Row {
  readonly question: string;
  readonly contender: string;
  readonly records: number;
  readonly value: number;
  readonly unit: string;
  /** Smallest and largest of the rounds; the value is their median. */
  readonly min: number;
  readonly max: number;
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
  /** As `--only` and the rows name it. */
  readonly name: string;
  /** Whether it is asked for every size of the run; otherwise for one only. */
  readonly everySize?: boolean;
  ask(context: Context): AsyncGenerator<Answer>;
}

/** Rows of interleaved rounds. */
export function rowsOf(
  question: string,
  unit: string,
  context: Context,
  all: readonly Series[],
  records: number = context.options.records,
): Row[] {
  return all.map(({ name, median, min, max }) => ({
    question,
    contender: name,
    records,
    value: median,
    unit,
    min,
    max,
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
  return { question, contender, records: context.options.records, value, unit, min: value, max: value };
}
