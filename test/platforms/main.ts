/** `npm run platforms [-- NAME…]`: runs the checks on platforms, all of them if none is named. */

import { PLATFORMS } from './platforms.js';
import { writeReport } from './report.js';
import { type Run, runPlatform } from './run.js';

const names = process.argv.slice(2);
const known = PLATFORMS.map(({ name }) => name);
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no platform ${unknown.join(', ')}: name some of ${known.join(', ')}`);
  process.exit(2);
}

/** Checks that take longer are told. */
const SLOW_MS = 3000;
const runs: Run[] = [];
for (const platform of PLATFORMS) {
  if (names.length > 0 && !names.includes(platform.name)) continue;
  const run = await runPlatform(platform);
  runs.push(run);
  const { name, failures, passed, seconds } = run;
  for (const each of failures) console.log(`${name}: ${each}`);
  const slow = run.results?.outcomes.filter(({ milliseconds }) => milliseconds > SLOW_MS) ?? [];
  for (const each of slow) console.log(`${name}: ${each.name} took ${each.milliseconds} ms`);
  console.log(`${name}: ${passed} passed, ${failures.length} failed, in ${seconds} s`);
}
// A clone that is checked stays as it is.
if (process.env.CI === undefined) writeReport(runs);
const failed = runs.reduce((sum, { failures }) => sum + failures.length, 0);
console.log(`${runs.reduce((sum, { passed }) => sum + passed, 0)} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
