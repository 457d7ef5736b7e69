/** CSV and TSV that `dump` writes, as another program reads them. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { mapping, struct, t } from 'sharedbuffers';
import { buildArray, buildMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('', ' ', '"', '""', ',', '\t', '\n', '\r\n', '\r', 'a,b', '\\N', '=1+1', '\ufeff', "'"),
);

describe.each([
  ['csv', ','],
  ['tsv', '\t'],
])('%s', (format, delimiter) => {
  test('is read as what it was by csv-parse', async () => {
    const Row = struct({ 'a,"b': t.string, n: t.float64, s: t.string.optional() });
    const row = fc.record(
      { 'a,"b': text, n: fc.double({ noNaN: true, noDefaultInfinity: true }), s: text },
      { requiredKeys: ['a,"b', 'n'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(text, { minLength: 1 }),
        fc.array(row, { minLength: 12, maxLength: 12 }),
        async (keys, rows) => {
          const path = folder.path('text.sb');
          const entries = keys.map((key, index) => [key, rows[index % 12]!] as const);
          await buildMapping(path, mapping({ key: t.string, value: Row }), entries as never);
          const out = folder.path(`text.${format}`);
          await output(['dump', path, '-o', out]);
          const read = parse(await output(['dump', path, '--format', format]), {
            delimiter,
            columns: true,
          }) as Record<string, string>[];
          expect(read.map(({ n, ...rest }) => [Number(n), rest])).toEqual(
            entries.map(([$key, { n, ...rest }]) => [expect.closeTo(n, 300), { $key, s: '', ...rest }]),
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});

test('lists and structs are JSON in their cells, dates and bytes as they are', async () => {
  const Row = struct({
    list: t.list(t.string),
    at: struct({ x: t.int8 }),
    day: t.date,
    raw: t.bytes,
    any: t.any,
  });
  const path = folder.path('json.sb');
  await buildArray(path, Row, [
    { list: ['a', '"'], at: { x: 1 }, day: new Date('2024-02-29'), raw: new Uint8Array([1]), any: 'text' },
  ]);
  const [row] = parse(await output(['dump', path, '--format', 'csv']), { columns: true }) as Record<
    string,
    string
  >[];
  expect(row).toEqual({ list: '["a","\\""]', at: '{"x":1}', day: '2024-02-29', raw: 'AQ==', any: '"text"' });
});

test('what CSV cannot say is an error', async () => {
  const path = folder.path('one.sb');
  await buildArray(path, struct({ s: t.string.optional() }), [{}]);
  expect(await cli(['dump', path, '--format', 'csv'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('blank lines'),
  });
  await buildArray(path, struct({ s: t.string.optional().nullable(), n: t.int8 }), [{ s: '\\N', n: 1 }]);
  expect(await cli(['dump', path, '--format', 'csv'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('field s holds'),
  });
});

test('fields are written once, in the order in which they are selected', async () => {
  const path = folder.path('select.sb');
  const Row = struct({ a: t.int8, b: struct({ c: t.int8, d: t.int8 }), e: t.int8 });
  await buildArray(path, Row, [{ a: 1, b: { c: 2, d: 3 }, e: 4 }]);
  const selections: [string, object, string][] = [
    ['e,a', { e: 4, a: 1 }, 'e,a'],
    ['b.d,b.c,a,a', { b: { d: 3, c: 2 }, a: 1 }, 'b.d,b.c,a'],
    ['b,b.c', { b: { c: 2, d: 3 } }, 'b,b.c'],
    ['b.c,b', { b: { c: 2, d: 3 } }, 'b.c,b'],
  ];
  for (const [selected, expected, header] of selections) {
    const json = await output(['dump', path, '--select', selected]);
    expect(JSON.stringify(lines(json)[0])).toBe(JSON.stringify(expected));
    expect((await output(['dump', path, '--select', selected, '--format', 'csv'])).split('\r\n')[0]).toBe(
      header,
    );
  }
});
