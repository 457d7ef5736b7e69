/** Secondary indexes on the command line: `build --index-on`, `get`, `keys` and `count --by`, `stat`, `merge`, and schemas. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { buildFrom } from 'sharedbuffers/tables';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const COUNTRIES = ['AR', 'FR', 'DE'];
const row = (id: number) => ({
  id: `k${id}`,
  name: `City ${id % 7}`,
  zip: 1000 + (id % 5),
  tags: ['all', `t${id % 4}`],
  address: { country: COUNTRIES[id % 3]!, ...(id % 2 === 0 && { street: `S ${id}` }) },
});
const rows = Array.from({ length: 30 }, (_, id) => row(id));
const without = ({ id: _, ...rest }: ReturnType<typeof row>) => rest;
let source = '';
let built = '';
const INDEXES = [
  '--index-on',
  'name:ordered,zip',
  '--index-on',
  'tags,address.country',
  '--index-on',
  'address.street',
];

beforeAll(async () => {
  source = folder.path('rows.ndjson');
  built = folder.path('rows.sb');
  writeFileSync(source, rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await output(['build', source, '-o', built, '--key', 'id', '-q', ...INDEXES]);
});

const named = (name: string) => rows.filter((each) => each.name === name).map((each) => ({ ...each }));

describe('an index', () => {
  test('finds all records of its keys', async () => {
    expect(lines(await output(['get', built, '--by', 'name', 'City 3', '--json']))).toEqual(named('City 3'));
    const two = await output(['get', built, '--by', 'zip', '1001', '1004', '--json']);
    expect(lines(two)).toEqual([1, 4].flatMap((zip) => rows.filter((each) => each.zip === 1000 + zip)));
    expect(lines(await output(['get', built, '--by', 'address.country', 'FR', '--json']))).toHaveLength(10);
    const missing = await cli(['get', built, '--by', 'name', 'City 3', 'City 9', '--json']);
    expect([missing.code, lines(missing.stdout).length]).toEqual([1, named('City 3').length]);
    expect(missing.stderr).toMatch(/no key .*City 9/);
    const wrong = await cli(['get', built, '--by', 'nam', 'City 3']);
    expect(wrong.stderr).toMatch(/no index nam: is it name\?/);
    expect((await cli(['get', built, '--by', 'zip', 'abc'])).stderr).toMatch(/not an integer/);
  });

  test('has keys, and ranges of them', async () => {
    expect((await output(['keys', built, '--by', 'name'])).split('\n').sort()).toEqual(
      ['', ...Array.from({ length: 7 }, (_, n) => `City ${n}`)].sort(),
    );
    expect(await output(['keys', built, '--by', 'name', '--range', 'City 2..City 4'])).toBe(
      'City 2\nCity 3\nCity 4\n',
    );
    expect(await output(['keys', built, '--by', 'name', '--prefix', 'City', '-n', '2', '--json'])).toBe(
      '"City 0"\n"City 1"\n',
    );
    expect(await output(['keys', built, '--by', 'zip', '--range', '1002..'])).toBe('1002\n1003\n1004\n');
    expect((await output(['keys', built, '--by', 'tags', '--prefix', 't'])).split('\n').sort()).toEqual([
      '',
      't0',
      't1',
      't2',
      't3',
    ]);
    expect((await cli(['keys', built, '--by', 'zip', '--prefix', '1'])).stderr).toMatch(
      /--prefix is for text keys/,
    );
  });

  test('counts the records of each key, or of some', async () => {
    const counts = (await output(['count', built, '--by', 'address.country'])).trim().split('\n').sort();
    expect(counts).toEqual(['10\tAR', '10\tDE', '10\tFR']);
    expect(await output(['count', built, '--by', 'tags', 'all', 'none'])).toBe('30\tall\n0\tnone\n');
    expect(lines(await output(['count', built, '--by', 'zip', '1000', '--json']))).toEqual([
      { key: 1000, count: 6 },
    ]);
    expect((await cli(['count', built, 'all'])).stderr).toMatch(/say which one with --by/);
    expect((await cli(['count', built, '--by', 'zip', '--where', 'zip > 1'])).stderr).toMatch(
      /leave out --where or --by/,
    );
  });

  test('is shown by stat, and goes along with the schema', async () => {
    const stat = JSON.parse(await output(['stat', built, '--json']));
    expect(stat.indexes).toMatchObject([
      { name: 'name', field: 'name', type: 'string', keys: 7, entries: 30, ordered: true },
      { name: 'zip', field: 'zip', type: 'signed', keys: 5, entries: 30, ordered: false },
      { name: 'tags', keys: 5, entries: 60 },
      { name: 'address.country', keys: 3, entries: 30 },
      { name: 'address.street', keys: 15, entries: 15 },
    ]);
    expect(stat.parts.sections).toBeGreaterThan(
      stat.indexes.reduce((sum: number, each: { bytes: number }) => sum + each.bytes, 0),
    );
    const people = await output(['stat', built]);
    expect(people).toMatch(/name +7 +30 +[\d.]+ .*the field, string, in order/);
    const schema = folder.path('schema.json');
    const again = folder.path('again.sb');
    const ndjson = await output(['dump', built, '--schema-out', schema]);
    expect(JSON.parse(readFileSync(schema, 'utf8')).key.indexes).toEqual([
      { name: 'name', ordered: true },
      'zip',
      'tags',
      'address.country',
      'address.street',
    ]);
    await output(['build', '-', '-o', again, '-q', '--schema', schema], { stdin: ndjson });
    expect(JSON.parse(await output(['stat', again, '--json'])).indexes).toEqual(stat.indexes);
    const plain = folder.path('plain.sb');
    await output(['build', '-', '-o', plain, '-q'], { stdin: ndjson });
    expect(JSON.parse(await output(['stat', plain, '--json'])).indexes).toBeUndefined();
    expect(await output(['verify', again, '--json'])).toMatch(/"ok":true/);
  });

  test('is declared by types', async () => {
    const code = await output(['types', built]);
    expect(code).toMatch(
      /indexes: \[\{ name: 'name', ordered: true \}, 'zip', 'tags', 'address\.country', 'address\.street'\]/,
    );
  });

  test('is merged where all files have it', async () => {
    const other = folder.path('other.sb');
    const both = folder.path('both.sb');
    const more = Array.from({ length: 5 }, (_, n) => ({ ...row(n + 30) }));
    const stdin = more.map((each) => `${JSON.stringify(each)}\n`).join('');
    await output(['build', '-', '-f', 'ndjson', '-o', other, '--key', 'id', '-q', ...INDEXES], { stdin });
    await output(['merge', built, other, '-o', both, '-q']);
    expect(await output(['count', both, '--by', 'tags', 'all'])).toBe('35\tall\n');
    await output(['build', '-', '-f', 'ndjson', '-o', other, '--key', 'id', '-q', '--index-on', 'zip'], {
      stdin,
    });
    expect((await cli(['merge', built, other, '-o', both, '-q'])).stderr).toMatch(
      /the index name of .*: not all files have it/,
    );
    await output(['merge', built, other, '-o', both, '-q', '--drop-indexes']);
    expect(JSON.parse(await output(['stat', both, '--json'])).indexes).toMatchObject([
      { name: 'zip', entries: 35 },
    ]);
    const Row = struct({ id: t.string });
    const own = folder.path('own.sb');
    const indexes = [{ name: 'own', keys: () => 'a' }];
    await buildMapping(own, mapping({ key: t.string, value: Row }), [['a', { id: 'a' }]], { indexes });
    expect((await cli(['merge', own, own, '-o', both, '--on-conflict', 'first'])).stderr).toMatch(
      /a function gave its keys/,
    );
    expect(JSON.parse(await output(['stat', own, '--json'])).indexes[0].field).toBeNull();
  });

  test('is refused of what has none, and in schemas that are wrong', async () => {
    const fails = async (...argv: string[]) =>
      (await cli(['build', source, '-o', folder.path('no.sb'), '-q', ...argv])).stderr;
    expect(await fails('--key', 'id', '--index-on', 'nam')).toMatch(
      /no field nam for the index nam: is it name/,
    );
    expect(await fails('--key', 'id', '--index-on', 'address')).toMatch(/has no index/);
    expect(await fails('--no-from-dump', '--index-on', 'name')).toMatch(/--index-on are for files with keys/);
    expect((await cli(['get', source, '--by', 'name', 'x'])).code).not.toBe(0);
    const path = folder.path('wrong.json');
    for (const indexes of [
      'name',
      [5],
      [{ field: 'name' }],
      [{ name: 'name', ordered: 'yes' }],
      [{ name: 'name', keys: 1 }],
    ]) {
      writeFileSync(path, JSON.stringify({ fields: { name: 'string' }, key: { indexes } }));
      expect(await fails('--key', 'id', '--schema', path, '--ignore-unknown')).toMatch(/key/);
    }
  });
});

test('programs ask for the same by buildFrom, in threads as in one', async () => {
  for (const threads of [1, 2]) {
    const path = folder.path(`from-${threads}.sb`);
    const indexes = ['tags', { name: 'place', field: 'address.country' }];
    await buildFrom(path, source, { key: 'id', indexes, threads, reproducible: true });
    using read = openMapping(path);
    expect([read.by('place').count('AR'), read.by('tags').count('t1')]).toEqual([10, 8]);
    expect(read.by('place').get('FR')?.toObject()).toMatchObject(without(row(1)));
  }
  const [one, two] = [1, 2].map((threads) => readFileSync(folder.path(`from-${threads}.sb`)));
  expect(one!.equals(two!)).toBe(true);
});
