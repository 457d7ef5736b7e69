/** JSON as people have it: arrays, objects around them, repeated names, what is no JSON. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { buildFrom, type ReadOptions, readRows } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from '../cli/harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');

async function rowsOf(text: string | Uint8Array, options: ReadOptions = {}): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of readRows(folder.write('a.json', text), options)) rows.push(row);
  return rows;
}

async function built(text: string, ...options: string[]): Promise<unknown[]> {
  await output(['build', folder.write('a.json', text), '-o', target(), '-q', ...options]);
  return lines(await output(['dump', target()]));
}

describe('an array of objects', () => {
  test.each([
    ['[{"id":1,"n":"a"},\n {"id":2,"n":"b"}]\n'],
    ['\ufeff \n[\n{"id":1,"n":"a"} , {"id":2,\r\n"n":"b"}\n]'],
    ['[{"id":1,"n":"a"},{"id":2,"n":"b"}]'],
  ])('%j', async (text) => {
    expect(await built(text, '--key', 'id')).toMatchObject([
      { id: 1, n: 'a' },
      { id: 2, n: 'b' },
    ]);
  });

  test('from standard input, which says nothing', async () => {
    await output(['build', '-', '-o', target(), '-q'], { stdin: '[{"a":"]},{"},{"a":"\\\\\\""}]' });
    expect(lines(await output(['dump', target()]))).toEqual([{ a: ']},{' }, { a: '\\"' }]);
  });

  test('any values come as JSON.parse gives them, wherever chunks end', async () => {
    // Integers past 2^53 are bigints here.
    const value = fc.jsonValue({ maxDepth: 3 }).filter((each) => !/\d{16}/.test(JSON.stringify(each)));
    const rows = fc.array(fc.dictionary(fc.string(), value, { maxKeys: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(3), fc.integer({ min: 1, max: 7 }), async (objects, indent, size) => {
        const text = JSON.stringify(objects, null, indent);
        const bytes = Buffer.from(text);
        async function* pieces(): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        const read: unknown[] = [];
        for await (const row of readRows(Readable.from(pieces()), { format: 'json' })) read.push(row);
        // What JSON writes of -0 is 0; __proto__ is a name like any other.
        expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 60 },
    );
  });

  test('is not held in memory', async () => {
    const row = `{"id":1,"text":"${'x'.repeat(1000)}"}`;
    let sent = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('[');
      for (; sent < 60_000; sent += 1) yield Buffer.from(sent === 0 ? row : `,${row}`);
      yield Buffer.from(']');
    }
    const { records } = await buildFrom(target(), Readable.from(endless()), {
      format: 'json',
      schema: { fields: { id: 'uint8', text: 'string' } },
    });
    expect(records).toBe(60_000);
  });

  test.each([
    ['[{"a":1},\n{"a":}]', /a\.json:2: not JSON/],
    ['[{"a":1}\n{"a":2}]', /a\.json:2: not JSON: "\{" stands where , between elements/],
    ['[{"a":1},\n\n5]', /a\.json:3: the element is JSON, but not an object/],
    ['[{"a":1},\n{"a":2', /a\.json:2: not JSON: the input ends within a value/],
    ['[{"a":1}', /a\.json:1: not JSON: the input ends where , between elements/],
    ['[{"a":1}]\n]', /a\.json:2: not JSON: "\]" stands where the end/],
    ['[{"a":1},]', /not JSON: "\]" stands where a value/],
    ['[]', /has no records to infer/],
    ['[{"a":1},\n{"a":1e400}]', /a\.json:2: a: .*1\.8e308/],
    ['[{"a":NaN}]', /JSON has no NaN or Infinity: write null/],
  ])('%j is refused with its line', async (text, message) => {
    const { code, stderr } = await cli(['build', folder.write('a.json', text), '-o', target(), '-q']);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  test('text that is not UTF-8', async () => {
    await expect(
      rowsOf(Buffer.from([0x5b, 0x0a, 0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d, 0x5d])),
    ).rejects.toThrow(/a\.json:2: the text is not UTF-8/);
  });
});

describe('--path', () => {
  const text =
    '{"meta":{"items":[0],"n":[1,{"x":"}"}]},\n"data":{"a.b":1,"items":[{"id":1},\n{"id":2}],"next":null}}\n';

  test.each(['$.data.items', 'data.items'])('%s', async (path) => {
    expect(await built(text, '--path', path)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rowsOf(text, { path })).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('$ is an array itself', async () => {
    expect(await rowsOf('[{"id":1}]', { path: '$' })).toEqual([{ id: 1 }]);
  });

  test.each([
    ['$.data.nope', /there is no \$\.data\.nope for --path: there are a\.b, items, next/],
    ['$.meta', /\$\.meta is no array, as --path \$\.meta asks for/],
    ['$.data.items.id', /\$\.data\.items is no object/],
    ['$..x', /is none: give the names of members .* \$\.data\.items/],
  ])('%s', async (path, message) => {
    const { code, stderr } = await cli([
      'build',
      folder.write('a.json', text),
      '-o',
      target(),
      '-q',
      '--path',
      path,
    ]);
    expect(stderr).toMatch(message);
    expect(code).toBeGreaterThan(0);
  });

  test('lines of errors are right, and what is behind the array is looked at', async () => {
    await expect(rowsOf(text.replace('{"id":2}', '{"id":}'), { path: 'data.items' })).rejects.toMatchObject({
      line: 3,
    });
    await expect(rowsOf(text.replace('null}}', 'null}'), { path: 'data.items' })).rejects.toThrow(
      /the input ends/,
    );
    await expect(rowsOf('a,b\n1,2\n', { path: 'x', format: 'csv' })).rejects.toThrow(/^path is for JSON/);
  });

  test('an object over several lines says so', async () => {
    const { stderr } = await cli([
      'build',
      folder.write('a.json', '{\n  "items": []\n}\n'),
      '-o',
      target(),
      '-q',
    ]);
    expect(stderr).toMatch(/a\.json:1: .*--path \$\.items.*/);
  });
});

describe('repeated names', () => {
  test.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1}\n{"x":{"b" :1,"c":{},"b":[2]}}', 'b'],
    ['{"x":[{"\\u0061":1,"a":2}]}', 'a'],
    ['[{"a":1,"a":2}]', 'a'],
  ])('%s', async (text, name) => {
    const line = text.split('\n').length;
    await expect(rowsOf(text)).rejects.toMatchObject({
      line,
      message: expect.stringContaining(`${name}: the name stands twice`),
    });
    await expect(buildFrom(target(), folder.write('a.json', text))).rejects.toMatchObject({ line });
  });

  test('in text are none', async () => {
    const row = { a: '"a":1,"a":2', b: { a: '":' }, c: [{ a: 1 }, { a: 2 }], '": ': 1, '"': 2 };
    expect(await rowsOf(`${JSON.stringify(row)}\n`)).toEqual([row]);
    expect(await rowsOf('{"a" : 1, "b"\t: {"a":2}}')).toEqual([{ a: 1, b: { a: 2 } }]);
  });
});

describe('NaN and Infinity', () => {
  test.each(['{"a":NaN}', '{"a":[1,-Infinity]}'])('%s', async (text) => {
    await expect(rowsOf(text)).rejects.toThrow(
      /:1: not JSON: .*; JSON has no NaN or Infinity: write null, or "NaN" in quotes/,
    );
  });
});
