/** Parquet and Arrow between pyarrow and this library, in both directions. */
import { writeFileSync } from 'node:fs';
import { tableToIPC } from '@uwdata/flechette';
import { openArray } from 'sharedbuffers/node';
import { buildFrom, readRows, toArrow } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { output } from '../cli/harness.js';
import { plainRow } from '../tables/columnar/all-types.js';
import { describeWithPython, type Peer } from './peer.js';

const ROWS = 400;

interface TableOfPython {
  readonly types: Readonly<Record<string, string>>;
  readonly rows: readonly object[];
}

/** Form of the file, and what it is written with. */
const FORMS = [
  ['parquet', { compression: 'snappy' }],
  ['parquet', { compression: 'zstd', data_page_version: '2.0', row_group_size: 90 }],
  ['parquet', { compression: 'gzip', use_dictionary: false, data_page_size: 500 }],
  ['parquet', { compression: 'brotli', use_deprecated_int96_timestamps: true }],
  ['parquet', { compression: 'lz4', store_schema: false }],
  ['arrow', { compression: 'uncompressed', chunksize: 90 }],
  ['arrow', { compression: 'lz4' }],
  ['arrow', { compression: 'zstd' }],
  ['stream', { max_chunksize: 70 }],
] as const;

/** Numbers as text, whatever holds them, and members without a value left out. */
function told(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return value.map(told);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, told(item)]));
}

type Pairs = [string, unknown][];

/** Dicts have no order. */
function inOrder(row: object): unknown {
  const { map, structs, ...others } = row as { map?: Pairs; structs?: (Pairs | null)[] };
  const sorted = (pairs: Pairs | null) => pairs && [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
  return told({
    ...others,
    ...(map && { map: sorted(map) }),
    ...(structs && { structs: structs.map(sorted) }),
  });
}

/** Python's rows as rows are here, where structs in lists are dicts, which go out as JSON. */
function here(rows: readonly object[]): unknown[] {
  return rows.map((row) => {
    const { structs, ...others } = row as { structs?: (object | null)[] | string };
    const list = typeof structs === 'string' ? (JSON.parse(structs) as (object | null)[]) : structs;
    return inOrder({ ...others, ...(list && { structs: list.map((each) => each && Object.entries(each)) }) });
  });
}

async function read(path: string): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of readRows(path)) rows.push(inOrder(plainRow(row)));
  return rows;
}

describeWithPython('pyarrow', (python: Peer) => {
  let seed = 0;
  const written = (path: string, form: string, options: object, rows = ROWS) => {
    seed += 1;
    return python.ask<object[]>('write_table', { path, form, rows, seed, options });
  };

  describe.each(FORMS)('%s %j', (form, options) => {
    test('what it writes is read and built the same', async () => {
      const path = python.path('table');
      const expected = here(await written(path, form, options));
      expect(await read(path)).toEqual(expected);
      await buildFrom(python.path('table.sb'), path);
      await output(['dump', python.path('table.sb'), '-o', python.path('dumped.arrow'), '--format', 'arrow']);
      expect(await read(python.path('dumped.arrow'))).toEqual(expected);
    });
  });

  test.each(['parquet', 'arrow'])('it reads what dump writes: %s', async (form) => {
    const path = python.path('table');
    const rows = await written(path, 'parquet', {});
    await buildFrom(python.path('table.sb'), path);
    await output(['dump', python.path('table.sb'), '-o', python.path('dumped'), '--format', form]);
    const found = await python.ask<TableOfPython>('read_table', { path: python.path('dumped'), form });
    expect(here(found.rows)).toEqual(here(rows));
    expect(found.types).toMatchObject({
      int8: 'int8',
      uint64: 'uint64',
      double: 'double',
      bool: 'bool',
      day: 'date32[day]',
    });
    expect(found.types.micros).toMatch(/^timestamp\[us, tz=UTC\]$/);
  });

  test.each([ROWS, 0])('it reads what toArrow gives: %i rows', async (count) => {
    const path = python.path('table');
    const rows = await written(path, 'parquet', {}, count);
    await buildFrom(python.path('table.sb'), path);
    using array = openArray(python.path('table.sb'));
    writeFileSync(python.path('ipc'), tableToIPC(await toArrow(array), { format: 'stream' })!);
    const found = await python.ask<TableOfPython>('read_table', { path: python.path('ipc'), form: 'stream' });
    expect(here(found.rows)).toEqual(here(rows));
  });
});
