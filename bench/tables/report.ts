/** What the benchmark of tables prints. */
import { median } from '../rounds.js';
import type { ContenderId } from './contender.js';
import type { InputFormat } from './input-files.js';
import type { Outcome } from './worker.js';

export interface Measured {
  readonly format: InputFormat;
  readonly rows: number;
  readonly inputBytes: number;
  readonly contenders: readonly {
    readonly id: ContenderId;
    readonly name: string;
    readonly about: string;
    readonly outcomes: readonly Outcome[];
  }[];
}

const MIB = 2 ** 20;
/** Rows a second. */
const WANTED: Readonly<Record<InputFormat, number>> = {
  ndjson: 400_000,
  csv: 300_000,
  parquet: 800_000,
  arrow: 800_000,
};
/** Peak memory of a process, in MiB. */
const MOST_MIB = 400;

const whole = (value: number) => Math.round(value).toLocaleString('en-US');

function rate({ rows }: Measured, outcomes: readonly Outcome[]): number {
  return rows / median(outcomes.map(({ seconds }) => seconds));
}

function peak(outcomes: readonly Outcome[]): number | undefined {
  const peaks = outcomes.flatMap(({ peak }) => (peak === null ? [] : [peak / MIB]));
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

/** A line for each contender: rows a second, CPU time of a row, and how many times ours theirs takes. */
export function table(measured: Measured): string {
  const { format, rows, inputBytes, contenders } = measured;
  const ours = contenders.find(({ id }) => id === 'sharedbuffers');
  const lines = contenders.map(({ name, outcomes }) => {
    const cpu = (median(outcomes.map(({ cpu }) => cpu)) / rows) * 1e6;
    const ratio = ours && rate(measured, ours.outcomes) / rate(measured, outcomes);
    const most = peak(outcomes);
    return [
      `  ${name.padEnd(26)}`,
      `${whole(rate(measured, outcomes)).padStart(12)} rows/s`,
      `${cpu.toFixed(2).padStart(8)} µs CPU a row`,
      most === undefined ? '' : `${whole(most).padStart(8)} MiB`,
      ratio === undefined ? '' : `${ratio.toFixed(2).padStart(8)} x our time`,
    ].join('');
  });
  const notes = contenders.map(({ name, about }) => `  (${name}: ${about})`);
  const title = `${format}: ${whole(rows)} rows of ${whole(inputBytes / rows)} bytes`;
  return [title, ...notes, ...lines].join('\n');
}

/** What is wanted beside what this run measured. */
export function verdict(all: readonly Measured[]): string {
  const lines = all.flatMap((measured) => {
    const ours = measured.contenders.find(({ id }) => id === 'sharedbuffers');
    if (ours === undefined) return [];
    const wanted = WANTED[measured.format];
    const found = rate(measured, ours.outcomes);
    const most = peak(ours.outcomes);
    const met = (isMet: boolean) => (isMet ? 'met' : 'NOT MET');
    return [
      `  ${measured.format.padEnd(10)}${whole(found).padStart(12)} rows/s   wanted: at least ${whole(wanted)}   ${met(found >= wanted)}`,
      ...(most === undefined
        ? []
        : [
            `  ${''.padEnd(10)}${whole(most).padStart(12)} MiB      wanted: at most ${MOST_MIB}   ${met(most <= MOST_MIB)}`,
          ]),
    ];
  });
  return ['What is wanted, and what this run measured', ...lines].join('\n');
}
