/** What a run of the benchmark leaves in its JSON file: all that the report is made of. */
import { readFileSync } from 'node:fs';
import type { Load } from '../load.js';
import type { Options } from '../options.js';
import type { Answer, Goal, Row } from '../questions/question.js';
import type { RuntimeFacts } from '../worker.js';
import type { Machine } from './machine.js';

/** What an answer says about its rows, by the name of the question that they give. */
export interface Asked {
  readonly question: string;
  readonly title: string;
  readonly notes: readonly string[];
  /** Contender whose figures are 1 among the ratios. */
  readonly reference?: string;
}

export interface Outcome extends Goal {
  readonly met: boolean;
}

/** A question that ended badly in a runtime, with so many records, and why. */
export interface Failure {
  readonly question: string;
  readonly runtime: string;
  readonly records: number;
  readonly why: string;
}

export interface MeasuredRuntime extends RuntimeFacts {
  readonly id: string;
  /** Contenders that do not work in it, and why. */
  readonly failures: Readonly<Record<string, string>>;
}

export interface Result {
  readonly machine: Machine;
  readonly load: Load;
  /** Questions that ended badly; their figures are missing. */
  readonly failed: readonly Failure[];
  /** In the order of the run: the first was asked everything. */
  readonly runtimes: readonly MeasuredRuntime[];
  readonly options: Omit<Options, 'json' | 'keep'>;
  /** Who took part, and how each was set up. */
  readonly contenders: readonly { readonly name: string; readonly about: string }[];
  readonly questions: readonly Asked[];
  readonly rows: readonly Row[];
  /** Of the first runtime. */
  readonly goals: readonly Outcome[];
  /** Of the whole run. */
  readonly seconds: number;
}

export function askedOf({ title, notes = [], rows, reference }: Answer): Asked[] {
  const names = new Set(rows.map(({ question }) => question));
  return [...names].map((question) => ({
    question,
    title,
    notes,
    ...(reference !== undefined && { reference }),
  }));
}

export function outcomeOf(goal: Goal): Outcome {
  return { ...goal, met: goal.measured <= goal.limit };
}

const MEMBERS = [
  'machine',
  'load',
  'failed',
  'runtimes',
  'options',
  'contenders',
  'questions',
  'rows',
  'goals',
] as const satisfies readonly (keyof Result)[];

export function readResult(path: string): Result {
  const result = JSON.parse(readFileSync(path, 'utf8')) as Partial<Result>;
  for (const member of MEMBERS) {
    if (result[member] === undefined) throw new Error(`${path} is no result of the benchmark: no ${member}`);
  }
  return result as Result;
}

/** Records that figures and goals are about unless they say otherwise: a million, or the first size of the run. */
export function mainSize(sizes: readonly number[]): number {
  return sizes.includes(1_000_000) ? 1_000_000 : sizes[0]!;
}

/** `Node 24` of `Node 24.1.0`, `Bun` of `Bun 1.2.0`; the id of what is not in the result. */
export function runtimeName({ runtimes }: Pick<Result, 'runtimes'>, id: string): string {
  const name = runtimes.find((runtime) => runtime.id === id)?.name ?? id;
  return /^(Node \d+|\S+)/.exec(name)![0];
}
