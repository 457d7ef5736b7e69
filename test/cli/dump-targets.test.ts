/** What is read is never written over, and names of outputs mean what they say. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { cli, Folder, output } from './harness.js';

const folder = new Folder();
let built: string;
let keys: string;
beforeAll(async () => {
  built = folder.path('a.sb');
  const input = folder.write('a.ndjson', '{"id":"x","n":1}\n{"id":"y","n":2}\n');
  await output(['build', input, '-o', built, '--key', 'id', '-q']);
  keys = folder.write('keys', 'x\n');
  symlinkSync(built, folder.path('link.sb'));
});

test.each([
  ['dump', ['-o', 'a.sb']],
  ['dump', ['-o', 'link.sb', '--format', 'csv']],
  ['dump', ['--schema-out', 'a.sb', '-o', 'z.csv']],
  ['dump', ['--keys', 'keys', '-o', 'keys', '--format', 'csv']],
  ['types', ['-o', 'a.sb']],
])('%s %j does not write over what it reads', async (command, options) => {
  const before = [readFileSync(built), readFileSync(keys)];
  const args = options.map((option) =>
    /^(a|link|z|keys)(\.|$)/.test(option) ? folder.path(option) : option,
  );
  const { code, stderr } = await cli([command, built, ...args]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringMatching(/is the same file as .* which is read/),
  });
  expect([readFileSync(built), readFileSync(keys)]).toEqual(before);
});

test.each([
  [['-o', 'w.csv', '--schema-out', 'w.csv'], /are one file/],
  [['-o', 'c.csv.gz'], /compressed.*gzip/],
  [['-o', 'out.xyz'], /tells no format.*--format/],
])('dump %j is refused', async ([, name = '', ...rest], message) => {
  const path = folder.path(name);
  const args = rest.map((option) => (option === 'w.csv' ? path : option));
  const { code, stderr } = await cli(['dump', built, '-o', path, ...args]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  expect(existsSync(path)).toBe(false);
});
