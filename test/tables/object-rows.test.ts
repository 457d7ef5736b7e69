/** Rows that programs have as objects: `buildFrom`, `readRows` and `inferSchema` take them as they take files. */
import { ArgumentError, Decimal, InputError } from 'sharedbuffers';
import { openArray, openMapping } from 'sharedbuffers/node';
import { buildFrom, inferSchema, type RowInput, readRows } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { Folder } from '../cli/harness.js';

const folder = new Folder();
const ROWS = [
  { id: 'a', n: 1, tags: ['x'], big: 2n ** 60n },
  { id: 'b', n: 2.5, big: -1n, note: null },
];

function* now() {
  yield* ROWS;
}
async function* later() {
  for (const row of ROWS) {
    await Promise.resolve();
    yield row;
  }
}

describe('objects', () => {
  test.each<[string, () => RowInput]>([
    ['in an array', () => ROWS],
    ['from a generator', now],
    ['from an asynchronous generator', later],
    ['from a Set', () => new Set(ROWS)],
    ['from a stream', () => ReadableStream.from(ROWS)],
  ])('%s', async (_, rows) => {
    const { records, schema } = await buildFrom(folder.path('out.sb'), rows(), { key: 'id' });
    expect(records).toBe(2);
    expect(schema.fields).toMatchObject({ id: 'string', n: 'float64', big: 'int64' });
    using map = openMapping(folder.path('out.sb'));
    expect(map.get('a')?.toObject()).toEqual({ id: 'a', n: 1, tags: ['x'], big: 2n ** 60n });
  });

  test('many, with threads as without', async () => {
    function* many() {
      for (let n = 0; n < 5000; n += 1) yield { n, text: `line\n${n}`, inner: { n } };
    }
    await buildFrom(folder.path('one.sb'), many(), { threads: 1, reproducible: true });
    await buildFrom(folder.path('two.sb'), many(), { threads: 2, reproducible: true });
    using one = openArray(folder.path('one.sb'));
    using two = openArray(folder.path('two.sb'));
    expect(one.buildId).toBe(two.buildId);
    expect(one.at(4999)?.toObject()).toEqual({ n: 4999, text: 'line\n4999', inner: { n: 4999 } });
  });

  test('values of JavaScript by a schema', async () => {
    const schema = {
      fields: {
        at: 'datetime',
        bytes: 'bytes',
        set: 'set<string>',
        dict: 'dict<string, int64>',
        price: 'decimal',
      },
    } as const;
    const row = {
      at: new Date(0),
      bytes: new Uint8Array([1, 2]),
      set: new Set(['a']),
      dict: new Map([['__proto__', 1]]),
      price: Decimal.from('1.50'),
    };
    await buildFrom(folder.path('out.sb'), [row], { schema });
    using array = openArray(folder.path('out.sb'));
    const record = array.at(0)!.toObject() as typeof row;
    expect(String(record.at)).toBe('1970-01-01T00:00:00Z');
    expect(record.bytes).toEqual(row.bytes);
    expect(record.set).toEqual(row.set);
    expect(record.dict).toEqual(row.dict);
    expect(String(record.price)).toBe('1.50');
  });

  test('schema and rows, of what can be read once', async () => {
    expect((await inferSchema([{ at: new Date(0) }], { dates: true })).fields).toEqual({ at: 'datetime' });
    const rows = readRows(now());
    expect((await rows.schema()).fields).toMatchObject({ id: 'string' });
    const read: unknown[] = [];
    for await (const row of rows) read.push(row);
    expect(read).toHaveLength(2);
    await expect(rows.schema()).rejects.toThrow(/was read already/);
  });

  test('none at all', async () => {
    await expect(buildFrom(folder.path('out.sb'), [])).rejects.toThrow(ArgumentError);
  });
});

describe('refused by row and field:', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;

  test.each<[string, unknown[], RegExp]>([
    ['NaN', [{ a: 1 }, { a: Number.NaN }], /^rows:2: a: NaN has no form in JSON/],
    [
      'a Date without a schema',
      [{ d: new Date(0) }],
      /^rows:1: d: a Date has no form in JSON: give a schema, or dates: true/,
    ],
    ['bytes without a schema', [{ b: new Uint8Array(1) }], /^rows:1: b: .* give a schema/],
    ['a function', [{ f: () => 1 }], /^rows:1: f: a function/],
    ['what is no object', [{ a: 1 }, 5], /^rows:2: 5 is not a plain object/],
    ['an object of a class', [new Map()], /^rows:1: a Map is not a plain object/],
    ['what contains itself', [cycle], /^rows:1: the row has no form in JSON/],
    ['a field that the schema lacks', [{ a: 1 }, { a: 1, z: 2 }], /rows:2: .*z/],
  ])('%s', async (name, rows, message) => {
    const options = name.includes('schema lacks') ? { schema: { fields: { a: 'int64' } } as const } : {};
    function* given() {
      yield* rows as object[];
    }
    const built = buildFrom(folder.path('none.sb'), given(), options);
    await expect(built).rejects.toThrow(InputError);
    const again = buildFrom(folder.path('none.sb'), given(), options);
    await expect(again).rejects.toThrow(message);
  });
});
