/** `--dedupe`, `--discard-duplicate-keys`, `--no-sections` and `--no-describe-structs`, against the rows and what programs build. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapping, Registry, struct, t } from 'sharedbuffers';
import {
  buildDataset,
  buildMapping,
  buildShard,
  openDataset,
  openMapping,
  shardOf,
} from 'sharedbuffers/node';
import { buildFrom } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const Row = struct({ n: t.uint32, name: t.string });
const TEXTS = Array.from({ length: 3000 }, (_, at) => ({ id: `k${at}`, ...rowOf(at) }));
const ndjson = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const SCHEMA = { fields: { n: 'uint32', name: 'string' }, key: 'string' };

function rowOf(at: number): { n: number; name: string } {
  return { n: at % 30, name: `name ${at % 30}` };
}

/** The rows as each kind of input, with a schema that takes their key apart. */
async function inputs(): Promise<readonly string[]> {
  const rows = folder.write('rows.ndjson', ndjson(TEXTS));
  folder.write('schema.json', JSON.stringify(SCHEMA));
  const file = folder.path('all.sb');
  await output(['build', rows, '-o', file, '-q', '--key', 'id']);
  const others = ['rows.csv', 'rows.parquet', 'rows.arrow'].map((name) => folder.path(name));
  for (const path of others) await output(['dump', file, '-o', path, '--no-key', '-q']);
  return [rows, ...others];
}

describe('--dedupe', () => {
  test('stores equal records once, from any input and by any threads, as buildMapping does', async () => {
    const whole = folder.path('program.sb');
    const Cities = mapping({ key: t.string, value: Row });
    const rows = TEXTS.map(({ id, ...row }) => [id, row] as const);
    for (const [asked, dedupe] of [
      [['--dedupe'], true],
      [['--dedupe', '30'], 30],
      [['--dedupe', '29'], 29],
    ] as const) {
      await buildMapping(whole, Cities, rows, { dedupe, reproducible: true });
      using map = openMapping(whole, Cities);
      expect([map.size, map.array.length]).toEqual([3000, dedupe === 29 ? 3000 : 30]);
      for (const input of await inputs()) {
        for (const threads of ['1', '2']) {
          const target = folder.path('out.sb');
          const schema = ['--schema', folder.path('schema.json'), '--ignore-unknown'];
          const given = ['--key', 'id', ...schema, '--threads', threads, '--reproducible', ...asked];
          const told = JSON.parse(await output(['build', input, '-o', target, '-q', '--json', ...given]));
          expect(told).toMatchObject({ rows: 3000, records: map.array.length, discarded: 0 });
          expect(readFileSync(target).equals(readFileSync(whole))).toBe(true);
        }
      }
    }
    expect(await output(['verify', whole])).toContain('is whole');
  });

  test('is kept by dumps and schemas, and by merges', async () => {
    // Records that hold their key differ.
    const given = ['--key', 'id', '--select', 'n,name'];
    const rows = folder.write('rows.ndjson', ndjson(TEXTS));
    const [target, dump, again, other, merged] = ['a.sb', 'a.parquet', 'b.sb', 'c.sb', 'd.sb'].map((name) =>
      folder.path(name),
    ) as [string, string, string, string, string];
    await output(['build', rows, '-o', target, '-q', ...given, '--dedupe', '--reproducible']);
    expect(JSON.parse(await output(['stat', target, '--json'])).schema.key.dedupe).toBe(true);
    await output(['dump', target, '-o', dump, '-q']);
    await output(['build', dump, '-o', again, '-q', '--reproducible']);
    expect(readFileSync(again).equals(readFileSync(target))).toBe(true);

    const more = folder.write('more.ndjson', ndjson([{ id: 'more', n: 1, name: 'name 1' }]));
    await output(['build', more, '-o', other, '-q', ...given]);
    await output(['merge', target, other, '-o', merged]);
    using map = openMapping(merged);
    // That of the other file is one of them.
    expect([map.size, map.array.length]).toEqual([3001, 30]);
  });

  test('of data sets holds for each shard, as for those that programs build', async () => {
    const set = folder.path('set');
    const rows = folder.write('rows.ndjson', ndjson(TEXTS));
    const Cities = mapping({ key: t.string, value: Row });
    const entries = TEXTS.map(({ id, ...row }) => [id, row] as const);
    const options = { shards: 2, dedupe: true, reproducible: true } as const;
    const given = ['--key', 'id', '--shards', '2', '--dedupe', '--reproducible'];
    const schema = ['--schema', folder.write('s.json', JSON.stringify(SCHEMA)), '--ignore-unknown'];
    await output(['build', rows, '-o', set, '-q', ...given, '--run', 'r1', ...schema]);
    const manifest = await buildDataset(set, Cities, entries, { ...options, run: 'r2' });
    expect([manifest.entries, manifest.records]).toEqual([3000, 60]);
    for (const shard of [0, 1]) {
      const own = entries.filter(([key]) => shardOf(key, 2) === shard);
      await buildShard(set, Cities, own, { ...options, run: 'r3', shard });
      const [first, ...others] = ['r1', 'r2', 'r3'].map((run) => {
        const name = readdirSync(join(set, run)).find((each) => each.startsWith(`part-0000${shard}`));
        return readFileSync(join(set, run, name!.replace('.json', '.sb')));
      });
      for (const each of others) expect(each.equals(first!)).toBe(true);
    }
    using dataset = await openDataset(set);
    for (const [key, row] of entries) expect(dataset.get(key)).toMatchObject(row);
  });
});

describe('--discard-duplicate-keys', () => {
  const NUMBERS = Array.from({ length: 900 }, (_, at) => ({ id: (at * 7) % 300, at }));
  const first = new Map(NUMBERS.toReversed().map(({ id, at }) => [id, at]));

  test('leaves each integer key the record that came first', async () => {
    const rows = folder.write('numbers.ndjson', ndjson(NUMBERS));
    const target = folder.path('numbers.sb');
    const argv = ['build', rows, '-o', target, '-q', '--key', 'id', '--discard-duplicate-keys'];
    const told = JSON.parse(await output([...argv, '--json']));
    expect(told).toMatchObject({ rows: 900, records: 900, discarded: 600, repeatedKeys: 0 });
    using map = openMapping(target);
    expect(new Map([...map].map(([key, row]) => [key, (row as unknown as { at: number }).at]))).toEqual(
      first,
    );
    expect(map.array.length).toBe(900);
    expect(await output(['verify', target])).toContain('is whole');
    expect(lines(await output(['dump', target]))).toHaveLength(300);
    const { stderr } = await cli(argv);
    expect(stderr).toBe('sharedbuffers: 600 records behind no key: an earlier one has it\n');
  });

  test('in a data set, too', async () => {
    const rows = folder.write('numbers.ndjson', ndjson(NUMBERS));
    const set = folder.path('numbers');
    const argv = ['build', rows, '-o', set, '-q', '--key', 'id', '--discard-duplicate-keys', '--shards', '4'];
    expect(JSON.parse(await output([...argv, '--json']))).toMatchObject({ rows: 900, discarded: 600 });
    using dataset = await openDataset(set);
    expect(dataset.size).toBe(300);
    for (const [id, at] of first) expect(dataset.get(id)).toMatchObject({ at });
  });
});

test('--no-sections gives the file that programs build so, for Python', async () => {
  const rows = folder.write('rows.ndjson', ndjson(TEXTS));
  const [whole, target] = [folder.path('plain.sb'), folder.path('out.sb')];
  const Cities = mapping({ key: t.string, value: Row });
  const entries = TEXTS.map(({ id, ...row }) => [id, row] as const);
  const schema = ['--schema', folder.write('s.json', JSON.stringify(SCHEMA)), '--ignore-unknown'];
  const told = { ...SCHEMA, key: { type: 'string', filter: true, ordered: true, columns: ['n'] } };
  const filtered = ['--schema', folder.write('t.json', JSON.stringify(told)), '--ignore-unknown'];
  for (const checksums of [undefined, true]) {
    const asked = { sections: false, describeStructs: false, checksums } as const;
    await buildMapping(whole, Cities, entries, { ...asked, reproducible: true });
    const words = ['--no-sections', '--no-describe-structs', ...(checksums ? ['--checksums'] : [])];
    const given = ['--key', 'id', ...schema, '--reproducible', ...words];
    await output(['build', rows, '-o', target, '-q', ...given]);
    expect(readFileSync(target).equals(readFileSync(whole))).toBe(true);
    // What a schema wants in sections is left out, too.
    await output(['build', rows, '-o', target, '-q', '--key', 'id', '--reproducible', ...filtered, ...words]);
    expect(readFileSync(target).equals(readFileSync(whole))).toBe(true);
    const options = { ...asked, key: 'id', ignoreUnknown: true, schema: SCHEMA, reproducible: true } as const;
    await buildFrom(target, rows, options as never);
    expect(readFileSync(target).equals(readFileSync(whole))).toBe(true);
  }
});

test('--no-describe-structs leaves it to programs what structs in lists are', async () => {
  const registry = new Registry();
  const Point = struct({ x: t.int32 }, { name: 'Point', registry });
  registry.register(Point, 140);
  const Lines = mapping({ key: t.string, value: struct({ points: t.list(Point) }, { registry }) });
  const rows = folder.write('lines.ndjson', ndjson([{ id: 'a', points: [{ x: 1 }, { x: 2 }] }]));
  const structs = { Point: { code: 140, fields: { x: 'int32' } } };
  const schema = folder.write('p.json', JSON.stringify({ fields: { points: 'list<Point>' }, structs }));
  const target = folder.path('lines.sb');
  const given = ['--key', 'id', '--schema', schema, '--ignore-unknown', '--no-describe-structs'];
  await output(['build', rows, '-o', target, '-q', ...given]);
  using map = openMapping(target, Lines);
  expect([...map.get('a')!.points].map(({ x }) => x)).toEqual([1, 2]);
  expect((await cli(['dump', target, '-q'])).stderr).toContain('type code 0x8c');
});

test.each([
  [['--dedupe'], /^--multi, .* are for files with keys: say which field is the key with --key$/],
  [['--no-sections'], /--no-sections, .* are for files with keys/],
  [['--key', 'id', '--dedupe', '1048577'], /dedupe is .* up to 1048576, not 1048577/],
  [['--dedupe', 'rows', '--key', 'id'], /It is a number of entries, or none: inputs stand before it/],
  [['--key', 'id', '--discard-duplicate-keys'], /by the order of integers, and these are string/],
  [['--key', 'n', '--discard-duplicate-keys', '--multi'], /--multi keeps all .* leave out one of the two/],
  [['--key', 'id', '--no-sections', '--filter'], /--no-sections leaves out what --filter stores/],
  [['--key', 'id', '--no-sections', '--index-on', 'name'], /leaves out what --index-on stores/],
  [['--key', 'id', '--no-sections', '--column', 'n'], /leaves out what --column stores/],
  [['--key', 'id', '--no-sections', '--shards', '2'], /shards say in sections what their keys are/],
  [['--key', 'id', '--no-sections', '--shards', '2', '--shard', '0', '--run', 'r'], /shards say in sections/],
])('what cannot be is an error of one line: %j', async (asked, why) => {
  const rows = folder.write('few.ndjson', ndjson(TEXTS.slice(0, 3)));
  const { code, stderr } = await cli(['build', rows, '-o', folder.path('none'), '-q', ...asked]);
  expect(code).toBe(2);
  const [, message] = /^sharedbuffers: ([^\n]+)\n$/.exec(stderr) ?? [];
  expect(message).toMatch(why);
});

test('programs are told of options in their own words', async () => {
  const rows = folder.write('few.ndjson', ndjson(TEXTS.slice(0, 3)));
  const told = (options: object) => buildFrom(folder.path('none'), rows, options).then(String, String);
  expect(await told({ key: 'n', multi: true, discardDuplicateKeys: true })).toMatch(
    /multi: true keeps all records of a key, and discardDuplicateKeys: true the first/,
  );
  expect(await told({ key: 'id', sections: false, filter: true })).toMatch(
    /sections: false leaves out what filter: true stores/,
  );
  expect(await told({ key: 'id', dedupe: 'yes' })).toMatch(/dedupe is true, or a number of entries/);
  expect(await told({ key: 'id', sections: 'no' })).toMatch(/sections is true or false, not "no"/);
  const Cities = mapping({ key: t.string, value: Row });
  const shard = { run: 'r', shard: 0, shards: 1, sections: false };
  await expect(buildShard(folder.path('none'), Cities, [], shard)).rejects.toThrow(
    'leave out sections: false',
  );
});
