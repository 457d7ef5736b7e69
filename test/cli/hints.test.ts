/** What is said of inputs that are taken for something else, or have what was not expected: the way out is in the line. */
import { pathToFileURL } from 'node:url';
import { struct, t } from 'sharedbuffers';
import { buildArray } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { zipOf } from '../tables/zip-of.js';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');
const build = (...args: string[]) => cli(['build', ...args, '-o', target(), '-q']);

const CSV = 'a,id\n1,\n2,\n';
const NDJSON = '{"a":1}\n{"a":2}\n';
const WITHIN = '{"meta":{"n":[1,{"x":[]}]},"data":{"it\\"ems":[{"a":1},{"a":2}]}}';

describe('an input that begins as another format does', () => {
  const files: { [name: string]: string | Uint8Array } = {
    'a.csv': CSV,
    'a.ndjson': NDJSON,
    'json.csv': NDJSON,
    'array.csv': '[\n{"a":1}]',
    'csv.json': CSV,
  };

  test.each([
    ['a.csv', ['--format', 'json'], /a\.csv is no JSON, it begins as CSV does: leave out --format/],
    ['a.csv', ['--format', 'ndjson'], /a\.csv is no JSON, it begins as CSV does: leave out --format/],
    ['a.csv', ['--format', 'parquet'], /a\.csv is no Parquet, it begins as CSV does/],
    ['a.csv', ['--format', 'arrow'], /a\.csv is no Arrow, it begins as CSV does/],
    ['a.csv', ['--path', '$.a'], /a\.csv is no JSON, it begins as CSV does/],
    ['a.ndjson', ['--format', 'csv'], /a\.ndjson is no CSV, it begins as JSON does: leave out --format/],
    ['a.ndjson', ['--format', 'arrow'], /a\.ndjson is no Arrow, it begins as JSON does/],
    ['json.csv', [], /json\.csv is no CSV, it begins as JSON does: say --format ndjson/],
    ['array.csv', [], /array\.csv is no CSV, it begins as JSON does: say --format json/],
    ['csv.json', [], /csv\.json is no JSON, it begins as CSV does: say --format csv/],
  ] as const)('%s %s', async (name, args, message) => {
    expect(await build(folder.write(name, files[name]!), ...args)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(message),
    });
  });

  test.each(['parquet', 'arrow'])('%s', async (format) => {
    const path = folder.path('row.sb');
    await buildArray(path, struct({ a: t.int8 }), [{ a: 1 }]);
    const table = folder.path(`row.${format}`);
    await output(['dump', path, '-o', table]);
    const other = format === 'arrow' ? 'parquet' : 'arrow';
    for (const asked of ['csv', 'json', other]) {
      const name = { csv: 'CSV', json: 'JSON', parquet: 'Parquet', arrow: 'Arrow' }[asked];
      const own = format === 'arrow' ? 'Arrow' : 'Parquet';
      expect((await build(table, '--format', asked)).stderr).toContain(
        `is no ${name}, it begins as ${own} does`,
      );
    }
  });

  test('among several', async () => {
    const [csv, ndjson] = ['a.csv', 'a.ndjson'].map((name) => folder.write(name, files[name]!));
    expect((await build(csv!, ndjson!)).stderr).toMatch(
      /a\.ndjson is no CSV, it begins as JSON does: \S*a\.csv is, and inputs of one build have one format/,
    );
    expect((await build(ndjson!, csv!)).stderr).toMatch(/a\.csv is no JSON, .* \S*a\.ndjson is, and inputs/);
  });
});

describe('rows in an array within an object', () => {
  test('are pointed at where the object is one record', async () => {
    const input = folder.write('one.ndjson', WITHIN);
    const { code, stderr } = await build(input);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'sharedbuffers: the one object is one record: --path $.data["it\\"ems"] takes the rows of the array in it\n',
    });
    for (const path of [
      '$.data["it\\"ems"]',
      `$['data']['it"ems']`,
      'data["it\\"ems"]',
      '$.data["it\\"ems"][*]',
    ]) {
      await output(['build', input, '-o', target(), '-q', '--path', path]);
      expect(lines(await output(['dump', target()]))).toEqual([{ a: 1 }, { a: 2 }]);
    }
  });

  test('are pointed at where the object has lines', async () => {
    const input = folder.write('lines.json', JSON.stringify(JSON.parse(WITHIN), null, 2));
    expect((await build(input)).stderr).toContain('--path $.data["it\\"ems"] takes the rows');
  });

  test.each(['$.data[0]', '$.a..b', '$["a', '$[a]'])('%s is no path', async (path) => {
    expect(await build(folder.write('one.json', WITHIN), '--path', path)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is none: give the names of members/),
    });
  });

  test('a record of its own has none to point at', async () => {
    for (const text of ['{"a":[1,2]}', '{"a":{"b":[]}}', '{"a":1}\n{"a":[{"b":1}]}'])
      expect((await build(folder.write('own.ndjson', text))).stderr).toBe('');
  });
});

test('lines that begin with # may be comments', async () => {
  const input = folder.write('comments.csv', '# made\n# today\nid,n\n1,2\n');
  expect((await build(input)).stderr).toMatch(/comments\.csv:3: .*--comment '#' passes over such lines/);
  await output(['build', input, '-o', target(), '-q', '--comment', '#']);
  expect(lines(await output(['dump', target()]))).toEqual([{ id: 1, n: 2 }]);
});

describe('where all rows lack their key, it says how many', () => {
  const schema = () => folder.write('schema.json', '{"fields":{"a":"int64"}}');

  test.each([
    ['NDJSON', 'a.ndjson', NDJSON, []],
    ['CSV', 'a.csv', CSV, []],
    ['threads', 'a.ndjson', NDJSON, ['--threads', '2']],
  ] as const)('%s', async (_, name, text, args) => {
    const input = folder.write(name, text);
    for (const more of [[], ['--schema', schema(), '--ignore-unknown']]) {
      expect(await build(input, '--key', 'id', '--skip-missing-key', ...args, ...more)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/:[12]: the key is missing: .*\(all 2 rows were passed over\)/),
      });
    }
  });

  test('columns', async () => {
    const path = folder.path('keyless.sb');
    await buildArray(path, struct({ a: t.int8, id: t.int8.optional() }), [{ a: 1 }]);
    const table = folder.path('keyless.parquet');
    await output(['dump', path, '-o', table]);
    expect((await build(table, '--key', 'id', '--skip-missing-key')).stderr).toMatch(
      /the key is missing: .*\(the only row was passed over\)/,
    );
  });
});

describe('files by other names', () => {
  const rows = () => [{ a: 1 }, { a: 2 }];

  test('file: URLs', async () => {
    const input = pathToFileURL(folder.write('a b.ndjson', NDJSON)).href;
    const out = pathToFileURL(folder.path('by url.sb')).href;
    await output(['build', input, '-o', out, '-q']);
    expect(lines(await output(['dump', out]))).toEqual(rows());
    expect(await output(['count', out])).toBe('2\n');
    await output(['merge', out, out, '-o', pathToFileURL(folder.path('merged.sb')).href]);
    expect(await output(['count', folder.path('merged.sb')])).toBe('4\n');
    expect(await output(['diff', out, out, '--json'])).toContain('"changed":0');
    expect((await cli(['stat', 'file://elsewhere/a.sb'])).stderr).toMatch(/names no file here/);
  });

  test('one file of a zip archive', async () => {
    const zip = folder.write(
      'all.zip',
      zipOf({ 'x/a.ndjson': NDJSON, 'x/b.csv': CSV, 'notes.txt': 'a;b\n1;2\n' }),
    );
    await output(['build', `${zip}!/x/a.ndjson`, '-o', target(), '-q']);
    expect(lines(await output(['dump', target()]))).toEqual(rows());
    await output(['build', `${zip}!/notes.txt`, '-o', target(), '-q']);
    expect(lines(await output(['dump', target()]))).toEqual([{ a: 1, b: 2 }]);
    expect((await build(`${zip}!/x/c.csv`)).stderr).toMatch(
      /all\.zip: there is no file x\/c\.csv: is it x\/b\.csv\?/,
    );
    const plain = folder.write('plain.csv', CSV);
    expect((await build(`${plain}!/x`)).stderr).toMatch(/plain\.csv is no zip archive/);
    expect((await build(`${folder.path('none.zip')}!/x`)).stderr).toMatch(/no such file/);
  });
});

test('a key within what is no object', async () => {
  const said = async (row: string) =>
    (await build(folder.write('a.ndjson', `${row}\n`), '--key', 'u.id')).stderr;
  expect(await said('{"u":null}')).toMatch(/:1: the key is missing: u is null/);
  expect(await said('{"u":5}')).toMatch(/:1: the key is missing: u is 5, not an object/);
  expect(await said('{"u":{"id":null}}')).toMatch(/:1: the key is missing: u\.id is null/);
  expect(await said('{"v":1}')).toMatch(/:1: the key is missing: there is no field u\.id: there are v/);
});

test('long names are cut', async () => {
  const name = 'x'.repeat(100_000);
  const schema = folder.write('n.json', '{"fields":{"a":"int64"}}');
  const { stderr } = await build(folder.write('a.ndjson', `{"${name}":1}\n`), '--schema', schema);
  expect(stderr).toMatch(/a\.ndjson:1: .* … .*not a field of the schema/);
  expect(stderr.length).toBeLessThan(1500);
});

test('numbers with decimal commas are told', async () => {
  const said = async (text: string) => {
    const input = folder.write('commas.csv', text);
    const { stderr } = await cli(['build', input, '-o', target()]);
    const { detected } = JSON.parse(await output(['build', input, '-o', target(), '--json'])) as {
      detected: { decimalCommas?: string[] };
    };
    expect(stderr.includes('decimal commas')).toBe(detected.decimalCommas !== undefined);
    if (detected.decimalCommas) expect(stderr).toContain(`(${detected.decimalCommas.join(', ')})`);
    return detected.decimalCommas;
  };
  expect(await said('id;v;w;x;y\n1;3,14;1.234,5;a,1;7\n2;2;-0,5;1,5;8\n3;;1,5;2,5;9\n')).toEqual(['v', 'w']);
  expect(await said('id;v\n1;3.14\n')).toBeUndefined();
  expect(await said('id,v\n1,"3,14"\n')).toBeUndefined();
});

test('user data that no dump holds is told with the schema', async () => {
  const path = folder.path('data.sb');
  await buildArray(path, struct({ a: t.int8 }, { userData: { from: 'here' } }), [{ a: 1 }]);
  const args = ['dump', path, '-o', folder.path('data.ndjson')];
  expect((await cli(args)).stderr).toBe('');
  expect((await cli([...args, '--schema-out', folder.path('data.json')])).stderr).toMatch(
    /warning: userData/,
  );
});
