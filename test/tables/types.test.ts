/** Types that are inferred, and values that do not fit the types they have. */
import { Decimal } from 'sharedbuffers';
import { openArray } from 'sharedbuffers/node';
import { buildFrom, inferSchema, type ReadOptions } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from '../cli/harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');

async function typesOf(
  name: string,
  text: string,
  options: ReadOptions = {},
): Promise<Record<string, unknown>> {
  return (await inferSchema(folder.write(name, text), options)).fields as Record<string, unknown>;
}

async function dumped(name: string, text: string, options: ReadOptions = {}): Promise<unknown[]> {
  await buildFrom(target(), folder.write(name, text), options);
  return lines(await output(['dump', target()]));
}

const column = (...cells: string[]) => `v\n${cells.join('\n')}\n`;
const ndjson = (...values: unknown[]) => values.map((v) => `${JSON.stringify({ v })}\n`).join('');

describe('columns of CSV', () => {
  test.each<[string, string[], unknown[] | undefined]>([
    ['float64', ['.097', '1e3', ' 1', '-.5', '2.', '1E+2'], [0.097, 1000, 1, -0.5, 2, 100]],
    ['int64', [' 1', '2 ', '\t-3'], [1, 2, -3]],
    ['string', ['+5', '1'], undefined],
    ['string', ['007', '1'], undefined],
    ['string', ['1,000', '1'].map((cell) => `"${cell}"`), undefined],
    ['string', ['0x1F'], undefined],
    ['string', ['.'], undefined],
    ['string', ['1e'], undefined],
    ['string', ['1_000'], undefined],
    ['string', ['NaN', '1.5'], undefined],
    ['bool', ['true', ' FALSE'], [true, false]],
    ['string', ['yes', 'no'], undefined],
    ['date', ['2024-02-29', '0001-01-01'], ['2024-02-29', '0001-01-01']],
    ['string', ['2023-02-29'], undefined],
    ['string', ['2024-02-29', '2024-13-01'], undefined],
    ['string', ['2024-02-29', '2024-02-29 12:00:00'], undefined],
    [
      'datetime',
      ['2024-02-29 12:00:00', '2024-02-29T12:00'],
      ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00Z'],
    ],
    [
      'datetime',
      ['2024-02-29T12:00:00.123456Z', '2024-02-29 12:00:00+05:30', '1969-12-31T23:59:59.5-0100'],
      ['2024-02-29T12:00:00.123456Z', '2024-02-29T06:30:00Z', '1970-01-01T00:59:59.5Z'],
    ],
    ['string', ['2024-02-29 12:00:00', '2024-02-29 12:00:00Z'], undefined],
    ['string', ['2024-02-29 24:00:00'], undefined],
    ['string', ['2024-02-29 12:60:00'], undefined],
    ['string', ['2024-02-29T12:00:00.123456789Z'], undefined],
    ['datetime', ['2024-02-29T12:00:00.123456000Z'], ['2024-02-29T12:00:00.123456Z']],
  ])('%s: %j', async (type, cells, values) => {
    const text = column(...cells);
    expect(await typesOf('a.csv', text)).toEqual({ v: type });
    const plain = cells.map((cell) => cell.replace(/^"|"$/g, ''));
    expect(await dumped('a.csv', text)).toEqual((values ?? plain).map((v) => ({ v })));
  });

  test('words for true and false where they are said', async () => {
    const text = column('yes', 'No', 'true');
    expect(await dumped('a.csv', text, { booleans: ['yes', 'no'] })).toEqual([
      { v: true },
      { v: false },
      { v: true },
    ]);
    await output(['build', folder.write('a.csv', text), '-o', target(), '-q', '--booleans', 'Yes,no']);
    expect(lines(await output(['dump', target()]))).toHaveLength(3);
    await expect(typesOf('a.csv', text, { booleans: 'yes' })).rejects.toThrow(/as yes,no/);
  });

  test('dates are text where that is asked for', async () => {
    expect(await typesOf('a.csv', column('2024-02-29'), { dates: false })).toEqual({ v: 'string' });
    expect(
      (await cli(['build', folder.path('a.csv'), '-o', target(), '-q', '--no-dates', '--json'])).stdout,
    ).toContain('"string"');
  });
});

describe('JSON', () => {
  test('text is text, unless dates are asked for', async () => {
    const text = ndjson('2024-02-29', '2024-03-01');
    expect(await typesOf('a.ndjson', text)).toEqual({ v: 'string' });
    expect(await typesOf('a.ndjson', text, { dates: true })).toEqual({ v: 'date' });
    expect(await typesOf('a.ndjson', ndjson(['2024-02-29T00:00:00Z']), { dates: true })).toEqual({
      v: 'list<datetime>',
    });
    expect(await typesOf('a.ndjson', ndjson('2024-02-29', 'x'), { dates: true })).toEqual({ v: 'string' });
    expect(await dumped('a.ndjson', text, { dates: true })).toEqual(lines(text));
  });

  test('times by a schema, as ISO and SQL write them, in fields and containers', async () => {
    const schema = {
      fields: {
        d: 'date',
        t: 'datetime',
        z: 'datetimeTz',
        m: 'dict<string, datetime>',
        l: 'list<date>',
      },
    };
    const row = {
      d: '2024-02-29',
      t: '2024-02-29 12:00:00',
      z: '2024-02-29 12:00:00',
      m: { a: '2024-02-29T12:00:00+01:00' },
      l: ['2024-02-29'],
    };
    const [first] = (await dumped('a.ndjson', `${JSON.stringify(row)}\n`, { schema })) as Record<
      string,
      unknown
    >[];
    expect(first).toMatchObject({
      d: '2024-02-29',
      t: '2024-02-29T12:00:00Z',
      z: '2024-02-29T12:00:00+00:00',
    });
    for (const bad of ['2023-02-29', '2024-02-29T12:00:00', 'today', 5]) {
      await expect(dumped('a.ndjson', ndjson(bad), { schema: { fields: { v: 'date' } } })).rejects.toThrow(
        /:1: v: .* is not a date/,
      );
    }
  });
});

describe('compact integers', () => {
  const CASES: readonly [string, (number | bigint)[]][] = [
    ['uint8', [0, 255]],
    ['uint16', [0, 256]],
    ['int8', [-128, 127]],
    ['int16', [-129, 0]],
    ['uint32', [65_536]],
    ['int32', [-1, 2 ** 31 - 1]],
    ['int64', [-1, 2 ** 31]],
    ['int64', [2 ** 32]],
    ['uint64', [2n ** 63n]],
  ];

  test.each(CASES)('%s: %s', async (type, values) => {
    expect(await typesOf('a.csv', column(...values.map(String)), { compact: true })).toEqual({ v: type });
    const rows = values.map((value) => `{"v":${value},"o":{"w":${value}},"f":0.5}\n`).join('');
    expect(await typesOf('a.ndjson', rows, { compact: true })).toEqual({
      v: type,
      o: { struct: { w: type } },
      f: 'float64',
    });
  });
});

describe('numbers that do not fit', () => {
  test.each([
    ['{"v":-2e308}\n', 'v'],
    ['{"o":{"w":[1,1e400]}}\n', 'o.w[1]'],
    [`{"v":1${'0'.repeat(309)}.5}\n`, 'v'],
  ])('%s is past any float', async (text, field) => {
    const path = folder.write('a.ndjson', `{"first":1}\n${text}`);
    await expect(buildFrom(target(), path)).rejects.toMatchObject({ code: 'SB_INPUT', line: 2, field });
    await expect(
      (async () => {
        const { readRows } = await import('sharedbuffers/tables');
        for await (const _ of readRows(path));
      })(),
    ).rejects.toMatchObject({ line: 2, field });
  });

  test('1e5 and the like are within', async () => {
    const text = '{"v":1e5,"w":1.7e308,"s":"2e999","e":1e-400}\n';
    expect(await dumped('a.ndjson', text)).toEqual([{ v: 100000, w: 1.7e308, s: '2e999', e: 0 }]);
  });

  test.each<[string, string, string]>([
    ['float64', '1e400', 'past 1.8e308'],
    ['float32', '1e39', 'does not fit'],
    ['uint8', '300', 'does not fit'],
    ['int8', '-129', 'does not fit'],
    ['uint64', '-1', 'does not fit'],
    ['int64', '9223372036854775808', 'does not fit'],
    ['int32', '1.5', 'is not an integer'],
    ['int32', '"NaN"', 'is not an integer'],
  ])('%s: %s', async (type, json, message) => {
    const places: [string, string, string][] = [
      [type, json, 'v'],
      [`list<${type}>`, `[0,${json}]`, 'v[1]'],
      [`dict<string, ${type}>`, `{"a":${json}}`, 'v.a'],
    ];
    for (const [declared, value, field] of places) {
      const path = folder.write('a.ndjson', `{}\n{"v":${value}}\n`);
      const schema = { fields: { v: `${declared}?` } };
      const error = await buildFrom(target(), path, { schema }).catch((each: unknown) => each);
      expect(error).toMatchObject({ code: 'SB_INPUT', line: 2 });
      expect((error as Error).message).toContain(message);
      expect((error as { field: string }).field).toContain(field.split(/[.[]/)[0]);
    }
    const struct = { fields: { o: { struct: { v: type } } } };
    const path = folder.write('a.ndjson', `{"o":{"v":${json}}}\n`);
    await expect(buildFrom(target(), path, { schema: struct })).rejects.toMatchObject({
      line: 1,
      field: 'o.v',
    });
    const csv = folder.write('a.csv', `a,v\n1,${json.replaceAll('"', '')}\n`);
    await expect(
      buildFrom(target(), csv, { schema: { fields: { a: 'int8', v: type } } }),
    ).rejects.toMatchObject({ line: 2, field: 'v' });
  });

  test('among the numbers of a column, by inference', async () => {
    await expect(typesOf('a.csv', column('1.5', '1e400'))).rejects.toMatchObject({ line: 3, field: 'v' });
    expect(await typesOf('a.csv', column('1.5', '1e400', 'abc'))).toEqual({ v: 'string' });
  });
});

describe('decimals by a schema', () => {
  const LITERALS = [
    '1.10',
    '-0.1',
    '12345678901234567890.123456789',
    '9007199254740993',
    '1e400',
    '5',
    '-2.50E-3',
  ];

  test.each(LITERALS)('%s keeps its digits, as a number and as text', async (literal) => {
    const schema = { fields: { v: 'decimal', l: 'list<decimal>', f: 'float64', a: 'any', n: 'int64' } };
    const text = `{"v":${literal},"l":["${literal}",${literal}],"f":0.25,"a":1.5,"n":9007199254740993}\n`;
    await buildFrom(target(), folder.write('a.ndjson', text), { schema });
    using array = openArray(target());
    const row = array.at(0) as unknown as { v: Decimal; l: Decimal[]; f: number; a: number; n: bigint };
    const expected = Decimal.from(literal);
    for (const value of [row.v, ...row.l]) expect(String(value)).toBe(String(expected));
    expect([row.f, row.a, row.n]).toEqual([0.25, 1.5, 9007199254740993n]);
    await buildFrom(target(), folder.write('a.csv', `v\n${literal}\n`), {
      schema: { fields: { v: 'decimal' } },
    });
    using csv = openArray(target());
    expect(String((csv.at(0) as unknown as { v: Decimal }).v)).toBe(String(expected));
  });

  test('other types and strings with digits are as ever', async () => {
    const schema = { fields: { v: 'decimal', s: 'string', o: { struct: { x: 'float32' } }, d: 'dict' } };
    const text = '{"v":"1.5","s":"a 1.5 \\" 2.5","o":{"x":0.5},"d":{"1.5":2.5}}\n';
    expect(await dumped('a.ndjson', text, { schema })).toEqual(lines(text));
    await expect(dumped('a.ndjson', '{"v":1.5,"s":1.5}\n', { schema })).rejects.toThrow(
      /s: 1\.5 is not a string/,
    );
    await expect(dumped('a.ndjson', '{"v":1.5.5}\n', { schema })).rejects.toThrow(/not JSON/);
  });
});
