/** Runs the tests against Python, which must be there, and ends with how many passed and failed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counts } from './interop-counts.js';

const folder = mkdtempSync(join(tmpdir(), 'interop-'));
try {
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync('npx', ['vitest', 'run', 'test/interop', ...reporters], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, SHAREDBUFFERS_PYTHON: 'required' },
  });
  const { passed, failed } = counts(report);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
