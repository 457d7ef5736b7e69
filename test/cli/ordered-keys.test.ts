/** Keys in order through the command line: built, looked through, dumped and built again, merged. */
import { readFileSync } from 'node:fs';
import { openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { cli, Folder, output } from './harness.js';

const folder = new Folder();
const NAMES = ['zebra', 'z', 'a', 'ab', 'abc', 'b', 'é', '\uffee', '\u{1f600}', 'a'];
const rows = (names: readonly string[]) => names.map((id, n) => `${JSON.stringify({ id, n })}\n`).join('');

describe('text in order', () => {
  test('is found by beginning and range without a scan, in the order of its bytes', async () => {
    const source = folder.write('names.ndjson', rows(NAMES));
    const target = folder.path('names.sb');
    await output(['build', source, '-o', target, '--key', 'id', '--multi', '--ordered']);
    const keys = async (...args: string[]) => {
      const { stdout, stderr } = await cli(['keys', target, ...args]);
      expect(stderr).toBe('');
      return stdout.split('\n').filter(Boolean);
    };
    const sorted = [...new Set(NAMES)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await keys('--prefix', 'a')).toEqual(['a', 'ab', 'abc']);
    expect(await keys('--range', 'ab..b')).toEqual(['ab', 'abc', 'b']);
    expect(await keys('--range', 'z..')).toEqual(sorted.slice(sorted.indexOf('z')));
    expect(await keys('--range', '..ab', '--limit', '1')).toEqual(['a']);
    expect(await keys('--prefix', 'a', '--range', 'ab..')).toEqual(['ab', 'abc']);
    expect(await output(['verify', target])).toContain('is whole');
    expect(await output(['stat', target])).toContain('in order');
    expect(JSON.parse(await output(['stat', target, '--json'])).schema.key).toMatchObject({ ordered: true });
  });

  test('is in order still after dumps and merges', async () => {
    const first = folder.write('first.ndjson', rows(['b', 'a']));
    const second = folder.write('second.ndjson', rows(['c', 'aa']));
    const [one, two, merged] = ['one.sb', 'two.sb', 'merged.sb'].map((name) => folder.path(name));
    await output(['build', first, '-o', one!, '--key', 'id', '--ordered', '--reproducible']);
    await output(['build', second, '-o', two!, '--key', 'id']);
    await output(['merge', one!, two!, '-o', merged!]);
    using all = openMapping(merged!);
    expect([...all.range()].map(([key]) => key)).toEqual(['a', 'aa', 'b', 'c']);
    const [dump, again] = [folder.path('one.parquet'), folder.path('again.sb')];
    await output(['dump', one!, '-o', dump, '--format', 'parquet']);
    await output(['build', dump, '-o', again, '--reproducible']);
    expect(readFileSync(again).equals(readFileSync(one!))).toBe(true);
  });
});

describe.each([
  ['signed', [-5, 3, -9007199254740993n, 0], '-9..0', ['-5', '0']],
  ['float64', [1.5, -2, 'Infinity', 0, 1e-9], '-2..0.5', ['-2', '0', '1e-9']],
  ['date', ['2024-02-29', '1969-12-31', '2024-03-01'], '2024-01-01..2024-02-29', ['2024-02-29']],
  [
    'datetime',
    ['2024-02-29T12:00:00.000001Z', '1969-12-31T00:00:00Z'],
    '..2000-01-01T00:00:00Z',
    ['1969-12-31T00:00:00Z'],
  ],
] as const)('keys of type %s', (type, keys, range, found) => {
  const jsonOf = (key: unknown): string => (typeof key === 'bigint' ? `"${key}"` : JSON.stringify(key));
  test('are built by a schema, looked up, and found by range', async () => {
    const schema = folder.write(
      `${type}.json`,
      JSON.stringify({ fields: { n: 'uint32' }, key: { type, index: 'none' } }),
    );
    const lines = keys.map((key, n) => `{"$key":${jsonOf(key)},"n":${n}}\n`).join('');
    const source = folder.write(`${type}.ndjson`, lines);
    const target = folder.path(`${type}.sb`);
    await output(['build', source, '-o', target, '--schema', schema, '--reproducible']);
    for (const [n, key] of keys.entries()) {
      expect(JSON.parse(await output(['get', target, '--json', '--', String(key)]))).toMatchObject({ n });
    }
    expect((await output(['keys', target, '--range', range])).split('\n').filter(Boolean)).toEqual(found);
    expect(await output(['verify', target])).toContain('is whole');
    expect(JSON.parse(await output(['stat', target, '--json'])).schema.key.type).toBe(type);
    expect(await output(['dump', target])).toBe(lines);
    expect(await output(['types', target])).toMatch(
      type === 'signed' ? 'key: t.int64, signed: true' : `key: t.${type}`,
    );
    for (const format of ['ndjson', 'csv', 'parquet', 'arrow']) {
      const [dump, again] = [folder.path(`${type}-dump.${format}`), folder.path(`${type}-again.sb`)];
      await output(['dump', target, '-o', dump, '--format', format]);
      await output(['build', dump, '-o', again, '--schema', schema, '--reproducible']);
      expect(readFileSync(again).equals(readFileSync(target)), format).toBe(true);
    }
    const wrong = await cli(['get', target, 'no such']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('the key')]);
  });
});

test('a field of floats is a key where a schema says its type', async () => {
  const source = folder.write('floats.csv', 'at,n\n1.5,1\n-2,2\n');
  const schema = folder.write('floats.json', '{"fields":{"at":"float64","n":"uint32"}}');
  const target = folder.path('floats.sb');
  await output(['build', source, '-o', target, '--schema', schema, '--key', 'at']);
  expect((await output(['keys', target])).split('\n').filter(Boolean)).toEqual(['-2', '1.5']);
});
