/** The table in docs/platforms.md: rows of the platforms that were run now, and those that were there of others. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './packages.js';
import { PLATFORMS } from './platforms.js';
import type { Run } from './run.js';

const PAGE = join(ROOT, 'docs/platforms.md');
const [BEGIN, END] = ['<!-- platforms -->', '<!-- /platforms -->'];
const HEAD = [
  '| platform | runtime | checks passed | files are | `get` : `Map` | run on |',
  '| --- | --- | ---: | --- | ---: | --- |',
];

function row({ name, passed, failures, results }: Run): string {
  const all = passed + failures.length;
  const runtime = results === undefined ? '' : `${results.runtime}, ${results.system}`;
  const files = results === undefined ? '' : results.files;
  const speed = results === undefined ? '' : speedOf(results.speed);
  const date = new Date().toISOString().slice(0, 10);
  return `| \`${name}\` | ${runtime} | ${passed} of ${all} | ${files} | ${speed} | ${date} |`;
}

/** The ratio, and the times that it comes from. */
function speedOf({ ours, map }: { readonly ours: number; readonly map: number }): string {
  return `${(ours / map).toFixed(2)} (${Math.round(ours)} : ${Math.round(map)} ns)`;
}

/** A row's name, by which it is found again. */
const nameOf = (line: string): string | undefined => /^\| `([^`]+)` \|/.exec(line)?.[1];

/** The page with the rows of some runs put in the place of earlier ones. */
export function withRuns(page: string, runs: readonly Run[]): string {
  const [start, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the page has no ${BEGIN} … ${END}`);
  const rows = new Map<string, string>();
  for (const line of page.slice(start, end).split('\n')) {
    const name = nameOf(line);
    if (name !== undefined) rows.set(name, line);
  }
  for (const run of runs) rows.set(run.name, row(run));
  const lines = PLATFORMS.flatMap(({ name }) => rows.get(name) ?? []);
  return [page.slice(0, start) + BEGIN, '', ...HEAD, ...lines, '', page.slice(end)].join('\n');
}

export function writeReport(runs: readonly Run[]): void {
  writeFileSync(PAGE, withRuns(readFileSync(PAGE, 'utf8'), runs));
  console.log('The table in docs/platforms.md has these runs');
}
