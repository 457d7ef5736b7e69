/** The same rows give the same bytes where that is asked for, also where many rows have one key. */
import { readFileSync } from 'node:fs';
import { mapping, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import { buildFrom } from '../../src/tables.js';
import { Folder, lines, output } from '../cli/harness.js';

const folder = new Folder();

test('with 129 and more records of a key', async () => {
  for (const [key, from] of [
    ['country', 1],
    ['n', 1],
  ] as const) {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      country: `k${i % 9}`,
      n: (i % 9) * 1e9,
      i: i + from,
    }));
    const built = async (name: string, threads: number) => {
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      const target = folder.path(name);
      await buildFrom(target, folder.write('rows.ndjson', text), {
        key,
        multi: true,
        reproducible: true,
        threads,
      });
      return readFileSync(target);
    };
    expect((await built('a.sb', 1)).equals(await built('b.sb', 1))).toBe(true);
  }
  const Rows = mapping({ key: t.string, value: struct({ i: t.uint32 }), multi: true });
  const entries = Array.from({ length: 500 }, (_, i): [string, { i: number }] => ['one', { i }]);
  const packed = () => Rows.pack(entries, { reproducible: true });
  expect(packed()).toEqual(packed());
  expect(Rows.pack(entries)).not.toEqual(Rows.pack(entries));
  expect(Rows.fromBuffer(packed()).getAll('one').length).toBe(500);
});

test('minus zero is a number in JSON, and comes back', async () => {
  const [once, again] = [folder.path('zero.sb'), folder.path('again.sb')];
  await output([
    'build',
    folder.write('zero.ndjson', '{"a":-0}\n{"a":1}\n'),
    '-o',
    once,
    '-q',
    '--reproducible',
  ]);
  const dumped = await output(['dump', once]);
  expect(dumped.split('\n')[0]).toMatch(/"a":-0\}/);
  expect(Object.is((lines(dumped)[0] as { a: number }).a, -0)).toBe(true);
  await output(['build', folder.write('dumped.ndjson', dumped), '-o', again, '-q', '--reproducible']);
  expect(readFileSync(again).equals(readFileSync(once))).toBe(true);
});

test('a delimiter of programs may be called tab', async () => {
  const { schema } = await buildFrom(folder.path('t.sb'), folder.write('t.csv', 'a\tb\n1\t2\n'), {
    delimiter: 'tab',
  });
  expect(Object.keys(schema.fields)).toEqual(['a', 'b']);
});
