/** Files that spell out to far more than they are. */
import { Sharing, struct, t } from 'sharedbuffers';
import { buildArray } from 'sharedbuffers/node';
import { expect, test } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/program.js';
import { cli, Folder } from './harness.js';

const folder = new Folder();

test('shared pointers that spell endlessly are given up', async () => {
  const path = folder.path('bomb.sb');
  let bomb: unknown[] = ['x'];
  for (let level = 0; level < 40; level += 1) bomb = [bomb, bomb];
  await buildArray(path, struct({ v: t.any }), [{ v: bomb }]);
  const { code, stdout, stderr } = await cli(['dump', path]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/record 0: field v: .*(more than 64 MB|more values)/);
});

test('a small file does not fill the disk', async () => {
  const path = folder.path('fan.sb');
  const Row = struct({ s: t.string });
  const s = ' '.repeat(2 ** 23);
  const all = Array.from({ length: 200 }, () => ({ s }));
  await buildArray(path, Row, all, { sharing: new Sharing() });
  let length = 0;
  let stderr = '';
  const io: Io = {
    stdin: (async function* () {})(),
    stdout: {
      write(text, done) {
        length += text.length;
        done?.();
      },
    },
    stderr: {
      write(text) {
        stderr += text;
      },
    },
    signal: new AbortController().signal,
    color: false,
  };
  expect(await run(['dump', path], io)).toBe(1);
  expect(stderr).toMatch(/^sharedbuffers: after 13\d records, .* has spelled out to 1000 times its size/);
  expect(length).toBeLessThan(1.3 * 2 ** 30);
  expect(await run(['dump', path, '--limit', '2'], io)).toBe(0);
});
