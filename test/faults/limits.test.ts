/** Processes that may do little: open few files, or what Node's permission model lets them; and one that opens much. */

import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWhere, ended, folderFor, program, start } from './faults.js';
import { buildVersion, versionOf } from './versions.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let work: string;
let target: string;
beforeAll(async () => {
  folder = realpathSync(folderFor('limits'));
  work = join(folder, 'work');
  mkdirSync(work);
  target = join(work, 'target.sb');
  await buildVersion(target, 1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const major = Number.parseInt(process.versions.node, 10);

describe.each([[], ['--allow-addons']])("under Node's permission model %j", (...allowed) => {
  test('files are built, replaced, read and cleaned up', async () => {
    const path = program(
      folder,
      'permitted',
      `await buildMapping(target, Versions, rows(2));
       const map = openMapping(target, Versions);
       console.log(map.get(7).version, map.mapped, cleanFolder(process.argv[3]).length);`,
    );
    const modules = realpathSync(join(root, 'node_modules'));
    const flags = [
      major < 24 ? '--experimental-permission' : '--permission',
      '--no-warnings',
      ...[folder, root, modules].map((each) => `--allow-fs-read=${each}${each.endsWith('/') ? '*' : ''}`),
      `--allow-fs-write=${work}`,
      ...allowed,
    ];
    const { code, output } = await ended(start(...flags, path, target, work));
    expect({ code, output }).toEqual({ code: 0, output: `2 ${allowed.length > 0} 0\n` });
    expect(versionOf(target)).toBe(2);
    expect(readdirSync(work)).toEqual(['target.sb']);
    const elsewhere = await ended(start(...flags, path, join(folder, 'elsewhere.sb'), work));
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.output).toMatch(/FileError: cannot create .*elsewhere\.sb: Node's permission model/);
  });
});

describeWhere('linux', 'a process', () => {
  test('that may open few files builds, or says that it is too few', async () => {
    const path = program(
      folder,
      'few',
      `try {
         await buildMapping(target, Versions, rows(3, 100_000));
         console.log('built');
       } catch (error) {
         console.log(error.code, error.message);
       }`,
    );
    const outputs = new Set<string>();
    for (const files of [19, 20, 21, 22, 24, 28]) {
      const script = `ulimit -n ${files}; exec "$@"`;
      const { output } = await ended(spawn('bash', ['-c', script, '-', process.execPath, path, target]));
      // With fewer, Node itself does not start.
      const known =
        /^built|^SB_FILE .*target\.sb: too many files are open.*ulimit -n|EMFILE|uv_|Too many open files/;
      expect(output).toMatch(known);
      outputs.add(output.split(' ')[0]!.trim());
      expect(readdirSync(work)).toEqual(['target.sb']);
    }
    expect(outputs).toContain('built');
    await buildVersion(target, 1);
  });

  test('that may not write to a folder reads its files, and is refused a build before the first row', async () => {
    const path = program(
      folder,
      'forbidden',
      `const map = openMapping(target, Versions);
       // Root may write everywhere, so it goes on as another user.
       if (process.getuid() === 0) process.seteuid(65534);
       let taken = 0;
       function* counted() {
         for (const row of rows(2)) {
           taken += 1;
           yield row;
         }
       }
       try {
         await buildMapping(target, Versions, counted());
       } catch (error) {
         console.log(error.code, taken, map.get(7).version, openMapping(target, Versions).get(7).version);
         console.log(error.message);
       }`,
    );
    // Those above are for their owner alone.
    chmodSync(folder, 0o755);
    chmodSync(work, 0o555);
    try {
      const { code, output } = await ended(start(path, target));
      expect(code).toBe(0);
      expect(output).toMatch(/^SB_FILE 0 1 1\ncannot create .*target\.sb: permission denied.*\(EACCES\)\n$/);
      expect(readdirSync(work)).toEqual(['target.sb']);
    } finally {
      chmodSync(work, 0o755);
    }
  });

  test('opens a file 20,000 times without closing it', async () => {
    const path = program(
      folder,
      'many',
      `let last;
       for (let n = 0; n < 20_000; n++) last = openMapping(target, Versions);
       console.log(last.get(7).version, last.mapped);`,
    );
    expect(await ended(start(path, target))).toEqual({ code: 0, output: '1 true\n' });
  });
});
