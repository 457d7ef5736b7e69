/** What a run found, in words. */
import type { Cases } from './damage/cases.js';
import type { Failure } from './run/batch.js';
import type { Totals } from './run/campaign.js';

const count = (value: number): string => value.toLocaleString('en-US');

export function report(
  { inOrder, random, outcomes, failures, peak }: Totals,
  cases: Cases,
  samples: number,
  seconds: number,
  keep: (failure: Failure) => string,
): string {
  const errors = Object.entries(outcomes.errors).sort(([, a], [, b]) => b - a);
  return [
    `${count(inOrder + random)} cases in ${Math.round(seconds)} s, at most ${Math.round(peak)} MiB a process:`,
    `  ${count(inOrder)} of ${count(cases.ordered)} flips and cuts in order (all of ${cases.whole(inOrder)} of ${samples} files), ${count(random)} random`,
    `  ${count(outcomes.values)} values`,
    ...errors.map(([name, times]) => `  ${count(times)} ${name}`),
    ...failures.map((failure) => shownFailure(failure, keep(failure))),
    failures.length === 0 ? 'nothing else' : `${failures.length} FAILURES`,
  ].join('\n');
}

function shownFailure({ kind, number, sample, edits, why }: Failure, path: string): string {
  return [
    `FAILURE ${kind} ${number}, ${sample}: ${why}`,
    ...edits.map((edit) => `    ${edit}`),
    `    bytes: ${path}`,
  ].join('\n');
}
