/** Commands on data sets of many files. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, mapping, struct, t } from 'sharedbuffers';
import { buildDataset, buildShard, shardOf } from 'sharedbuffers/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const City = struct({ name: t.string, population: t.uint32.optional() });
const Cities = mapping({ key: t.string, value: City });
const ROWS = Array.from({ length: 500 }, (_, i): [string, { name: string; population?: number }] => [
  `k${i}`,
  { name: `n${i}`, ...(i % 3 > 0 && { population: i }) },
]);
const folder = new Folder();
let set: string;
beforeAll(async () => {
  set = folder.path('cities');
  await buildDataset(set, Cities, ROWS, { shards: 4, run: 'r1' });
});

/** As `dump` and `get --json` print them. */
const printed = new Map(ROWS.map(([key, city]) => [key, { $key: key, ...city }]));

describe('a data set reads as a file does', () => {
  test('get, in the order of the keys', async () => {
    const keys = ['k7', 'k499', 'k0'];
    expect(lines(await output(['get', set, ...keys, '--json']))).toEqual(keys.map((key) => printed.get(key)));
    const { code, stderr } = await cli(['get', set, 'none', 'k1']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('has no key "none"')]);
    expect(lines(await output(['get', join(set, 'r1', 'manifest.json'), 'k1', '--json']))).toEqual([
      printed.get('k1'),
    ]);
  });

  test('dump, head, keys and count', async () => {
    const dumped = lines(await output(['dump', set])) as { $key: string }[];
    expect(new Map(dumped.map((row) => [row.$key, row]))).toEqual(printed);
    expect(lines(await output(['head', set, '-n', '3'])).length).toBe(3);
    expect((await output(['keys', set])).trim().split('\n').sort()).toEqual([...printed.keys()].sort());
    expect(await output(['count', set])).toBe('500\n');
    expect(await output(['count', set, '--where', 'population >= 400'])).toBe('67\n');
    const keys = folder.write('keys.txt', 'k9\nk8\n');
    expect(lines(await output(['dump', set, '--keys', keys]))).toEqual([
      printed.get('k9'),
      printed.get('k8'),
    ]);
    const csv = folder.path('out.csv');
    await output(['dump', set, '-o', csv, '--where', 'population > 490']);
    expect(readFileSync(csv, 'utf8').trim().split('\n').length).toBe(7);
  });

  test('a dump of it builds a file of the same records', async () => {
    const [dump, file] = [folder.path('all.parquet'), folder.path('one.sb')];
    await output(['dump', set, '-o', dump]);
    await output(['build', dump, '-o', file, '-q']);
    expect(lines(await output(['get', file, 'k7', '--json']))).toEqual([printed.get('k7')]);
    expect(await output(['count', file])).toBe('500\n');
  });

  test('by an index, and by ranges, in one order', async () => {
    const path = folder.path('indexed');
    const rows = ROWS.map(([key, { name }], i): [string, { name: string; population: number }] => [
      key,
      { name: `${name.slice(0, 2)}`, population: i % 50 },
    ]);
    await buildDataset(path, Cities, rows, { shards: 8, ordered: true, indexes: ['name', 'population'] });
    expect(lines(await output(['get', path, 'n7', '--by', 'name', '--json'])).length).toBe(11);
    expect((await cli(['get', path, 'x', '--by', 'name'])).code).toBe(1);
    expect(await output(['count', path, '7', '49', '--by', 'population'])).toBe('10\t7\n10\t49\n');
    expect(lines(await output(['count', path, '--by', 'name', '--json'])).length).toBe(10);
    const numbers = Array.from({ length: 50 }, (_, i) => `${i}\n`);
    expect(await output(['keys', path, '--by', 'population'])).toBe(numbers.join(''));
    expect(await output(['keys', path, '--by', 'population', '--range', '5..7'])).toBe('5\n6\n7\n');
    expect(new Set((await output(['keys', path, '--by', 'name'])).trim().split('\n')).size).toBe(10);
    const within = [...printed.keys()].filter((key) => key.startsWith('k12')).sort();
    expect(await output(['keys', path, '--prefix', 'k12'])).toBe(within.map((key) => `${key}\n`).join(''));
    expect(await output(['keys', path, '--range', 'k12..k120'])).toBe('k12\nk120\n');
  });

  test('stat and verify', async () => {
    const stat = JSON.parse(await output(['stat', set, '--json']));
    expect(stat).toMatchObject({
      kind: 'data set',
      run: 'r1',
      shards: 4,
      entries: 500,
      schema: { fields: { name: 'string' } },
    });
    expect(await output(['stat', set])).toMatch(/data set of 4 shards[\s\S]*r1[\s\S]*500 \(string/);
    expect(await output(['verify', set])).toMatch(/is whole: data set, 4 shards, 500 entries/);
    expect(JSON.parse(await output(['verify', set, '--json']))).toMatchObject({ ok: true, run: 'r1' });
  });
});

describe('commands on whole files take data sets', () => {
  test('types, of the first shard', async () => {
    const code = await output(['types', set]);
    expect(code).toMatch(/export const cities = mapping\(\{ key: t\.string/i);
  });

  test('diff, of any numbers of shards, and of files', async () => {
    const rows = [...ROWS.slice(2), ['new', { name: 'new' }] as (typeof ROWS)[number]];
    rows[0] = [rows[0]![0], { name: 'changed' }];
    const others = [folder.write('other.sb', Cities.pack(rows))];
    for (const shards of [1, 4, 32]) {
      const path = folder.path(`other-${shards}`);
      await buildDataset(path, Cities, rows, { shards });
      others.push(path);
    }
    const found = ['- "k0"', '- "k1"', '+ "new"', '~ "k2"  name: "n2" → "changed", population: 2 → missing'];
    for (const other of others) {
      const { code, stdout } = await cli(['diff', set, other]);
      const told = stdout.trimEnd().split('\n');
      expect([code, told.pop(), told.sort()], other).toEqual([
        1,
        '1 added, 2 removed, 1 changed',
        found.sort(),
      ]);
      const back = await cli(['diff', other, set]);
      expect(back.stdout).toMatch(/2 added, 1 removed, 1 changed\n$/);
      expect(await output(['diff', other, others[3]!])).toBe('0 added, 0 removed, 0 changed\n');
    }
  });

  test('diff, of keys that are integers and bytes', async () => {
    const keys = {
      uint64: [0n, 7n, 2n ** 64n - 1n],
      bytes: ['é', '\0', 'x'.repeat(2000)].map((k) => Buffer.from(k)),
    };
    for (const type of ['uint64', 'bytes'] as const) {
      const Some = mapping({ key: t[type], value: City } as never);
      const rows = keys[type].map((key, at) => [key, { name: `${at}` }]) as never[];
      const [path, file] = [folder.path(`keys-${type}`), folder.write(`${type}.sb`, Some.pack(rows))];
      await buildDataset(path, Some, rows.slice(1), { shards: 2 });
      const { code, stdout } = await cli(['diff', file, path, '--json']);
      expect([code, lines(stdout).at(-1)]).toEqual([1, { summary: { added: 0, removed: 1, changed: 0 } }]);
    }
  });

  test('diff, of records that only a walk finds', async () => {
    const file = folder.write('twice.sb', Cities.pack([...ROWS.slice(0, 3), ...ROWS.slice(0, 2)]));
    const once = folder.write('once.sb', Cities.pack(ROWS.slice(0, 3)));
    const { code, stdout } = await cli(['diff', file, once]);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/~ "k0" {2}\$records: 2 → 1[\s\S]*0 added, 0 removed, 2 changed\n$/),
    ]);
  });

  test('diff of what has no keys', async () => {
    const file = folder.write('array.sb', array(City).pack([{ name: 'n' }]));
    const { code, stderr } = await cli(['diff', set, file]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/a mapping and an array cannot be compared/)]);
  });

  test('merge, into one file', async () => {
    const one = folder.path('merged.sb');
    await output(['merge', set, '-o', one, '-q']);
    expect((await cli(['verify', one, '-q'])).code).toBe(0);
    const dumped = lines(await output(['dump', one])) as { $key: string }[];
    expect(new Map(dumped.map((row) => [row.$key, row]))).toEqual(printed);
  });

  test('serve refuses them, and says what to do', async () => {
    const { code, stderr } = await cli(['serve', set]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/openRemoteDataset/)]);
  });
});

test('what is no data set, or damaged, is told', async () => {
  const empty = folder.path('empty');
  mkdirSync(empty);
  for (const command of ['get', 'dump', 'stat', 'keys', 'count']) {
    const { code, stderr } = await cli([command, empty, ...(command === 'get' ? ['k'] : [])]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/no current\.json/)]);
  }
  const broken = folder.path('broken');
  await buildDataset(broken, Cities, ROWS, { shards: 2, run: 'r' });
  renameSync(join(broken, 'r', 'part-00001-0.sb'), join(broken, 'r', 'away'));
  const { code, stdout, stderr } = await cli(['verify', broken]);
  expect([code, stdout, stderr]).toEqual([
    1,
    expect.stringMatching(/^missing in .*part-00001/),
    expect.stringMatching(/1 finding/),
  ]);
  const lost = ROWS.find(([key]) => shardOf(key, 2) === 1)![0];
  expect((await cli(['get', broken, lost])).stderr).toMatch(/cannot open .*part-00001/);
  expect((await cli(['get', set, 'k1', '--by', 'name'])).stderr).toMatch(/there is no index name/);
});

test('versions are published, listed, gone back to and removed', async () => {
  const path = folder.path('versions');
  await buildDataset(path, Cities, ROWS.slice(0, 10), { shards: 2, run: 'a' });
  for (const shard of [0, 1]) {
    await buildShard(
      path,
      Cities,
      ROWS.filter(([key]) => shardOf(key, 2) === shard),
      { run: 'b', shard, shards: 2 },
    );
  }
  expect(await output(['dataset', 'list', path])).toMatch(/^\* a .*10 entries\n {2}b .*not published\n$/);
  expect(
    (await cli(['dataset', 'publish', path, '--run', 'b', '--shards', '2', '--replaces', 'x'])).stderr,
  ).toMatch(/leads to run a, not to x/);
  expect(
    await output(['dataset', 'publish', path, '--run', 'b', '--shards', '2', '--replaces', 'a']),
  ).toMatch(/^b is current: 2 shards, 500 entries/);
  expect(lines(await output(['dataset', 'list', path, '--json']))).toMatchObject([
    { run: 'a', current: false, published: true, entries: 10 },
    { run: 'b', current: true, published: true, entries: 500 },
  ]);
  expect(await output(['dataset', 'rollback', path])).toMatch(/^a is current again/);
  expect(await output(['count', path])).toBe('10\n');
  expect(await output(['dataset', 'clean', path, '--keep', '0'])).toMatch(/^removed b, /);
  writeFileSync(join(path, 'a', 'manifest.json'), '{');
  expect(await output(['dataset', 'list', path])).toMatch(/damaged: /);
  expect((await cli(['dataset', 'publish', path, '--run', 'c'])).code).toBe(2);
});
