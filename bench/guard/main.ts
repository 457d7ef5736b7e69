/**
 * `npm run bench:guard`: ends with exit code 1 when a ratio is above its limit in limits.json three times, in any of the
 * runtimes that it is kept for. With `--write`, new limits from what is measured: for changes that are meant.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '../context.js';
import { installRuntimes } from '../install.js';
import type { Options } from '../options.js';
import { ROOT } from '../paths.js';
import { Probes } from '../probe.js';
import { findRuntime, type Runtime } from '../runtimes/runtime.js';
import { compare, type Finding, guard, limitsOf, listing, middle, type Ratios, takeAll } from './compare.js';
import { measuresOf } from './measures.js';

const LIMITS = join(ROOT, 'bench/guard/limits.json');
/** The oldest that is served, and the newest. */
const RUNTIMES = ['node20', 'node26'] as const;
const ATTEMPTS = 3;
const RECORDS = 200_000;
const OPTIONS: Options = {
  quick: true,
  records: RECORDS,
  sizes: [RECORDS],
  runtimes: RUNTIMES,
  rounds: 7,
  slowRounds: 1,
  lookups: 100_000,
  turn: 40,
  only: [],
  json: undefined,
  keep: false,
};

/** Those that are there. In CI, all have to be. */
function runtimesHere(): Runtime[] {
  installRuntimes(RUNTIMES);
  return RUNTIMES.flatMap((id) => {
    const found = findRuntime(id);
    if (!('absent' in found)) return [found];
    console.log(`${id} is left out: ${found.absent}`);
    if (process.env.CI !== undefined) process.exitCode = 1;
    return [];
  });
}

async function measured(context: Context): Promise<Ratios> {
  const taken: Ratios[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) taken.push(await takeAll(measuresOf(context)));
  return middle(taken);
}

async function main(write: boolean): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-guard-'));
  const limits = JSON.parse(readFileSync(LIMITS, 'utf8')) as Record<string, Ratios>;
  const all: Finding[] = [];
  try {
    for (const runtime of runtimesHere()) {
      const probes = await Probes.of(runtime, folder);
      await using context = new Context(OPTIONS, folder, probes, true);
      console.log(probes.facts.name);
      let findings: Finding[];
      if (write) {
        const ratios = await measured(context);
        limits[runtime.id] = limitsOf(ratios);
        findings = compare(ratios, limits[runtime.id]!);
      } else {
        findings = await guard(measuresOf(context), limits[runtime.id] ?? {}, ATTEMPTS);
      }
      console.log(listing(findings));
      all.push(...findings);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (write) writeFileSync(LIMITS, `${JSON.stringify(limits, null, 2)}\n`);
  const bad = all.filter(({ good }) => !good).length;
  console.log(bad === 0 ? 'No ratio is above its limit.' : `${bad} of ${all.length} are not good.`);
  return bad === 0;
}

if (!(await main(process.argv.includes('--write')))) process.exitCode = 1;
