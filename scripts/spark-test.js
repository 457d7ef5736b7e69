/**
 * Runs the tests of `integrations/spark`, on two versions of Spark, and ends with how many passed and failed. With `--scale`
 * it measures larger data sets instead, `--scale 1000000,5000000` of so many rows; other arguments are pytest's. `--report FILE` writes the counts as JSON.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { path } from './python-venv.js';

const PYTHON = path('.venv-spark/bin/python');
const FOLDER = path('integrations/spark');
/** Tests that need no data source, and an earlier Spark that has none. */
const EARLIER = {
  tests: ['tests/test_dataset.py', 'tests/test_partitioning.py'],
  packages: path('.venv-spark/spark-3.5'),
};

const args = argv.slice(2);
const option = (name) => {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};

if (!existsSync(PYTHON)) {
  console.error('spark: there is no .venv-spark: make it with `npm run spark:setup`');
  process.exit(1);
}

function python(words, more = {}) {
  return spawnSync(PYTHON, words, {
    cwd: FOLDER,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...env, ...more },
  }).status;
}

if (args.includes('--scale')) {
  process.exit(python(['tests/scale.py', option('--scale') ?? '1000000,5000000,20000000']) ?? 1);
}

const report = option('--report');
const folder = mkdtempSync(join(tmpdir(), 'spark-'));
try {
  const runs = [
    { words: args, more: {} },
    { words: [...EARLIER.tests, ...args], more: { PYTHONPATH: EARLIER.packages } },
  ].map(({ words, more }, at) => {
    const SPARK_REPORT = join(folder, `${at}.json`);
    const status = python(['-m', 'pytest', ...words], { ...more, SPARK_REPORT }) ?? 1;
    const counts = existsSync(SPARK_REPORT)
      ? JSON.parse(readFileSync(SPARK_REPORT, 'utf8'))
      : { numPassedTests: 0, numFailedTests: 1 };
    return { status, counts };
  });
  const sum = (name) => runs.reduce((total, { counts }) => total + counts[name], 0);
  const counts = {
    numPassedTests: sum('numPassedTests'),
    numFailedTests: sum('numFailedTests'),
    testResults: [],
  };
  if (report !== undefined) writeFileSync(report, JSON.stringify(counts));
  console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed`);
  process.exitCode = Math.max(...runs.map(({ status }) => status));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
