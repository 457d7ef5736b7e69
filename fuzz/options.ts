/** What `npm run fuzz` is asked for. */
import { parseArgs } from 'node:util';

export interface Options {
  /** How long new cases are begun; without it, `cases` says when to end. */
  readonly minutes: number | undefined;
  /** Cases in all, half of them flips in order and half random. */
  readonly cases: number | undefined;
  readonly seed: number;
  /** Processes at a time. */
  readonly processes: number;
}

export const USAGE = `npm run fuzz -- [--minutes N | --cases N] [--seed S] [--processes P]

Damages every golden and generated file and reads it in every public way, in processes with a small heap. What is read is
a value or a SharedBuffersError; anything else, a crash, a hang or too much memory ends in the smallest input that shows it.

  --minutes N     begin new cases for N minutes (default 1)
  --cases N       a run of fixed size instead: N cases, half of them flips in order
  --seed S        of the random half (default: the time)
  --processes P   at a time (default 2)`;

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text) || Number(text) === 0)
    throw new RangeError(`--${name} is a number from 1 on, not ${text}`);
  return Number(text);
}

/** Throws `RangeError` for what is no option. */
export function optionsOf(args: readonly string[]): Options | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: text, cases: text, seed: text, processes: text, help: { type: 'boolean' } },
  });
  if (values.help) return 'help';
  const cases = whole('cases', values.cases);
  const minutes = whole('minutes', values.minutes);
  if (cases !== undefined && minutes !== undefined)
    throw new RangeError('give --minutes or --cases, not both');
  return {
    cases,
    minutes: cases === undefined ? (minutes ?? 1) : undefined,
    seed: whole('seed', values.seed) ?? Math.floor(Date.now() / 1000),
    processes: whole('processes', values.processes) ?? 2,
  };
}
