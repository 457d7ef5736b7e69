/** What `dump` writes is read by others: Parquet by DuckDB, Arrow by apache-arrow, and both here. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFrom, readRows } from '../../../src/tables.js';
import { output } from '../../cli/harness.js';
import { expectedRow, plainRow } from './all-types.js';
import { ALL_TYPES, duckdb } from './duckdb.js';

const ROWS = 200;
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sinks-'));
  await duckdb(`COPY (${ALL_TYPES.replace('ROWS', String(ROWS))}) TO '${at('in.parquet')}' (FORMAT parquet)`);
  await buildFrom(at('all.sb'), at('in.parquet'), { key: 'id' });
  await output(['dump', at('all.sb'), '-o', at('out.parquet'), '--format', 'parquet']);
  await output(['dump', at('all.sb'), '-o', at('out.arrow'), '--format', 'arrow']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['out.parquet', 'out.arrow'])('all types come back: %s', async (name) => {
  let i = 0;
  for await (const row of readRows(at(name))) {
    expect(plainRow(row)).toEqual(expectedRow(i));
    i += 1;
  }
  expect(i).toBe(ROWS);
});

test('DuckDB reads the Parquet, and finds the same', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const same = 'i8, u8, i16, u16, i32, u32, i64, u64, f32, f64, b, s, repeated, bin, day, list';
  const { getRowsJson } = await connection
    .runAndReadAll(
      `SELECT count(*)::INTEGER FROM (SELECT ${same}, "$key" = id AS k FROM '${at('out.parquet')}' INTERSECT SELECT ${same}, true FROM '${at('in.parquet')}')`,
    )
    .then((reader) => ({ getRowsJson: () => reader.getRowsJson() }));
  expect(getRowsJson()).toEqual([[ROWS]]);
  connection.closeSync();
  instance.closeSync();
});

test('apache-arrow reads the Arrow', () => {
  const table = arrow.tableFromIPC(readFileSync(at('out.arrow')));
  expect(table.numRows).toBe(ROWS);
  const row = table.get(3)!.toJSON();
  expect(row).toMatchObject({ $key: 3n, id: 3n, s: 'text 3', repeated: 'é3', f64: 1, u64: 2n ** 64n - 4n });
  expect([...(row.list as Iterable<unknown>)]).toEqual([3n, null, 4n]);
});

test.each(['parquet', 'arrow'])('more rows than are put together, and none: %s', async (format) => {
  for (const rows of [150_000, 0]) {
    writeFileSync(
      at('in.csv'),
      `id,n\n${Array.from({ length: rows }, (_, i) => `${i},${i * 2}\n`).join('')}`,
    );
    const schema = { fields: { id: 'uint32', n: 'float64' } };
    await buildFrom(at('many.sb'), at('in.csv'), { schema, key: 'id', reproducible: true });
    await output(['dump', at('many.sb'), '-o', at(`many.${format}`), '--format', format]);
    await buildFrom(at('again.sb'), at(`many.${format}`), { reproducible: true });
    expect(readFileSync(at('again.sb')).equals(readFileSync(at('many.sb')))).toBe(true);
    if (format === 'arrow') expect(arrow.tableFromIPC(readFileSync(at('many.arrow'))).numRows).toBe(rows);
  }
});
