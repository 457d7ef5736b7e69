/** `npm run bench:report -- FILE...`: makes docs/benchmarks.md, its charts and the figures of the README from results. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../paths.js';
import { chartSvg } from './chart.js';
import { chartsOf, topChart } from './charts.js';
import { checkClaims } from './claims.js';
import { pageOf } from './page.js';
import { updateReadme } from './readme.js';
import { type Result, readResult } from './result.js';

const USAGE = `npm run bench:report -- FILE...
  results of npm run bench -- --json FILE; the charts and the README are made from the first`;

/** Texts that speak of speed. */
const CLAIMING = ['README.md', 'package.json', 'docs/guide.md', 'docs/remote.md'];

function writeCharts(result: Result, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const stale of readdirSync(folder)) if (stale.endsWith('.svg')) rmSync(join(folder, stale));
  const top = topChart(result);
  for (const chart of [...(top === undefined ? [] : [top]), ...chartsOf(result)]) {
    writeFileSync(join(folder, `${chart.name}.svg`), chartSvg(chart));
  }
}

function main(files: readonly string[]): void {
  const results = files.map(readResult);
  const [first] = results;
  if (first === undefined) throw new Error(USAGE);
  const readme = join(ROOT, 'README.md');
  // Before anything is written: it throws when the markers are not there.
  const updated = updateReadme(readFileSync(readme, 'utf8'), first);
  for (const file of CLAIMING) checkClaims(file, readFileSync(join(ROOT, file), 'utf8'), first);
  writeCharts(first, join(ROOT, 'docs/benchmarks'));
  writeFileSync(join(ROOT, 'docs/benchmarks.md'), pageOf(results));
  writeFileSync(readme, updated);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
