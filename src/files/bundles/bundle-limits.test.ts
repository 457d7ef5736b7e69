/** What is built can be opened: the limits of reading are those of building, too. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError } from 'sharedbuffers';
import { buildBundle, openBundle } from 'sharedbuffers/node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const limits = vi.hoisted(() => ({ MAX_ENTRIES: 3, MAX_DIRECTORY_BYTES: 1000 }));
vi.mock('../../containers/identify/zip-constants.js', async (original) => ({
  ...(await original<typeof import('../../containers/identify/zip-constants.js')>()),
  ...limits,
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-limits-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const named = (...names: string[]) => names.map((name) => [name, new Uint8Array(8)] as const);

test('as many entries as can be opened, and no more', async () => {
  const path = join(folder, 'bundle.zip');
  await buildBundle(path, named('a', 'b', 'c'));
  using bundle = await openBundle(path);
  expect(bundle.names).toEqual(['a', 'b', 'c']);
  await expect(buildBundle(path, named('a', 'b', 'c', 'd'))).rejects.toThrow('up to 3 entries');
  expect(readdirSync(folder)).toEqual(['bundle.zip']);
});

test('names as long as can be opened, and no longer', async () => {
  const path = join(folder, 'bundle.zip');
  const [one, other] = ['x'.repeat(454), 'y'.repeat(454)];
  await buildBundle(path, named(one, other));
  using bundle = await openBundle(path);
  expect(bundle.names).toEqual([one, other]);
  await expect(buildBundle(path, named(one, `${other}y`))).rejects.toThrow(ArgumentError);
});
