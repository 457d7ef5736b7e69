/** The report: a table for each answer, and at the end what was wanted beside what was measured. */
import { arch, cpus, platform, totalmem } from 'node:os';
import type { Options } from './options.js';
import type { Answer, Goal, Row } from './questions/question.js';

const NAME_WIDTH = 26;
const VALUE_WIDTH = 12;
const SPREAD_WIDTH = 22;

/** Three significant digits, and all digits before the point. */
function digits(value: number): string {
  const decimals = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.min(decimals, 3),
    maximumFractionDigits: Math.min(decimals, 3),
  });
}

export function heading({ records, rounds, slowRounds, lookups }: Options): string {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const gib = Math.round(totalmem() / 2 ** 30);
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    `sharedbuffers benchmark: ${number(records)} records {uint64 id, name, float64 score, set of 3, 40-character bio}`,
    `Node ${process.versions.node}, ${platform()} ${arch()}, ${cpus().length} x ${cpu}, ${gib} GiB`,
    `Medians (min to max) of ${rounds} rounds of ${number(lookups)} look-ups or one scan, of ${slowRounds} of builds.`,
    'Each contender has a process of its own; they take turns within each round, and ratios are medians over rounds.',
  ].join('\n');
}

function line(row: Row, reference: Row | undefined): string {
  const spread = row.min === row.max ? '' : `(${digits(row.min)} to ${digits(row.max)})`;
  const ratio = reference === undefined ? '' : `${(row.value / reference.value).toFixed(2)} x`;
  return [
    `  ${row.contender.padEnd(NAME_WIDTH)}`,
    `${digits(row.value).padStart(VALUE_WIDTH)} ${row.unit}`.padEnd(VALUE_WIDTH + 10),
    spread.padEnd(SPREAD_WIDTH),
    ratio.padStart(10),
  ]
    .join('')
    .trimEnd();
}

export function table({ title, notes = [], rows, reference }: Answer): string {
  const first = rows.find(({ contender }) => contender === reference);
  return [title, ...notes.map((note) => `  (${note})`), ...rows.map((row) => line(row, first))].join('\n');
}

export function verdict(goals: readonly Goal[]): string {
  const lines = goals.map(({ text, measured, limit, unit }) => {
    const met = measured <= limit ? 'met' : 'NOT MET';
    const wanted = `wanted: at most ${digits(limit)} ${unit}`;
    return `  ${text.padEnd(44)}${`${digits(measured)} ${unit}`.padStart(12)}   ${wanted.padEnd(28)} ${met}`;
  });
  return ['What is wanted, and what this run measured', ...lines].join('\n');
}
