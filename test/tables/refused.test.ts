/** Inputs and options that would pass for something else. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, InputError } from 'sharedbuffers';
import { type BuildFromOptions, buildFrom, readRows } from 'sharedbuffers/tables';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { zipOf } from './zip-of.js';

let folder: string;
const target = (): string => join(folder, 'out.sb');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'refused-'));
});
beforeEach(() => rmSync(target(), { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a first line that tells the delimiter, as Excel writes it,', () => {
  test.each([
    ['sep=;\nid;n\n1;x, y\n', ';'],
    ['\uFEFFsep=|\r\nid|n\r\n1|x, y\r\n', '|'],
    ['SEP=\t\nid\tn\n1\tx, y\n', '\t'],
  ])('is no row: %j', async (text, delimiter) => {
    const path = file('sep.csv', text);
    const rows = readRows(path);
    const found = [];
    for await (const row of rows) found.push(row);
    expect(found).toEqual([{ id: 1, n: 'x, y' }]);
    const { detected } = await buildFrom(target(), path, { key: 'id' });
    expect(detected).toMatchObject({ delimiter, columns: 2, header: true });
  });

  test('may be a name all the same, where lines to skip are given', async () => {
    const found = [];
    for await (const row of readRows(file('name.csv', 'sep=;\n1\n'), { skip: 0 })) found.push(row);
    expect(found).toHaveLength(1);
  });
});

describe.each([
  ['a web page', 'page.csv', '\n<!DOCTYPE html>\n<html><body>404, not here</body></html>\n', /is a web page/],
  ['a web page without a type', 'page.ndjson', '<html lang="en">\n</html>', /is a web page/],
] as const)('%s', (_, name, content, message) => {
  test('is no table', async () => {
    await expect(buildFrom(target(), file(name, content))).rejects.toThrow(message);
    expect(existsSync(target())).toBe(false);
  });
});

test('a workbook is told from an archive of tables', async () => {
  const path = file(
    'book.xlsx',
    zipOf({
      '[Content_Types].xml': Buffer.from('<Types/>'),
      'xl/worksheets/sheet1.xml': Buffer.from('<worksheet/>'),
    }),
  );
  const building = buildFrom(target(), path);
  await expect(building).rejects.toThrow(InputError);
  await expect(building).rejects.toThrow(/workbook of Excel.*save it as CSV.*read_xlsx/);
});

test('standard input is read once', async () => {
  await expect(buildFrom(target(), ['-', '-'])).rejects.toThrow(/standard input is read once/);
});

test.each([
  [{ header: 'no' }, /header is true or false, not/],
  [{ compact: 'yes' }, /compact is true or false/],
  [{ multi: 'x', key: 'id' }, /multi is true or false/],
  [{ lenient: 1 }, /lenient is true or false/],
  [{ delimiter: 5 }, /delimiter is text/],
  [{ path: ['data'] }, /path is text/],
  [{ format: 'xml' }, /no format "xml": there are ndjson/],
  [{ null: 'NA' }, /null is an array/],
  [{ booleans: 'y,Y' }, /y cannot be both/],
  [{ onProgress: 5 }, /onProgress is a function/],
  [{ signal: 5 }, /signal is that of an AbortController/],
])('%j is no option', async (options, message) => {
  const path = file('plain.csv', 'id,n\n1,2\n');
  const building = buildFrom(target(), path, options as unknown as BuildFromOptions);
  await expect(building).rejects.toThrow(ArgumentError);
  await expect(building).rejects.toThrow(message);
  expect(existsSync(target())).toBe(false);
});

test.each([
  [{ sql: 'CREATE TABLE x (a int)' }, {}, /CREATE gives no rows.*give a SELECT/],
  [{ sql: 'SELECT 1 AS a' }, { format: 'csv' }, /^format is for files/],
  [{ sql: 'SELECT 1 AS a' }, { delimiter: ';' }, /^delimiter is for files/],
  [{ sql: 'SELECT 1 AS a' }, { compact: true }, /^compact: true is for text/],
  [{ sql: 'SELECT nope\nFROM (SELECT 1 AS a)' }, {}, /^SQL: [^\n\\]+$/],
] as const)('%j with %j is refused', async (input, options, message) => {
  await expect(buildFrom(target(), input, options)).rejects.toThrow(message);
  expect(existsSync(target())).toBe(false);
});

test('values and queries without FROM are rows', async () => {
  const { records } = await buildFrom(target(), { sql: "VALUES (1, 'a'), (2, 'b')" });
  expect(records).toBe(2);
});
