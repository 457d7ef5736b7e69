/** `head`, `keys`, `count` and `dump --keys`. */
import { readFileSync } from 'node:fs';
import { idMapper, mapping, struct, t } from 'sharedbuffers';
import { buildArray, buildIdMapper, buildMapping } from 'sharedbuffers/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, Folder, GOLDEN, lines, output } from './harness.js';

const folder = new Folder();
const City = struct({ name: t.string, population: t.uint32, at: struct({ lat: t.float64, lon: t.float64 }) });
const names = Array.from({ length: 30 }, (_, n) => `${n % 2 ? 'AR' : 'FR'}-${n}`);
const city = (n: number) => ({ name: `City ${n}`, population: n * 1000, at: { lat: n, lon: n / -2 - 1 } });
let text = '';
let integers = '';
let several = '';
let plain = '';

beforeAll(async () => {
  text = folder.path('text.sb');
  integers = folder.path('integers.sb');
  several = folder.path('several.sb');
  plain = folder.path('plain.sb');
  await buildMapping(
    text,
    mapping({ key: t.string, value: City }),
    names.map((key, n) => [key, city(n)] as const),
  );
  await buildMapping(
    integers,
    mapping({ key: t.biguint64, value: City }),
    [7n, 5n, 2n ** 63n, 100n, 6n].map((key, n) => [key, city(n)] as const),
  );
  await buildMapping(
    several,
    mapping({ key: t.string, width: 32, multi: true, value: City }),
    names.map((key, n) => [key.slice(0, 2), city(n)] as const),
  );
  await buildArray(
    plain,
    City,
    names.map((_, n) => city(n)),
  );
});

describe('head', () => {
  test('the first ten, or as many as asked for', async () => {
    expect(lines(await output(['head', text]))).toEqual(
      names.slice(0, 10).map(($key, n) => ({ $key, ...city(n) })),
    );
    expect(lines(await output(['head', plain, '-n', '2', '--select', 'name']))).toEqual([
      { name: 'City 0' },
      { name: 'City 1' },
    ]);
  });
});

describe('count', () => {
  test('of all kinds of files', async () => {
    expect(await output(['count', text])).toBe('30\n');
    expect(await output(['count', plain, '--where', 'population >= 28000'])).toBe('2\n');
    expect(await output(['count', text, '--where', '$key.startsWith("AR") && at.lat < 10'])).toBe('5\n');
    expect(JSON.parse(await output(['count', integers, '--json', '--where', '$key > 100']))).toEqual({
      count: 1,
      of: 5,
    });
    const ids = folder.path('ids.sb');
    await buildIdMapper(ids, idMapper({ key: t.string }), [
      ['a', 1],
      ['b', 2],
    ]);
    expect(await output(['count', ids, '--where', '$value == 2'])).toBe('1\n');
    expect(await output(['count', `${GOLDEN}mapping/map_StringIdMapper_20050.bin`])).toBe('20050\n');
  });

  test('what is wrong with a condition', async () => {
    const { code, stderr } = await cli(['count', text, '--where', 'popluation > 1']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'sharedbuffers: --where, column 1: there is no field popluation: is it population?\n',
    });
  });
});

describe('keys', () => {
  test('integers by range, without a scan', async () => {
    expect(await output(['keys', integers])).toBe('5\n6\n7\n100\n9223372036854775808\n');
    const ranges: [string, string][] = [
      ['6..100', '6\n7\n100\n'],
      ['..6', '5\n6\n'],
      ['101..', '9223372036854775808\n'],
      ['8..99', ''],
      ['..', '5\n6\n7\n100\n9223372036854775808\n'],
    ];
    for (const [range, expected] of ranges) {
      const { stdout, stderr } = await cli(['keys', integers, '--range', range]);
      expect({ stdout: stdout.replaceAll('"', ''), stderr }).toEqual({ stdout: expected, stderr: '' });
    }
  });

  test('text by beginning and range, which is said to be a scan', async () => {
    const { stdout, stderr } = await cli(['keys', text, '--prefix', 'AR-']);
    expect(stdout.split('\n').filter(Boolean).sort()).toEqual(
      names.filter((name) => name.startsWith('AR-')).sort(),
    );
    expect(stderr).toMatch(/all 30 entr.* are looked at/);
    const range = await output(['keys', text, '--range', 'AR-1..AR-19']);
    expect(range.split('\n').filter(Boolean).sort()).toEqual(
      names.filter((name) => name >= 'AR-1' && name <= 'AR-19').sort(),
    );
  });

  test('each once, and as many as asked for', async () => {
    expect((await output(['keys', several])).split('\n').sort()).toEqual(['', 'AR', 'FR']);
    expect(lines(await output(['keys', text, '--limit', '3', '--json']))).toHaveLength(3);
  });

  test('what has none', async () => {
    expect(await cli(['keys', plain])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no keys'),
    });
    expect(await cli(['keys', integers, '--prefix', '1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--range'),
    });
    expect(await cli(['keys', integers, '--range', '5'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('A..B'),
    });
  });
});

describe('dump', () => {
  test('of keys in a file, in their order; those that are not there are counted', async () => {
    const list = folder.write('list.txt', 'FR-4\r\nnone\nAR-1\n\nFR-4\n');
    const { code, stdout, stderr } = await cli(['dump', text, '--keys', list, '--select', 'population']);
    expect(code).toBe(0);
    expect(lines(stdout)).toEqual([
      { $key: 'FR-4', population: 4000 },
      { $key: 'AR-1', population: 1000 },
      { $key: 'FR-4', population: 4000 },
    ]);
    expect(stderr).toBe('sharedbuffers: 1 of 4 keys are not there: "none"\n');
    expect(lines(await output(['dump', several, '--keys', folder.write('l.txt', 'AR')]))).toHaveLength(15);
  });

  test('of keys in a file tells of the file, and of the line that is no key', async () => {
    const none = await cli(['dump', integers, '--keys', folder.path('no-such')]);
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^sharedbuffers: cannot read .*no-such/),
    });
    const list = folder.write('bad.txt', '1\n\n2\nx\n');
    const bad = await cli(['dump', integers, '--keys', list]);
    expect(bad).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^sharedbuffers: [^ ]*bad\.txt:4: /),
    });
  });

  test('fields of structs, nested in JSON and columns in CSV', async () => {
    const argv = ['dump', text, '-n', '1', '--select', 'at.lon,name', '--no-key'];
    expect(lines(await output(argv))).toEqual([{ at: { lon: -1 }, name: 'City 0' }]);
    expect(await output([...argv, '--format', 'csv'])).toMatch(/^at\.lon,name\r\n-1,City 0\r\n$/);
    expect(await cli(['dump', text, '--select', 'at.height'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no field height: .*lat/),
    });
  });

  test('json is one array', async () => {
    expect(JSON.parse(await output(['dump', plain, '--format', 'json']))).toHaveLength(30);
    expect(await output(['dump', plain, '--format', 'json', '--where', 'population > 1e9'])).toBe('[]\n');
    const file = folder.path('out.json');
    await output(['dump', plain, '-o', file]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(30);
  });

  test('an interrupt leaves no file', async () => {
    const before = folder.list();
    const signal = AbortSignal.abort(new Error('interrupted'));
    expect((await cli(['dump', plain, '-o', folder.path('never.csv')], { signal })).code).not.toBe(0);
    expect(folder.list()).toEqual(before);
  });
});
