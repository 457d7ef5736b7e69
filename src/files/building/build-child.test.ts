/** What can only be seen from outside: builds whose process is killed, or ends in the middle. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileInto } from '../../../test/compile.js';

const Row = struct({ id: t.uint32, name: t.string });
const Texts = mapping({ key: t.string, value: Row });
const OLD = Texts.pack([['old', { id: 1, name: 'one' }]]);

let folder: string;
let work: string;
let target: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'build-child-'));
  await compileInto(folder, 'index.ts', 'node.ts');
});
beforeEach(() => {
  work = join(folder, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  target = join(work, 'target');
  writeFileSync(target, OLD);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs a build in a process of its own, which says `now` when it has come to the point in question and then does
 * nothing any more, and kills it there.
 */
async function killAt(script: string): Promise<void> {
  const child = start(script);
  const errors: string[] = [];
  child.stderr.on('data', (data) => errors.push(String(data)));
  const said = await Promise.race([
    once(child.stdout, 'data').then(String),
    once(child, 'exit').then(() => 'exit'),
  ]);
  expect({ said, errors }).toEqual({ said: 'now', errors: [] });
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function start(script: string): ChildProcessByStdio<null, Readable, Readable> {
  const program = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { mapping, struct, t } from './index.js';
    import { buildMapping } from './node.js';
    const Texts = mapping({ key: t.string, value: struct({ id: t.uint32, name: t.string }) });
    const target = ${JSON.stringify(target)};
    const row = (id) => ['key ' + id, { id, name: 'x'.repeat(40) + id }];
    function stop() {
      fs.writeSync(1, 'now');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    ${script}`;
  const file = join(folder, 'child.js');
  writeFileSync(file, program);
  return spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Rows for several mebibytes, so that files are written to on the way. */
const COUNT = 60_000;

describe('a build that is killed leaves the old file, and at most a temporary that shows as one', () => {
  const points = {
    'before the first row': `
      function* rows() { stop(); yield row(0); }
      await buildMapping(target, Texts, rows());`,
    'among the rows': `
      function* rows() { for (let id = 0; id < ${COUNT}; id++) yield row(id); stop(); }
      await buildMapping(target, Texts, rows());`,
    'while an async source is awaited': `
      async function* rows() { yield row(0); stop(); }
      await buildMapping(target, Texts, rows());`,
    'while the file is written': `
      const rows = Array.from({ length: ${COUNT} }, (_, id) => row(id));
      const write = fs.writeSync;
      let writes = 0;
      fs.writeSync = (...args) => {
        if (fs.readlinkSync('/proc/self/fd/' + args[0]).includes('.target.') && ++writes === 3) {
          fs.writeSync = write;
          stop();
        }
        return write(...args);
      };
      syncBuiltinESMExports();
      await buildMapping(target, Texts, rows);`,
    'before the rename': `
      fs.renameSync = stop;
      syncBuiltinESMExports();
      await buildMapping(target, Texts, Array.from({ length: ${COUNT} }, (_, id) => row(id)));`,
  };

  test.runIf(process.platform === 'linux').each(Object.entries(points))('%s', async (_, script) => {
    await killAt(script);
    expect(readFileSync(target).equals(OLD)).toBe(true);
    const left = readdirSync(work).filter((name) => name !== 'target');
    expect(left.length).toBeLessThanOrEqual(1);
    for (const name of left) expect(name).toMatch(/^\.target\.\d+\.[0-9a-f]{12}\.tmp$/);
    // The next build is not disturbed, and tidies up.
    await buildMapping(target, Texts, [['new', { id: 2, name: 'two' }]]);
    expect(readdirSync(work)).toEqual(['target']);
    using map = openMapping(target, Texts);
    expect([...map.keys()]).toEqual(['new']);
  });
});

test.each([
  'process.exit(7)',
  "process.once('SIGTERM', () => process.exit(7)); process.kill(process.pid, 'SIGTERM')",
  "setImmediate(() => { throw new Error('of the program, not of the build') })",
  "stopped.abort(new Error('stop'))",
])('a process that ends in order leaves nothing of its builds: %s', async (end) => {
  const child = start(`
    const stopped = new AbortController();
    async function* rows() {
      for (let id = 0; id < 20000; id++) yield row(id);
      ${end};
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    }
    await buildMapping(target, Texts, rows(), { signal: stopped.signal });`);
  const [code] = await once(child, 'exit');
  expect(code).toBe(end.includes('exit') ? 7 : 1);
  expect(readFileSync(target).equals(OLD)).toBe(true);
  expect(readdirSync(work)).toEqual(['target']);
});
