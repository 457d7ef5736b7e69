/** Keys of rows: within objects, of several fields, missing, unknown. */
import { mapping, struct, t } from 'sharedbuffers';
import { openMapping } from 'sharedbuffers/node';
import { buildFrom } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from '../cli/harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');

/** Builds from text of a format, and gives what `dump` says. */
async function built(name: string, text: string, ...options: string[]): Promise<unknown[]> {
  await output(['build', folder.write(name, text), '-o', target(), '-q', ...options]);
  return lines(await output(['dump', target()]));
}

async function failed(name: string, text: string, ...options: string[]): Promise<string> {
  const { code, stderr } = await cli(['build', folder.write(name, text), '-o', target(), '-q', ...options]);
  expect(code).toBeGreaterThan(0);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  return stderr;
}

const written = (name: string, schema: object) => folder.write(name, JSON.stringify(schema));

describe('a key within objects', () => {
  const rows = '{"u":{"id":7,"at":{"x":"a"}},"n":1}\n{"u":{"id":5,"at":{"x":"b"}},"n":2}\n';

  test.each([
    ['u.id', [7, 5] as unknown[]],
    ['u.at.x', ['a', 'b']],
  ])('%s', async (key, keys) => {
    expect(
      (await built('a.ndjson', rows, '--key', key)).map((row) => (row as { $key: unknown }).$key),
    ).toEqual(expect.arrayContaining(keys));
    const schema = written('s.json', {
      fields: { u: { struct: { id: 'int64', at: { struct: { x: 'string' } } } }, n: 'int64' },
    });
    expect(await built('a.ndjson', rows, '--key', key, '--schema', schema)).toHaveLength(2);
    using map = openMapping(target());
    expect(map.get(keys[1] as never)?.n).toBe(2);
  });

  test('need not be in the schema', async () => {
    const schema = written('s.json', { fields: { n: 'uint8' } });
    expect(await built('a.ndjson', rows, '--key', 'u.id', '--schema', schema)).toEqual([
      { $key: 7, n: 1 },
      { $key: 5, n: 2 },
    ]);
  });

  test('a field that has the dot in its name wins', async () => {
    expect(await built('a.ndjson', '{"u.id":1,"u":{"id":2}}\n', '--key', 'u.id')).toMatchObject([
      { $key: 1 },
    ]);
    expect(await built('a.csv', 'u.id,n\n3,1\n', '--key', 'u.id')).toMatchObject([{ $key: 3 }]);
  });

  test('an inherited member is none', async () => {
    expect(await failed('a.ndjson', '{"u":{"id":1}}\n', '--key', 'u.constructor')).toMatch(
      /:1: the key is missing: there is no field u\.constructor: there are u\.id/,
    );
  });
});

describe('a key of several fields', () => {
  const CASES = [
    ['a.ndjson', '{"country":"FR","city":"Paris","n":1}\n{"country":"FR","city":"Lyon","n":2}\n'],
    ['a.csv', 'country,city,n\nFR,Paris,1\nFR,Lyon,2\n'],
  ] as const;

  test.each(CASES)('%s', async (name, text) => {
    expect(await built(name, text, '--key', 'country,city')).toEqual([
      { $key: { $tuple: ['FR', 'Paris'] }, country: 'FR', city: 'Paris', n: 1 },
      { $key: { $tuple: ['FR', 'Lyon'] }, country: 'FR', city: 'Lyon', n: 2 },
    ]);
    expect(lines(await output(['get', target(), '["FR","Lyon"]', '--json']))).toMatchObject([{ n: 2 }]);
    expect((await cli(['get', target(), '["FR","Nice"]'])).code).toBe(1);
    using map = openMapping(target(), mapping({ key: t.any, value: struct({ n: t.int64 }) }));
    expect(map.get(['FR', 'Paris'])?.n).toBe(1);
  });

  test('in programs it is an array of names, or text with commas', async () => {
    for (const key of [['country', 'city'], 'country, city']) {
      const path = folder.write(CASES[0][0], CASES[0][1]);
      const { schema } = await buildFrom(target(), path, { key });
      expect(schema.key).toMatchObject({ type: 'any' });
      using map = openMapping(target());
      expect(map.get(['FR', 'Lyon'] as never)?.n).toBe(2);
    }
  });

  test('numbers are numbers, in CSV as in JSON, by a schema or without', async () => {
    const schema = written('s.json', { fields: { a: 'int32', b: 'string', c: 'bool' } });
    for (const options of [[], ['--schema', schema]]) {
      expect(await built('a.csv', 'a,b,c\n-1,x,true\n', '--key', 'a,b,c', ...options)).toMatchObject([
        { $key: { $tuple: [-1, 'x', true] } },
      ]);
      expect(
        await built('a.ndjson', '{"a":-1,"b":"x","c":true}\n', '--key', 'a,b,c', ...options),
      ).toMatchObject([{ $key: { $tuple: [-1, 'x', true] } }]);
    }
  });

  test('a dump of it comes back as the same', async () => {
    await built(CASES[0][0], CASES[0][1], '--key', 'country,city');
    const dump = await output(['dump', target()]);
    await output(['build', '-', '-o', target(), '-q'], { stdin: dump });
    expect(await output(['dump', target()])).toBe(dump);
  });

  test('a field that has the comma in its name wins', async () => {
    expect(await built('a.csv', '"a,b",a,b\n1,2,3\n', '--key', 'a,b')).toMatchObject([{ $key: 1 }]);
  });

  test('what is no part of a key is refused', async () => {
    expect(await failed('a.ndjson', '{"a":1,"b":{"x":1}}\n', '--key', 'a,b')).toMatch(/:1: key.*hash/);
    const schema = written('s.json', { fields: { a: 'int32', b: 'string' }, key: 'string' });
    expect(await failed('a.csv', 'a,b\n1,x\n', '--key', 'a,b', '--schema', schema)).toMatch(
      /keys are string, and those of several fields are any/,
    );
  });
});

const KEYLESS = [
  ['a.ndjson', '{"n":1}\n{"id":"b","n":2}\n{"id":null,"n":3}\n'],
  ['a.csv', 'id,n\n,1\nb,2\n,3\n'],
] as const;

describe('rows without a key', () => {
  test.each(KEYLESS)('are errors: %s', async (name, text) => {
    const schema = written('s.json', { fields: { id: 'string? | null', n: 'int64' } });
    for (const options of [[], ['--schema', schema]]) {
      expect(await failed(name, text, '--key', 'id', ...options)).toMatch(/:[12]: the key is missing: .*id/);
    }
  });

  test.each(KEYLESS)('are passed over and counted where that is asked for: %s', async (name, text) => {
    const path = folder.write(name, text);
    const schema = { fields: { id: 'string? | null', n: 'int64' } };
    for (const given of [undefined, schema]) {
      const result = await buildFrom(target(), path, { key: 'id', skipMissingKey: true, schema: given });
      expect(result).toMatchObject({ records: 1, skipped: 2 });
    }
    const args = ['build', path, '-o', target(), '--key', 'id', '--skip-missing-key'];
    expect((await cli([...args, '-q'])).stderr).toBe('sharedbuffers: 2 rows without a key passed over\n');
    expect(JSON.parse(await output([...args, '--json']))).toMatchObject({ records: 1, skipped: 2 });
    expect(lines(await output(['dump', target()]))).toEqual([{ $key: 'b', id: 'b', n: 2 }]);
  });

  test('nothing but these is an error', async () => {
    expect(await failed('a.csv', 'id,n\n,1\n,2\n', '--key', 'id', '--skip-missing-key')).toMatch(
      /a\.csv:2: the key is missing: id is empty/,
    );
    const schema = written('s.json', { fields: { n: 'int64' } });
    expect(
      await failed('a.ndjson', '{"n":1}\n', '--key', 'nope', '--skip-missing-key', '--schema', schema),
    ).toMatch(/a\.ndjson:1: .*nope.*n/);
    expect(await failed('a.ndjson', '{"n":1}\n', '--skip-missing-key')).toMatch(
      /--skip-missing-key is for files with keys/,
    );
  });

  test('are not looked at for types', async () => {
    const text = '{"n":"text"}\n{"id":1,"n":2}\n';
    const { schema } = await buildFrom(target(), folder.write('a.ndjson', text), {
      key: 'id',
      skipMissingKey: true,
    });
    expect(schema.fields).toEqual({ id: 'int64', n: 'int64' });
  });
});

describe('a key that is no field', () => {
  test.each([
    ['a.ndjson', '{"id":1,"name":"x"}\n'],
    ['a.csv', 'id,name\n1,x\n'],
  ])('is told with the fields there are, nearest first: %s', async (name, text) => {
    const schema = written('s.json', { fields: { id: 'int64', name: 'string' } });
    for (const options of [[], ['--schema', schema]]) {
      expect(await failed(name, text, '--key', 'nope', ...options)).toMatch(/nope: there are id, name/);
      expect(await failed(name, text, '--key', 'nmae', ...options)).toMatch(/nmae: is it name\?/);
      expect(await failed(name, text, '--key', 'id,nmae', ...options)).toMatch(/nmae: is it name\?/);
    }
  });
});

describe('members with a dollar in front are data, unless dump wrote them', () => {
  const NAMES = ['$key', '$struct', '$offset', '$window', '$$key', '$date', '$set', '__proto__'];

  test.each(NAMES)('%s', async (name) => {
    const json = `{"id":1,${JSON.stringify(name)}:"abc"}\n`;
    for (const [file, text] of [
      ['a.ndjson', json],
      ['a.csv', `id,${name}\n1,abc\n`],
    ] as const) {
      await built(file, text, '--key', 'id');
      using map = openMapping(target());
      expect(map.get(1 as never)?.[name]).toBe('abc');
      const copy = folder.path('copy.sb');
      await output(['build', '-', '-o', copy, '-q'], { stdin: await output(['dump', target()]) });
      using same = openMapping(copy);
      expect(same.get(1 as never)?.equals(map.get(1 as never))).toBe(true);
    }
  });

  test('$key in front, where another field is the key, or it is said that it is data', async () => {
    for (const options of [['--key', 'id'], ['--no-from-dump']]) {
      await output(['build', folder.write('a.csv', '$key,id\nx,1\n'), '-o', target(), '-q', ...options]);
      expect(lines(await output(['dump', target()]))[0]).toMatchObject({ $$key: 'x', id: 1 });
    }
    expect(await built('a.csv', '$key,id\nx,1\n')).toEqual([{ $key: 'x', id: 1 }]);
  });

  test('within values', async () => {
    const value = { $struct: 'abc', $date: '2026-01-31' };
    const row = { id: 1, o: value, p: { $date: '2026-01-31' }, l: [value] };
    await built('a.ndjson', `${JSON.stringify(row)}\n`, '--key', 'id');
    using map = openMapping(target());
    expect(JSON.parse(JSON.stringify(map.get(1 as never)))).toEqual(row);
  });

  test('arrays with values of any kind come back from their dump', async () => {
    const text = '{"v":[{"$set":[1,2]},{"$bytes":"aGk="}],"$$key":1}\n{"v":[],"$$key":2}\n';
    await output(['build', folder.write('a.ndjson', text), '-o', target(), '-q', '--from-dump']);
    const dump = await output(['dump', target()]);
    for (const format of ['ndjson', 'json']) {
      const piped = await output(['dump', target(), '--format', 'ndjson']);
      const copy = folder.path(`copy.${format}.sb`);
      await output(['build', '-', '-o', copy, '-q'], { stdin: piped });
      expect(await output(['dump', copy])).toBe(dump);
    }
    expect(lines(dump)).toEqual(lines(text));
  });
});
