import { expect, test } from 'vitest';
import { eachRow } from './progress.js';

test('walking over rows ends at an abort', async () => {
  const controller = new AbortController();
  function* endless(): Generator<number> {
    for (let row = 0; ; row += 1) yield row;
  }
  setTimeout(() => controller.abort(new Error('enough')), 50);
  let last = 0;
  const walk = eachRow(
    endless(),
    (row) => {
      last = row;
    },
    () => {},
    controller.signal,
  );
  await expect(walk).rejects.toThrow('enough');
  expect(last).toBeGreaterThan(0);
});
