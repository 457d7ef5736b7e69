import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('SQL finds what the records have', () => {
  const main = fileURLToPath(new URL('../../.build/examples/sql/main.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '3000'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/\d+ cents.*/, '')),
  ).toEqual(['Lima', 'Oslo', 'Pune'].map((city) => `${city}: 500 orders, `));
  expect(stdout).not.toContain('wrong');
  expect(status).toBe(0);
});
