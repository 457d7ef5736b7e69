/** A process with several reader threads, which speaks to its parent as a single reader does. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { privateBytes } from '../bench/memory.js';
import type { ReaderOptions, Report } from './reader.js';

const [way, folder, count] = process.argv.slice(2) as [ReaderOptions['way'], string, string];
const workerData: ReaderOptions = { way, folder };
const workers: Worker[] = [];
const reports: Report[] = [];

for (let thread = 0; thread < Number(count); thread += 1) {
  const worker = new Worker(new URL('reader.js', import.meta.url), { workerData });
  workers.push(worker);
  reports.push((await once(worker, 'message'))[0]);
}
process.send!(reports);

process.on('message', async () => {
  for (const worker of workers) {
    const collected = once(worker, 'message');
    worker.postMessage('collect garbage');
    await collected;
  }
  globalThis.gc?.();
  process.send!(privateBytes() ?? null);
});
