/** Filters of keys through the command line: built, dumped and built again, merged, spread over shards. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRemote } from 'sharedbuffers/remote';
import { expect, test } from 'vitest';
import { cli, Folder, output } from './harness.js';

const folder = new Folder();
const rows = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, n) => `${JSON.stringify({ id: `k${from + n}`, n })}\n`).join('');
const filterOf = async (path: string): Promise<unknown> =>
  JSON.parse(await output(['stat', path, '--json'])).schema.key.filter;

test('keys that are not there take no request, and the filter stays with what is dumped', async () => {
  const source = folder.write('rows.ndjson', rows(0, 2000));
  const [target, dump, again] = ['rows.sb', 'rows.parquet', 'again.sb'].map((name) => folder.path(name));
  await output(['build', source, '-o', target!, '--key', 'id', '--filter', '--reproducible']);
  expect(await filterOf(target!)).toBe(true);
  expect(await output(['verify', target!])).toContain('is whole');

  using far = await openRemote(new Blob([readFileSync(target!)]));
  await far.prefetchFilter();
  const before = far.stats.requests;
  let found = 0;
  for (let n = 0; n < 256; n += 1) found += Number(await far.has(`none ${n}`));
  // All but one in 256 or so.
  expect([found, far.stats.requests - before < 20]).toEqual([0, true]);

  await output(['dump', target!, '-o', dump!, '--format', 'parquet']);
  await output(['build', dump!, '-o', again!, '--reproducible']);
  expect(readFileSync(again!).equals(readFileSync(target!))).toBe(true);
});

test('what is merged has one where all have', async () => {
  const paths = ['a', 'b', 'plain'].map((name) => folder.path(`${name}.sb`));
  for (const [at, path] of paths.entries()) {
    const source = folder.write(`${at}.ndjson`, rows(at * 10, at * 10 + 10));
    await output(['build', source, '-o', path, '--key', 'id', ...(at < 2 ? ['--filter'] : [])]);
  }
  const merged = folder.path('merged.sb');
  await output(['merge', paths[0]!, paths[1]!, '-o', merged]);
  expect(await filterOf(merged)).toBe(true);
  await output(['merge', ...paths, '-o', merged]);
  expect(await filterOf(merged)).toBeUndefined();
});

test('each shard of a data set has one', async () => {
  const set = folder.path('set');
  const source = folder.write('many.ndjson', rows(0, 100));
  await output(['build', source, '-o', set, '--key', 'id', '--shards', '2', '--run', 'r1', '--filter']);
  const shards = readdirSync(join(set, 'r1')).filter((name) => name.endsWith('.sb'));
  expect(shards).toHaveLength(2);
  for (const shard of shards) expect(await filterOf(join(set, 'r1', shard))).toBe(true);
});

test('what it cannot be of is an error of one line', async () => {
  const source = folder.write('few.ndjson', rows(0, 3));
  for (const [args, why] of [
    [[], /--filter, .* are for files with keys/],
    [['--key', 'id', '--index', 'compact'], /filter/],
  ] as const) {
    const { code, stderr } = await cli([
      'build',
      source,
      '-o',
      folder.path('none.sb'),
      '-q',
      '--filter',
      ...args,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sharedbuffers: [^\n]+\n$/);
    expect(stderr).toMatch(why);
  }
});
