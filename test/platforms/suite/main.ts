/** All checks of a runtime that has files: `main.js GIVEN`, a JSON file as `Given` says. */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { closingChecks } from './closing.js';
import { equal, Suite } from './expect.js';
import { fileChecks } from './files.js';
import { liveChecks } from './live.js';
import { memoryChecks } from './memory.js';
import { pathChecks } from './paths.js';
import { type Given, Place } from './place.js';
import { remoteChecks } from './remote.js';
import { replacedChecks } from './replaced.js';
import type { Results } from './results.js';
import { Cities, rowOf } from './rows.js';
import { sharedChecks } from './shared.js';
import { timeBeside, timedRows } from './speed.js';
import { storeChecks } from './stores.js';
import { threadChecks } from './threads.js';
import { withoutKeepAlive } from './wine.js';

const given: Given = JSON.parse(readFileSync(process.argv[2]!, 'utf8'));
withoutKeepAlive();
const warnings: string[] = [];
process.on('warning', (warning) => warnings.push(String((warning as { code?: string }).code)));
const suite = new Suite();
const place = new Place(given);

function runtime(): string {
  const { bun, deno, node } = process.versions;
  return bun !== undefined ? `Bun ${bun}` : deno !== undefined ? `Deno ${deno}` : `Node ${node}`;
}

async function speed(): Promise<Results['speed']> {
  const path = place.path('timed.sb');
  const rows = new Map(timedRows(given.timed, rowOf));
  await buildMapping(path, Cities, rows, { indexes: [] });
  using cities = openMapping(path, Cities);
  return timeBeside(cities, rows);
}

for (const checks of [
  fileChecks,
  memoryChecks,
  sharedChecks,
  storeChecks,
  replacedChecks,
  liveChecks,
  remoteChecks,
  closingChecks,
  threadChecks,
  pathChecks,
]) {
  await suite.check(`${checks.name} as a whole`, () => checks(suite, place));
}
await suite.check('files that are read although koffi is there are warned of, once', () => {
  equal(
    warnings.filter((code) => code === 'SB_NOT_MAPPED'),
    place.mapped ? [] : ['SB_NOT_MAPPED'],
  );
});
const results: Results = {
  runtime: runtime(),
  system: `${process.platform} ${process.arch}`,
  outcomes: suite.outcomes.filter(({ name, error }) => error !== undefined || !name.endsWith('as a whole')),
  files: place.mapped ? 'mapped' : 'read',
  speed: await speed(),
};
writeFileSync(given.results, JSON.stringify(results, undefined, 2));
process.exit(0);
