import { expect, test } from 'vitest';
import { isBusy, loadOf, loadText, Watch } from './load.js';

test('a run on a busy machine says so, whenever it was busy', () => {
  expect(isBusy(loadOf(0.02, [0.05, 0.1], 0.03))).toBe(false);
  expect(isBusy(loadOf(1, [0, 0], 0))).toBe(true);
  expect(isBusy(loadOf(0, [0, 0], 1.5))).toBe(true);
  expect(isBusy(loadOf(0, [0.9, 0.9, 0], 0))).toBe(true);
  expect(loadText(loadOf(1.04, [0.5, 1.5], 0), 2)).toBe(
    'Measured on a busy machine, so the figures are rough: others used 1.0 of 2 cores before the run, ' +
      '1.0 between its questions (1.5 at most), 0.0 after it.',
  );
  expect(loadText(loadOf(0, [], 0), 2)).toMatch(/^A quiet machine: /);
});

test('what is seen is a number of cores', async () => {
  const watch = await Watch.begin();
  await watch.look();
  for (const cores of Object.values(await watch.end())) {
    expect(cores).toBeGreaterThanOrEqual(0);
    expect(cores).toBeLessThan(4096);
  }
});
