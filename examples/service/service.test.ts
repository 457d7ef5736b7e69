import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the service answers rightly while its file is replaced', () => {
  const main = fileURLToPath(new URL('../../.build/examples/service/main.js', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, '20', '2', '4'], {
    encoding: 'utf8',
    timeout: 50_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/in peace: \d+ answers of 1 versions, 0 wrong/);
  expect(stdout).toMatch(/with 20 swaps: \d+ answers of \d+ versions, 0 wrong/);
  expect(status).toBe(0);
});
