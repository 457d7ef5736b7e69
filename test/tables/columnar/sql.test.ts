import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openArray, openMapping } from '../../../src/node.js';
import { buildFrom, inferSchema, readRows } from '../../../src/tables.js';
import { cli } from '../../cli/harness.js';
import { expectedRow, plainRow } from './all-types.js';
import { ALL_TYPES } from './duckdb.js';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sql-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('rows of all types, in chunks, as keys and records', async () => {
  const sql = ALL_TYPES.replace('ROWS', '5000');
  expect(await buildFrom(at('all.sb'), { sql }, { key: 'id' })).toMatchObject({
    records: 5000,
    detected: { format: 'sql' },
  });
  const mapping = await openMapping(at('all.sb'));
  for (const i of [0, 1, 2, 2047, 2048, 4999]) {
    const record = mapping.get(i as never) as Record<string, unknown>;
    const { i64, u64, st, ...expected } = expectedRow(i);
    for (const [name, value] of Object.entries(expected))
      expect(plainRow({ [name]: record[name] })).toEqual({ [name]: value });
  }
  mapping.close();
});

test('types that only SQL has', async () => {
  const sql =
    "SELECT 170141183460469231731687303715884105727::HUGEINT AS h, '101'::BIT AS bits, 'b'::ENUM('a', 'b') AS e, [1, 2]::INT[2] AS pair";
  const { schema } = await buildFrom(at('types.sb'), { sql });
  expect(schema.fields).toEqual({
    h: 'decimal?',
    bits: 'string?',
    e: 'string?',
    pair: 'list<int32 | null>?',
  });
  const array = await openArray(at('types.sb'));
  const record = array.at(0) as unknown as Record<string, unknown>;
  expect([String(record.h), record.bits, record.e, record.pair]).toEqual([
    '170141183460469231731687303715884105727',
    '101',
    'b',
    [1, 2],
  ]);
  array.close();
});

test('a DuckDB file, by the command line', async () => {
  const instance = await DuckDBInstance.create(at('shop.duckdb'));
  const connection = await instance.connect();
  await connection.run("CREATE TABLE items AS SELECT i AS id, 'item ' || i AS name FROM range(10) t(i)");
  connection.closeSync();
  instance.closeSync();
  const argv = [
    'build',
    'SELECT * FROM items WHERE id > 4',
    '--sql',
    '--db',
    at('shop.duckdb'),
    '-o',
    at('shop.sb'),
    '--key',
    'id',
    '-q',
  ];
  expect(await cli(argv)).toMatchObject({ code: 0 });
  const mapping = await openMapping(at('shop.sb'));
  expect([mapping.size, mapping.get(7 as never)]).toMatchObject([5, { name: 'item 7' }]);
  mapping.close();
});

test.each([
  ['SELECT * FROM nowhere', /SQL: .*nowhere/],
  ['SELEC 1', /SQL: .*syntax/i],
  ["SELECT INTERVAL '1 day' AS gap", /column gap is of type INTERVAL.*select/],
  ["SELECT * FROM sqlite_scan('x.db', 't')", /SQL: .*extension/i],
])('%s is refused in words', async (sql, message) => {
  await expect(buildFrom(at('x.sb'), { sql })).rejects.toThrow(message);
});

test('rows and their schema are read, any number of times', async () => {
  const from = { sql: "SELECT i::INTEGER AS id, 'n' || i AS name FROM range(3) t(i)" };
  const rows = readRows(from, { select: 'name,id' });
  for (const _ of [1, 2]) {
    const read: unknown[] = [];
    for await (const row of rows) read.push({ ...row });
    expect(read).toEqual([0, 1, 2].map((id) => ({ name: `n${id}`, id })));
  }
  const entries: unknown[] = [];
  for await (const [key, row] of rows.entries('id')) entries.push([key, row.name]);
  expect(entries).toEqual([0, 1, 2].map((id) => [id, `n${id}`]));
  expect(await rows.schema()).toEqual({ fields: { name: 'string?', id: 'int32?' } });
  expect(await inferSchema(from)).toEqual({ fields: { id: 'int32?', name: 'string?' } });
  expect(() => readRows(from, { selct: 'id' } as object)).toThrow(/selct/);
});

test('without DuckDB it is said how to get it', () => {
  const hook =
    "export const resolve = (name, context, next) => { if (name === '@duckdb/node-api') throw new Error('none'); return next(name, context); }";
  const register = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;
  const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(register)}`,
      main,
      ...['build', 'SELECT 1 AS id', '--sql', '-o', at('none.sb')],
    ],
    { encoding: 'utf8' },
  );
  expect(stderr).toContain('SQL takes DuckDB, which is not there: npm install @duckdb/node-api');
  expect(status).toBe(1);
});
