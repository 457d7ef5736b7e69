/** Columns of numbers and text are packed as they are: the file is that of the same rows as NDJSON, whatever is in them. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildFrom } from '../../../src/tables.js';
import { Folder, output } from '../../cli/harness.js';

const folder = new Folder();
const FIELDS = {
  id: 'string',
  name: 'string?',
  same: 'string?',
  note: 'string?',
  score: 'float64?',
  age: 'int64?',
  small: 'int32?',
  on: 'bool?',
} as const;
const TYPES: Record<keyof typeof FIELDS, arrow.DataType> = {
  id: new arrow.Utf8(),
  name: new arrow.Utf8(),
  same: new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
  note: new arrow.LargeUtf8(),
  score: new arrow.Float64(),
  age: new arrow.Int64(),
  small: new arrow.Int32(),
  on: new arrow.Bool(),
};
type Row = { [Name in keyof typeof FIELDS]: unknown };

function arrowBytes(rows: readonly Row[]): Uint8Array {
  const columns = Object.entries(TYPES).map(([name, type]) => {
    const values = rows.map((row) => row[name as keyof Row]);
    const given =
      name === 'age' ? values.map((value) => (value === null ? null : BigInt(value as number))) : values;
    return [name, arrow.vectorFromArray(given as never[], type)] as const;
  });
  return arrow.tableToIPC(new arrow.Table(Object.fromEntries(columns) as never), 'file');
}

const word = fc.constantFrom(
  '',
  'a',
  'Zoë',
  'twice',
  '日本',
  'a text of more than thirty-two bytes, copied by a call',
);
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values);
const rows: fc.Arbitrary<Row[]> = fc
  .array(
    fc.record({
      id: word,
      name: orNull(word),
      same: orNull(word),
      note: orNull(
        fc.oneof({ weight: 20, arbitrary: word }, { weight: 1, arbitrary: fc.constant('long '.repeat(200)) }),
      ),
      // JSON.stringify writes -0 as 0.
      score: orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((score) => score + 0)),
      age: orNull(fc.maxSafeInteger()),
      small: orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      on: orNull(fc.boolean()),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((made) => made.map((row, i) => ({ ...row, id: `${row.id}${i}` })));

/** Missing where a column has null. */
function ndjson(given: readonly Row[]): string {
  return given
    .map((row) =>
      JSON.stringify(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
    )
    .map((line) => `${line}\n`)
    .join('');
}

describe('flat columns', () => {
  test('of Arrow and Parquet give the bytes of rows, with keys of text, of integers and without', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('id', 'age', undefined), async (given, key) => {
        const kept = key === 'age' ? given.map((row, i) => ({ ...row, age: i * 3 })) : given;
        run += 1;
        const indexes = key === undefined ? undefined : ['name', 'small'];
        const options = { key, schema: { fields: FIELDS }, reproducible: true, indexes } as const;
        const built = async (name: string, bytes: string | Uint8Array, given = options) => {
          const target = folder.path(`${run}.sb`);
          await buildFrom(target, folder.write(name, bytes as never), given as never);
          return readFileSync(target);
        };
        const expected = await built('rows.ndjson', ndjson(kept));
        const table = arrowBytes(kept);
        expect((await built('rows.arrow', table)).equals(expected)).toBe(true);
        writeFileSync(folder.path('plain.sb'), '');
        await output(['build', folder.write('again.arrow', table), '-o', folder.path('plain.sb'), '-q']);
        await output(['dump', folder.path('plain.sb'), '-o', folder.path('rows.parquet'), '-q']);
        expect(
          (await built('rows.parquet', readFileSync(folder.path('rows.parquet')))).equals(expected),
        ).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('rows without a key, and keys that come twice, are told as elsewhere', async () => {
    const given = [0, 1, 2].map(
      (i): Row => ({
        id: 'x',
        name: `n${i}`,
        same: null,
        note: null,
        score: 1,
        age: i === 1 ? null : i,
        small: 1,
        on: true,
      }),
    );
    const path = folder.write('keys.arrow', arrowBytes(given) as never);
    expect((await buildFrom(folder.path('twice.sb'), path, { key: 'id' })).repeatedKeys).toBe(2);
    await expect(buildFrom(folder.path('none.sb'), path, { key: 'age' })).rejects.toThrow(
      /row 2: the key is missing: age is null/,
    );
    const { skipped, records } = await buildFrom(folder.path('some.sb'), path, {
      key: 'age',
      skipMissingKey: true,
    });
    expect([skipped, records]).toEqual([1, 2]);
  });
});
