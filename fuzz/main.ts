/** `npm run fuzz`: damage, and what comes of reading it. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus } from './corpus/corpus.js';
import { Cases } from './damage/cases.js';
import { optionsOf, USAGE } from './options.js';
import { ReadAll } from './read/attempt.js';
import { report } from './report.js';
import type { Failure } from './run/batch.js';
import { Campaign } from './run/campaign.js';
import { wrong } from './run/try-case.js';

const PROGRESS_MS = 10_000;

/** Undamaged samples must be read whole, or a run would show nothing. */
async function checkSamples(samples: Awaited<ReturnType<typeof corpus>>): Promise<void> {
  for (const sample of samples) {
    const all = new ReadAll();
    const why = await wrong({ sample, edits: [] }, all);
    if (why !== undefined) throw new Error(`${sample.name} is not read as it is: ${why}`);
    if (all.outcomes.values < 3 && !sample.foreign) throw new Error(`of ${sample.name}, nothing is read`);
  }
}

/** Puts the bytes of a failure where they can be looked at. */
function keep(failure: Failure): string {
  const path = join(tmpdir(), `sharedbuffers-fuzz-${failure.kind}-${failure.number}.bin`);
  writeFileSync(path, Buffer.from(failure.bytes, 'base64'));
  return path;
}

async function main(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  const started = Date.now();
  const samples = await corpus();
  await checkSamples(samples);
  const cases = new Cases(samples, options.seed);
  const bytes = samples.reduce((sum, sample) => sum + sample.bytes.length, 0);
  console.log(
    `fuzz: ${samples.length} files of ${bytes.toLocaleString('en-US')} bytes, seed ${options.seed}, ` +
      `${options.processes} processes, Node ${process.versions.node}`,
  );
  let told = Date.now();
  const totals = await new Campaign(cases, options).run(({ inOrder, random, failures }) => {
    if (Date.now() - told < PROGRESS_MS) return;
    told = Date.now();
    console.log(`  ${(inOrder + random).toLocaleString('en-US')} cases, ${failures.length} failures`);
  });
  console.log(report(totals, cases, samples.length, (Date.now() - started) / 1000, keep));
  return totals.failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof RangeError || error instanceof TypeError ? error.message : error);
  process.exitCode = 2;
}
