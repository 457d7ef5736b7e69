/**
 * `npm run bench:guard`: ends with exit code 1 when a ratio is above its limit in limits.json three times. With
 * `--write`, new limits from what is measured: for changes that are meant.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '../context.js';
import type { Options } from '../options.js';
import { ROOT } from '../paths.js';
import { compare, guard, limitsOf, listing, middle, type Ratios, takeAll } from './compare.js';
import { measuresOf } from './measures.js';

const LIMITS = join(ROOT, 'bench/guard/limits.json');
const ATTEMPTS = 3;
const RECORDS = 200_000;
const OPTIONS: Options = {
  quick: true,
  records: RECORDS,
  sizes: [RECORDS],
  rounds: 7,
  slowRounds: 1,
  lookups: 100_000,
  only: [],
  json: undefined,
  keep: false,
};

async function main(write: boolean): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-guard-'));
  try {
    await using context = new Context(OPTIONS, folder);
    const measures = measuresOf(context);
    if (write) {
      const taken: Ratios[] = [];
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) taken.push(await takeAll(measures));
      const measured = middle(taken);
      const limits = limitsOf(measured);
      writeFileSync(LIMITS, `${JSON.stringify(limits, null, 2)}\n`);
      console.log(listing(compare(measured, limits)));
      return true;
    }
    const limits = JSON.parse(readFileSync(LIMITS, 'utf8')) as Ratios;
    const findings = await guard(measures, limits, ATTEMPTS);
    console.log(listing(findings));
    const bad = findings.filter(({ good }) => !good).length;
    console.log(bad === 0 ? 'No ratio is above its limit.' : `${bad} of ${findings.length} are not good.`);
    return bad === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!(await main(process.argv.includes('--write')))) process.exitCode = 1;
