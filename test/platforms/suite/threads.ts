/** Worker threads that open the same file. */
import { Worker } from 'node:worker_threads';
import { shareBuffer } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { equal, type Suite } from './expect.js';
import type { Place } from './place.js';
import { Cities, keyOf, rows } from './rows.js';

const module = new URL('./thread.js', import.meta.url);

/** What a worker answers to its data. */
async function ask(workerData: unknown): Promise<unknown> {
  const worker = new Worker(module, { workerData });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}

export async function threadChecks(suite: Suite, place: Place): Promise<void> {
  const path = place.path('threads-read.sb');
  await buildMapping(path, Cities, rows(1000));

  await suite.check('workers: open the path, each for itself', async () => {
    using cities = openMapping(path, Cities);
    const expected = { mapped: place.mapped, population: 6993, error: 'ClosedError' };
    equal(await Promise.all([ask({ path, key: keyOf(999) }), ask({ path, key: keyOf(999) })]), [
      expected,
      expected,
    ]);
    equal(cities.get(keyOf(999))?.population, 6993);
  });
  await suite.check('workers: read and write shared memory in place', async () => {
    const shared = shareBuffer(Cities.pack([...rows(100)]));
    const cities = Cities.fromBuffer(shared, { writable: true });
    await Promise.all([ask({ shared, key: keyOf(5) }), ask({ shared, key: keyOf(5) })]);
    equal(cities.get(keyOf(5))?.population, 35 + 20_000);
  });
  await suite.check('workers: those that are terminated leave the rest unharmed', async () => {
    using cities = openMapping(path, Cities);
    for (let round = 0; round < 5; round += 1) {
      const worker = new Worker(module, { workerData: { path, key: keyOf(1), stay: true } });
      await new Promise((resolve) => worker.once('message', resolve));
      await worker.terminate();
    }
    equal(cities.get(keyOf(999))?.population, 6993);
  });
}
