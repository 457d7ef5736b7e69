/** Files that are replaced while they are read, while others build them too, and by processes that are killed. */
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cleanFolder, type Leftover } from 'sharedbuffers/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWhere, ended, folderFor, program, start } from './faults.js';
import { buildVersion, versionOf } from './versions.js';

let folder: string;
let work: string;
let target: string;
beforeAll(() => {
  folder = folderFor('replacing');
  work = join(folder, 'work');
  mkdirSync(work);
  target = join(work, 'target.sb');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeWhere('linux', 'a file that is replaced', () => {
  test('is the old or the new one, whole, at 100 moments of a kill, and the next build tidies up', async () => {
    const path = program(
      folder,
      'for-ever',
      `for (let version = Number(process.argv[3]); ; version++) {
         await buildMapping(target, Versions, rows(version));
         console.log(version);
       }`,
    );
    await buildVersion(target, 0);
    let version = 0;
    for (let kill = 0; kill < 100; kill += 1) {
      const child = start(path, target, String(version + 1));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      child.kill('SIGKILL');
      await once(child, 'exit');
      const now = versionOf(target);
      expect(now).toBeGreaterThan(version);
      version = now;
      const left = readdirSync(work).filter((name) => name !== 'target.sb');
      expect(left.length).toBeLessThanOrEqual(2);
    }
    await buildVersion(target, version + 1);
    expect(versionOf(target)).toBe(version + 1);
    expect(readdirSync(work)).toEqual(['target.sb']);
  }, 240_000);

  test('by two builders at once is whole, and of one of them', async () => {
    const path = program(
      folder,
      'twenty',
      'for (let n = 0; n < 20; n++) await buildMapping(target, Versions, rows(Number(process.argv[3])));',
    );
    await buildVersion(target, 1);
    const builders = [1, 2].map((version) => ended(start(path, target, String(version))));
    const removed: Leftover[] = [];
    let over = false;
    const both = Promise.all(builders).finally(() => {
      over = true;
    });
    while (!over) {
      versionOf(target);
      // Who cleans meanwhile may come upon a file that is not locked yet, whose builder then makes another.
      removed.push(...cleanFolder(work));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await both).toEqual([1, 2].map(() => ({ code: 0, output: '' })));
    expect(removed.filter(({ byteLength }) => byteLength > 0)).toEqual([]);
    expect([1, 2]).toContain(versionOf(target));
    expect(readdirSync(work)).toEqual(['target.sb']);
  });

  test('50 times shows every reader whole versions, one after the other', async () => {
    await buildVersion(target, 0);
    const path = program(
      folder,
      'fifty',
      'for (let n = 1; n <= 50; n++) await buildMapping(target, Versions, rows(n));',
    );
    const building = ended(start(path, target));
    let over = false;
    void building.then(() => {
      over = true;
    });
    const seen: number[] = [];
    while (!over) {
      seen.push(versionOf(target));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await building).toEqual({ code: 0, output: '' });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(versionOf(target)).toBe(50);
  });
});
