/** Worker threads that are ended while they read: what they mapped is given back, and the program goes on. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COUNT, describeWhere, ended, folderFor, program, start } from './faults.js';
import { buildVersion } from './versions.js';

let folder: string;
let target: string;
beforeAll(async () => {
  folder = folderFor('workers');
  target = join(folder, 'target.sb');
  await buildVersion(target, 1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens the file five times, and reads it until it is ended. */
const READING = `
import { parentPort } from 'node:worker_threads';
const maps = Array.from({ length: 5 }, () => openMapping(target, Versions));
for (let id = 0; ; id = (id + 7) % ${COUNT}) {
  const record = maps[id % maps.length].get(id);
  if (record.text.trim() !== 'version ' + record.version) throw new Error(record.text);
  if (id === 0) parentPort.postMessage('reading');
}`;

describeWhere('linux', 'worker threads', () => {
  test('that are terminated while reading give back their maps, also of files that were replaced', async () => {
    program(folder, 'reading', READING);
    const path = program(
      folder,
      'terminating',
      `import { once } from 'node:events';
       import { readFileSync } from 'node:fs';
       import { Worker } from 'node:worker_threads';
       const own = openMapping(target, Versions);
       const maps = () =>
         readFileSync('/proc/self/maps', 'utf8').split('\\n').filter((line) => line.includes(target));
       let most = 0;
       async function terminated() {
         const worker = new Worker(new URL('./reading.mjs', import.meta.url), { argv: [target] });
         const failed = once(worker, 'error').then(([error]) => { throw error; });
         failed.catch(() => {});
         await Promise.race([once(worker, 'message'), failed]);
         await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
         most = Math.max(most, maps().length);
         await worker.terminate();
       }
       for (let round = 0; round < 25; round++) {
         await Promise.all([terminated(), terminated(), terminated(), terminated()]);
         if (round % 5 === 0) await buildMapping(target, Versions, rows(round));
       }
       await new Promise(setImmediate);
       console.log(most > 1, maps().length, own.get(7).version);`,
    );
    // Its own map alone, of the file as it was first.
    expect(await ended(start(path, target))).toEqual({ code: 0, output: 'true 1 1\n' });
  });
});
