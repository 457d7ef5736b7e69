/** The report: a table for each answer, and at the end what was wanted beside what was measured. */
import type { Options } from './options.js';
import type { Machine } from './output/machine.js';
import { digits } from './output/numbers.js';
import type { Answer, Goal, Row } from './questions/question.js';

const NAME_WIDTH = 26;
const VALUE_WIDTH = 12;
const SPREAD_WIDTH = 22;

export function heading({ sizes, rounds, slowRounds, lookups }: Options, machine: Machine): string {
  const { kernel, cores, cpu, memory } = machine;
  const number = (value: number) => value.toLocaleString('en-US');
  const all = sizes.map(number).join(', ');
  return [
    `sharedbuffers benchmark: ${all} records {uint64 id, name, float64 score, set of 3, 40-character bio}`,
    `${kernel}, ${cores} x ${cpu}, ${Math.round(memory / 2 ** 30)} GiB`,
    `Medians (min to max) of ${rounds} rounds of up to ${number(lookups)} look-ups or one scan, of ${slowRounds} of builds.`,
    'Each contender has a process of its own; they take turns within each round, and ratios are medians over rounds.',
  ].join('\n');
}

function line(row: Row, reference: Row | undefined): string {
  const spread = row.min === row.max ? '' : `(${digits(row.min)} to ${digits(row.max)})`;
  const ratio = reference === undefined ? '' : `${(row.ratio ?? row.value / reference.value).toFixed(2)} x`;
  return [
    `  ${row.contender.padEnd(NAME_WIDTH)}`,
    `${digits(row.value).padStart(VALUE_WIDTH)} ${row.unit}`.padEnd(VALUE_WIDTH + 10),
    spread.padEnd(SPREAD_WIDTH),
    ratio.padStart(10),
  ]
    .join('')
    .trimEnd();
}

/** What the rows of an answer have in common beside their question. */
function cellOf(row: Row | undefined): string {
  if (row === undefined) return '';
  const { runtime, keys, distribution } = row;
  return ` [${[runtime, keys, distribution].filter((part) => part !== undefined).join(', ')}]`;
}

export function table({ title, notes = [], rows, reference }: Answer): string {
  const first = rows.find(({ contender }) => contender === reference);
  return [
    title + cellOf(rows[0]),
    ...notes.map((note) => `  (${note})`),
    ...rows.map((row) => line(row, first)),
  ].join('\n');
}

export function verdict(goals: readonly Goal[]): string {
  const lines = goals.map(({ text, measured, limit, unit }) => {
    const met = measured <= limit ? 'met' : 'NOT MET';
    const wanted = `wanted: at most ${digits(limit)} ${unit}`;
    return `  ${text.padEnd(44)}${`${digits(measured)} ${unit}`.padStart(12)}   ${wanted.padEnd(28)} ${met}`;
  });
  return ['What is wanted, and what this run measured', ...lines].join('\n');
}
