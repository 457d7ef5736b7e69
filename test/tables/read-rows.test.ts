/** `sharedbuffers/tables`: rows and schemas of inputs, as programs read them. */
import { Readable } from 'node:stream';
import { InputError, mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { inferSchema, type ReadOptions, type RowSource, readRows } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { Folder } from '../cli/harness.js';

const folder = new Folder();

async function all(rows: RowSource): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const row of rows) read.push({ ...row });
  return read;
}

const NDJSON = '{"id":"a","tags":["x"],"o":{"n":1}}\n{"id":"b","tags":[],"o":{"n":9007199254740993}}\n';
const CSV = 'id,n,f,b\na,1,0.5,true\nb,2,3,false\n';

describe('readRows', () => {
  test('JSON as it is, CSV with the types of its columns', async () => {
    expect(await all(readRows(folder.write('in.ndjson', NDJSON)))).toEqual([
      { id: 'a', tags: ['x'], o: { n: 1 } },
      { id: 'b', tags: [], o: { n: 9007199254740993n } },
    ]);
    const rows = readRows(folder.write('in.csv', CSV));
    for (let time = 0; time < 2; time += 1) {
      expect(await all(rows)).toEqual([
        { id: 'a', n: 1, f: 0.5, b: true },
        { id: 'b', n: 2, f: 3, b: false },
      ]);
    }
  });

  test('by a schema, values as packing takes them', async () => {
    const schema = { fields: { id: 'string', tags: 'set<string>', o: 'dict<string, int64>' } } as const;
    expect(await all(readRows(folder.write('in.ndjson', NDJSON), { schema }))).toEqual([
      { id: 'a', tags: new Set(['x']), o: new Map([['n', 1]]) },
      { id: 'b', tags: new Set(), o: new Map([['n', 9007199254740993n]]) },
    ]);
  });

  test('rows of a stream are read once, after their schema if it is asked for', async () => {
    const rows = readRows(Readable.from([Buffer.from(CSV)]), { format: 'csv' });
    expect((await rows.schema()).fields).toEqual({ id: 'string', n: 'int64', f: 'float64', b: 'bool' });
    expect(await all(rows)).toHaveLength(2);
    await expect(all(rows)).rejects.toThrow(/was read already/);
  });

  test('keys from within objects, of several fields, and none', async () => {
    const rows = readRows(folder.write('in.ndjson', NDJSON));
    const keys = async (key: string | string[]) => {
      const found: unknown[] = [];
      for await (const [each] of rows.entries(key)) found.push(each);
      return found;
    };
    expect(await keys('o.n')).toEqual([1, 9007199254740993n]);
    expect(await keys('id,o.n')).toEqual([
      ['a', 1],
      ['b', 9007199254740993n],
    ]);
    expect(await keys(['id'])).toEqual(['a', 'b']);
    await expect(keys('idd')).rejects.toThrow(/^row 1: the key is missing: .*id/);
    await expect(keys('idd')).rejects.toThrow(InputError);
  });

  test('go into mappings of programs', async () => {
    const Rows = mapping({
      key: t.string,
      value: struct({ id: t.string, n: t.int32, f: t.float64, b: t.bool }),
    });
    const rows = readRows(folder.write('in.csv', CSV));
    await buildMapping(folder.path('out.sb'), Rows, rows.entries<string, never>('id'));
    using map = openMapping(folder.path('out.sb'), Rows);
    expect(map.get('b')?.toObject()).toEqual({ id: 'b', n: 2, f: 3, b: false });
  });

  test('errors name the line', async () => {
    const path = folder.write('bad.ndjson', '{"a":1}\n{"a":\n');
    await expect(all(readRows(path))).rejects.toMatchObject({ line: 2, input: path });
    await expect(all(readRows(path))).rejects.toThrow(InputError);
  });
});

describe('inferSchema', () => {
  test.each<[string, string, ReadOptions, object]>([
    [
      'a.ndjson',
      NDJSON,
      {},
      { fields: { id: 'string', tags: 'list<string>', o: { struct: { n: 'int64' } } } },
    ],
    ['a.csv', CSV, {}, { fields: { id: 'string', n: 'int64', f: 'float64', b: 'bool' } }],
    ['a.txt', CSV, { format: 'csv' }, { fields: { id: 'string', n: 'int64', f: 'float64', b: 'bool' } }],
    ['a.csv', 'x;y\n1;2\n', { delimiter: ';' }, { fields: { x: 'int64', y: 'int64' } }],
    ['b.csv', CSV, { schema: { fields: { id: 'string' } } }, { fields: { id: 'string' } }],
  ])('%s', async (name, text, options, schema) => {
    expect(await inferSchema(folder.write(name, text), options)).toEqual(schema);
  });
});
