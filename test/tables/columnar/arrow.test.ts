import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMapping } from '../../../src/node.js';
import { buildFrom, inferSchema, readRows } from '../../../src/tables.js';
import { plainRow } from './all-types.js';
import { damageAll, refused } from './damage.js';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'arrow-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = 300;
const some = <T>(make: (i: number) => T): (T | null)[] =>
  Array.from({ length: ROWS }, (_, i) => (i % 3 === 1 ? null : make(i)));

/** Columns of apache-arrow, and what is to be read from a row of each. */
const COLUMNS: Record<
  string,
  [type: arrow.DataType, values: unknown[], expected: (i: number) => unknown, shape: string]
> = {
  id: [new arrow.Int64(), Array.from({ length: ROWS }, (_, i) => BigInt(i)), (i) => i, 'int64?'],
  i8: [new arrow.Int8(), some((i) => (i % 200) - 100), (i) => (i % 200) - 100, 'int8?'],
  u16: [new arrow.Uint16(), some((i) => i * 200), (i) => i * 200, 'uint16?'],
  u64: [
    new arrow.Uint64(),
    some((i) => 2n ** 64n - 1n - BigInt(i)),
    (i) => 2n ** 64n - 1n - BigInt(i),
    'uint64?',
  ],
  f32: [new arrow.Float32(), some((i) => i / 4), (i) => i / 4, 'float32?'],
  f64: [new arrow.Float64(), some((i) => i / 3), (i) => i / 3, 'float64?'],
  b: [new arrow.Bool(), some((i) => i % 2 === 0), (i) => i % 2 === 0, 'bool?'],
  s: [new arrow.Utf8(), some((i) => `é${i}`), (i) => `é${i}`, 'string?'],
  word: [
    new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    some((i) => `w${i % 5}`),
    (i) => `w${i % 5}`,
    'string?',
  ],
  bin: [new arrow.Binary(), some((i) => Uint8Array.of(i % 256, 255)), (i) => [i % 256, 255], 'bytes?'],
  day: [
    new arrow.DateDay(),
    some((i) => new Date(Date.UTC(2024, 0, 1 + i))),
    (i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
    'date?',
  ],
  ms: [
    new arrow.TimestampMillisecond('UTC'),
    some((i) => 1_700_000_000_000 + i),
    (i) => BigInt(1_700_000_000_000 + i) * 1000n,
    'datetime?',
  ],
  list: [
    new arrow.List(new arrow.Field('item', new arrow.Int32(), true)),
    some((i) => [i, null]),
    (i) => [i, null],
    'list<int32 | null>?',
  ],
};

function table(from = 0, to = ROWS): arrow.Table {
  return new arrow.Table(
    Object.fromEntries(
      Object.entries(COLUMNS).map(([name, [type, values]]) => [
        name,
        arrow.vectorFromArray(values.slice(from, to), type),
      ]),
    ),
  );
}

describe.each(['file', 'stream'] as const)('a %s', (kind) => {
  const path = () => at(`all-${kind}`);
  beforeAll(() =>
    writeFileSync(
      path(),
      arrow.tableToIPC(kind === 'file' ? table() : table(0, 100).concat(table(100)), kind),
    ),
  );

  test('its rows and its types, whatever it is called', async () => {
    const { fields } = await inferSchema(path());
    expect(fields).toEqual(
      Object.fromEntries(Object.entries(COLUMNS).map(([name, column]) => [name, column[3]])),
    );
    let i = 0;
    for await (const row of readRows(path())) {
      const expected = Object.entries(COLUMNS).filter(([name]) => name === 'id' || i % 3 !== 1);
      expect(plainRow(row)).toEqual(
        Object.fromEntries(expected.map(([name, column]) => [name, column[2](i)])),
      );
      i += 1;
    }
    expect(i).toBe(ROWS);
  });

  test('a mapping of it', async () => {
    expect(await buildFrom(at('a.sb'), path(), { key: 'id' })).toMatchObject({ records: ROWS });
    const mapping = await openMapping(at('a.sb'));
    expect(mapping.get(299 as never)).toMatchObject({ s: 'é299', f64: 299 / 3 });
    mapping.close();
  });

  test('damage of any kind is an error that names it, or changes values', async () => {
    const bytes = arrow.tableToIPC(table(0, 20), kind);
    await damageAll(bytes, at(`damaged-${kind}`), 'arrow', 97, 29);
    for (let length = 0; length < bytes.length - (kind === 'stream' ? 8 : 0); length += 97) {
      expect(await refused(bytes.subarray(0, length), at('cut.arrow'), 'arrow')).toBe(true);
    }
  });
});

test('what has no place here is refused by the name of its column', async () => {
  const gap = arrow.vectorFromArray([1n], new arrow.DurationMillisecond());
  writeFileSync(at('gap.arrow'), arrow.tableToIPC(new arrow.Table({ gap }), 'file'));
  await expect(buildFrom(at('x.sb'), at('gap.arrow'))).rejects.toThrow(/column gap is a duration.*select/);
});
