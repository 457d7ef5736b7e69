import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mapping, struct, t } from 'sharedbuffers';
import { openArray, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');

async function built(input: string, ...options: string[]): Promise<unknown[]> {
  await output(['build', '-', '-o', target(), ...options], { stdin: input });
  return lines(await output(['dump', target()]));
}

interface Report {
  records: number;
  bytes: number;
  repeatedKeys: number;
  inferred: boolean;
  schema: { fields: Record<string, unknown>; key?: object; structs?: object };
}

async function report(input: string, ...options: string[]): Promise<Report> {
  return JSON.parse(
    await output(['build', '-', '-o', target(), '--json', ...options], { stdin: input }),
  ) as Report;
}

const failed = async (input: string | Uint8Array, ...options: string[]) => {
  const { code, stderr } = await cli(['build', '-', '-o', target(), '--quiet', ...options], { stdin: input });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  return { code, stderr: stderr.trimEnd() };
};

describe('NDJSON', () => {
  test('a mapping by a field, which stays in the record', async () => {
    expect(await built('{"id":"a","n":1}\n{"id":"b","n":2}\n', '--key', 'id')).toEqual(
      expect.arrayContaining([
        { $key: 'a', id: 'a', n: 1 },
        { $key: 'b', id: 'b', n: 2 },
      ]),
    );
    using map = openMapping(target());
    expect(map.get('b')?.n).toBe(2);
  });

  test('an array where there is no key, in order', async () => {
    expect(await built('{"n":3}\r\n\n  \n{"n":1}')).toEqual([{ n: 3 }, { n: 1 }]);
    using array = openArray(target());
    expect(Array.from(array, ({ n }) => n)).toEqual([3, 1]);
  });

  test('$key is the key, and not a field', async () => {
    expect(await built('{"$key":7,"n":3}\n{"$key":5,"n":1}')).toEqual([
      { $key: 7, n: 3 },
      { $key: 5, n: 1 },
    ]);
    expect((await report('{"$key":7,"n":3}')).schema).toEqual({
      fields: { n: 'int64' },
      key: { type: 'uint64', width: 64, multi: false },
    });
  });

  test('fields called like what has a meaning come back', async () => {
    const row = { $$key: 1, $struct: 2, $$$key: 3, __proto__x: 4, constructor: 5, $value: 6 };
    expect(await built(JSON.stringify(row), '--from-dump')).toEqual([row]);
    using array = openArray(target());
    expect(array.at(0)?.$key).toBe(1);
    const text = '{"$key":"k","__proto__":{"toString":"x"},"hasOwnProperty":1}';
    expect(JSON.stringify(await built(text))).toBe(`[${text}]`);
  });

  test.each([
    ['NDJSON', '{"id":1,"$offset":5,"$window":"w"}\n', []],
    ['CSV', 'id,$offset,$window\n1,5,w\n', ['--format', 'csv']],
  ])('no name of a field is taken: %s', async (_, text, options) => {
    const row = { $key: 1, id: 1, $offset: 5, $window: 'w' };
    expect(await built(text, '--key', 'id', ...options)).toEqual([row]);
    expect(lines(await output(['get', target(), '1', '--json']))).toEqual([row]);
  });

  test('integers past 2^53 are exact', async () => {
    const text =
      '{"a":9007199254740993,"b":-9223372036854775808,"c":18446744073709551615,"d":"9007199254740993","e":[1,9007199254740993]}';
    expect(await built(text)).toEqual([
      {
        a: '9007199254740993',
        b: '-9223372036854775808',
        c: '18446744073709551615',
        d: '9007199254740993',
        e: [1, { $int: '9007199254740993' }],
      },
    ]);
    using array = openArray(target());
    expect(array.at(0)?.a).toBe(9007199254740993n);
  });

  test.each([
    ['{"a":1}\n{"a":}\n', '-', /^sharedbuffers: standard input:2: not JSON: /],
    ['{"a":1}\n\n[1]', '-', /standard input:3: the line is JSON, but not an object \(jq/],
    ['{\n"a":1\n}', '-', /:1: not JSON: .*jq -c/],
    ['{"a":1}\nnull', '-', /:2: the line is JSON, but not an object$/],
    ['{"a":12345678901234567890123}', '-', /:1: a: the integer 12345678901234567890123 does not fit 64 bits/],
    ['{"$key":"a"}\n{"b":1}', '-', /:2: the key is missing$/],
    ['{"b":1}\n{"$key":"a"}', '-', /:2: there is a \$key here, but not in the first record/],
    ['{"$key":"\\ud800"}', '-', /:1: .*lone surrogate/],
    ['', '-', /standard input has no records to infer a schema from: give one with --schema$/],
    [`{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`, '-', /:1: .*values nest deeper than/],
    [`{${Array.from({ length: 65 }, (_, i) => `"f${i}":1`).join()}}`, '-', /more than 64 different fields/],
  ])('%j is refused with its line', async (input, _, message) => {
    writeFileSync(target(), 'old');
    const { code, stderr } = await failed(input);
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
    expect(readFileSync(target(), 'utf8')).toBe('old');
    expect(folder.list().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('text that is not UTF-8 is refused with its line, also far into a file', async () => {
    const good = Buffer.from('{"a":"ä"}\n'.repeat(50_000));
    const bad = Buffer.concat([good, Buffer.from([0x7b, 0xff, 0x7d, 0x0a])]);
    expect((await failed(bad)).stderr).toMatch(/:50001: the text is not UTF-8/);
  });

  test('a line without end is refused', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 210; count += 1) yield new Uint8Array(2 ** 20).fill(0x20);
    }
    const { code, stderr } = await cli(['build', '-', '-o', target(), '-q'], { stdin: endless() });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'sharedbuffers: standard input:1: a line of more than 192 MB: split the record up\n',
    });
  });
});

describe('what would fill the memory or the disk', () => {
  async function* endless(piece: string): AsyncGenerator<Uint8Array> {
    for (const bytes = Buffer.from(piece.repeat(2 ** 20)); ; ) yield bytes;
  }

  test('a line without end from a stream, at the longest line', async () => {
    const before = readdirSync(folder.path('.'));
    expect(await cli(['build', '-', '-o', target(), '-q'], { stdin: endless('\0\0\0\0') })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^sharedbuffers: standard input:1: a line of more than 192 MB/),
    });
    expect(readdirSync(folder.path('.'))).toEqual(before);
  });

  test.each([
    ['numbers', `{"a":[${'1,'.repeat(2 ** 26)}1]}`],
    ['objects', `{"a":[${'{},'.repeat(2 ** 24)}1]}`],
    ['members', `{"a":{${'"":1,'.repeat(2 ** 24)}"b":1}}`],
    ['levels', '['.repeat(2 ** 25)],
  ])('a line with more %s than the memory holds', async (_, line) => {
    const { code, stderr } = await failed(`{}\n${line}\n`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^sharedbuffers: standard input:2: the line has more values than fit/),
    });
  });

  test('a long line of text is none of these', async () => {
    const text = ',:[{\\"'.repeat(2 ** 20);
    expect(await built(`{"text":"${text}"}`)).toEqual([{ text: text.replaceAll('\\"', '"') }]);
    const csv = `text\n"${',x'.repeat(2 ** 22)}"\n`;
    expect(await built(csv, '--format', 'csv')).toEqual([{ text: ',x'.repeat(2 ** 22) }]);
  });

  test('a row of CSV with more fields than the memory holds', async () => {
    expect(await failed(`a\n1\n${','.repeat(2 ** 22)}\n`, '--format', 'csv')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('standard input:3: the row has 4,194,305 fields, the header 1'),
    });
  });
});

describe('inference', () => {
  test('types', async () => {
    const rows = [
      { s: 'x', i: 1, f: 1, b: true, l: [1], o: { x: 1 }, m: 1, n: null, e: [], t: ['a'], late: null },
      {
        s: 'y',
        i: -2,
        f: 1.5,
        b: false,
        l: [null],
        o: { x: 2.5, y: 'z' },
        m: 'a',
        n: null,
        e: [],
        t: ['b', 1],
      },
    ];
    const { schema, inferred } = await report(rows.map((row) => JSON.stringify(row)).join('\n'));
    expect(inferred).toBe(true);
    expect(schema.fields).toEqual({
      s: 'string',
      i: 'int64',
      f: 'float64',
      b: 'bool',
      l: 'list<int64 | null>',
      o: { struct: { x: 'float64', y: 'string?' } },
      m: 'any',
      n: 'any | null',
      e: 'list',
      t: 'list',
      late: 'any? | null',
    });
    expect(lines(await output(['dump', target()]))).toEqual(rows);
  });

  test('objects in lists are dicts, as are objects with too many members', async () => {
    const crowd = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`k${index}`, index]));
    const row = {
      list: [{ a: 1 }, { b: [{ c: 'd' }] }],
      crowd,
      any: [{ $set: [1, 2] }, { $dict: [[1, 2]] }],
    };
    const { schema } = await report(JSON.stringify(row), '--from-dump');
    expect(schema.fields).toEqual({ list: 'list<dict>', crowd: 'dict', any: 'list' });
    expect(lines(await output(['dump', target()]))).toEqual([row]);
  });

  test('objects that name their struct become that', async () => {
    const rows = [{ p: { $struct: 'Point', x: 1 } }, { p: [{ $struct: 'Point', x: 2, y: null }] }];
    const { schema } = await report(rows.map((row) => JSON.stringify(row)).join('\n'), '--from-dump');
    expect(schema.structs).toEqual({ Point: { code: 128, fields: { x: 'int64', y: 'any? | null' } } });
    expect(lines(await output(['dump', target()]))).toEqual(rows);
  });

  test('a schema is printed that builds the same file', async () => {
    const input = folder.write('in.ndjson', '{"id":"a","l":[1,null],"o":{"x":{"y":1.5}}}\n{"id":"b"}\n');
    const shown = await output(['build', input, '-o', target(), '--key', 'id', '-q', '--reproducible']);
    const json = shown.slice(shown.indexOf('{'), shown.lastIndexOf('}') + 1);
    expect(shown).toMatch(/^schema, inferred/);
    expect(shown).toMatch(/out\.sb: 2 records, \d.*\n$/);
    const first = readFileSync(target());
    const schema = folder.write('printed.json', json);
    const second = await output([
      'build',
      input,
      '-o',
      target(),
      '--key',
      'id',
      '-q',
      '--reproducible',
      '--schema',
      schema,
    ]);
    expect(second).not.toContain('{');
    expect(readFileSync(target()).equals(first)).toBe(true);
  });
});

describe('CSV', () => {
  const csv = (text: string, ...options: string[]) => built(text, '--format', 'csv', ...options);

  test('quotes, line ends within quotes, a byte order mark, CRLF, blank lines', async () => {
    const text = '\ufeffid,note\r\n1,"a ""quoted"", text"\r\n\r\n2,"two\r\nlines"\r\n3,\r\n';
    expect(await csv(text)).toEqual([
      { id: 1, note: 'a "quoted", text' },
      { id: 2, note: 'two\r\nlines' },
      { id: 3 },
    ]);
  });

  test('a column is of numbers or booleans only if every value is one', async () => {
    const text = [
      'zip,int,float,mixed,bool,big,huge,wide,exp,neg,empty',
      '01234,1,1.5,1,true,9007199254740993,18446744073709551615,99999999999999999999,1e3,-5,',
      '94103,2,2,x,FALSE,1,2,1,2,0,',
    ].join('\n');
    const { schema } = await report(text, '--format', 'csv');
    expect(schema.fields).toEqual({
      zip: 'string',
      int: 'int64',
      float: 'float64',
      mixed: 'string',
      bool: 'bool',
      big: 'int64',
      huge: 'uint64',
      wide: 'string',
      exp: 'float64',
      neg: 'int64',
      empty: 'string?',
    });
    expect(lines(await output(['dump', target()]))[0]).toEqual({
      zip: '01234',
      int: 1,
      float: 1.5,
      mixed: '1',
      bool: true,
      big: '9007199254740993',
      huge: '18446744073709551615',
      wide: '99999999999999999999',
      exp: 1000,
      neg: -5,
    });
  });

  test('keys, and another delimiter', async () => {
    expect(await csv('id;x\n7;1\n5;2', '--delimiter', ';', '--key', 'id')).toEqual([
      { $key: 7, id: 7, x: 1 },
      { $key: 5, id: 5, x: 2 },
    ]);
    const tsv = folder.write('in.tsv', 'id\tx\na\t1,5\n');
    await output(['build', tsv, '-o', target(), '--key', 'id', '-q']);
    expect(lines(await output(['dump', target()]))).toEqual([{ $key: 'a', id: 'a', x: '1,5' }]);
  });

  test('by a schema', async () => {
    const schema = folder.write(
      'csv.json',
      JSON.stringify({
        fields: {
          n: 'uint8',
          s: 'string',
          l: 'set<int64>',
          d: 'date?',
          z: 'any | null',
          f: 'float32',
          k: 'decimal',
        },
      }),
    );
    expect(
      await csv('n,s,l,d,z,f,k\n5,,"[2,1]",2026-01-31,007,NaN,1.50\n6,x,[],,,2.5,-0\n', '--schema', schema),
    ).toEqual([
      { n: 5, s: '', l: [1, 2], d: '2026-01-31', z: '007', f: 'NaN', k: '1.50' },
      { n: 6, s: 'x', l: [], z: null, f: 2.5, k: '-0' },
    ]);
    const only = folder.write('n.json', '{"fields":{"n":"uint8"}}');
    const message = async (text: string) => (await failed(text, '--format', 'csv', '--schema', only)).stderr;
    expect(await message('n\n300\n')).toMatch(/:2: n: 300n? does not fit/);
    expect(await message('n\nx\n')).toContain(':2: n: "x" is not an integer');
    expect(await message('n,q\n1,2\n')).toContain('the schema has no field for column "q"');
  });

  test('long fields and many rows, over all borders of chunks', async () => {
    const rows = Array.from({ length: 3000 }, (_, id) => ({ id, text: `"${'x,\n'.repeat(id % 300)}"` }));
    const text = rows.map(({ id, text: field }) => `${id},"${field.replaceAll('"', '""')}"`).join('\n');
    expect(await csv(`id,text\n${text}`)).toEqual(rows);
  });

  test.each([
    ['a,b\n1,2\n\n"x\ny",2\n1\n', /:6: the row has 1 field, the header 2/],
    ['a,b\n1,2,3\n', /:2: the row has 3 fields/],
    ['a,a\n1,2\n', /:1: columns 1 and 2 are both called "a"/],
    [',,,,'.repeat(2 ** 20), /:1: a row of more than 1,048,576 fields/],
    ['a,b\n1,2\n3,"x\n4,5\n', /:3: the quote that opens column 2 in this line never closes/],
    ['a,b\n1,"x"y\n3,4\n', /:2: not CSV: text after the quote/],
    ['$key,b\n,2\n', /:2: the key is missing/],
    ['a,b\n', /no records to infer a schema from/],
  ])('%j is refused with its line', async (input, message) => {
    const { code, stderr } = await failed(input, '--format', 'csv');
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });
});

describe('keys', () => {
  const rows = '{"id":"a","n":1}\n{"id":"b","n":2}\n{"id":"a","n":3}\n';

  test('repeated keys are warned of, and kept', async () => {
    const { code, stderr } = await cli(['build', '-', '-o', target(), '--key', 'id', '-q'], { stdin: rows });
    expect(code).toBe(0);
    expect(stderr).toBe(
      'sharedbuffers: warning: 1 record has a key that came before, and get finds the first of them only: ' +
        '--multi keeps all in reach\n',
    );
    expect(lines(await output(['get', target(), 'a', '--json']))).toEqual([{ $key: 'a', id: 'a', n: 1 }]);
    expect((await report(rows, '--key', 'id')).repeatedKeys).toBe(1);
  });

  test('keys of several kinds are a mistake in a field, and come back where a dump has them', async () => {
    const mixed = await failed('{"id":"a"}\n{"id":1}', '--key', 'id');
    expect(mixed.stderr).toMatch(/some keys are strings and some integers/);
    const truth = await failed('{"id":true}', '--key', 'id');
    expect(truth.stderr).toMatch(/:1: the key true is a boolean, and those are no keys/);
    // None is stored in no place, and so comes first.
    const dumped = [
      { $key: null },
      { $key: 'a' },
      { $key: -1 },
      { $key: { $tuple: [1, 'x'] } },
      { $key: 1.5 },
    ];
    expect(await built(dumped.map((row) => JSON.stringify(row)).join('\n'))).toEqual(dumped);
    expect(JSON.parse(await output(['stat', target(), '--json'])).schema.key.type).toBe('any');
    expect(lines(await output(['get', target(), '--json', '--', '{"$tuple":[1,"x"]}', 'a', '-1']))).toEqual([
      dumped[3],
      dumped[1],
      dumped[2],
    ]);
    expect((await failed('{"$key":{"$dict":[]}}')).stderr).toMatch(/:1: key: .*hash/);
  });

  test('--column stores columns, which stat shows', async () => {
    const { records } = await report(rows, '--key', 'id', '--column', 'n');
    using map = openMapping(
      target(),
      mapping({ key: t.string, value: struct({ id: t.string, n: t.int64 }) }),
    );
    expect(map.array.column('n')).toEqual(Float64Array.of(1, 2, 3));
    expect(map.array.column('n').buffer).toBe(map.array.column('n').buffer);
    expect(records).toBe(3);
    expect(JSON.parse(await output(['stat', target(), '--json'])).columns).toEqual(['n']);
    expect(await output(['stat', target()])).toMatch(/columns +n\n/);
    await report(rows, '--key', 'id');
    expect(JSON.parse(await output(['stat', target(), '--json'])).columns).toBeUndefined();
  });

  test('--column takes number fields of files with keys', async () => {
    const { stderr } = await failed(rows, '--key', 'id', '--column', 'n', '--column', 'id');
    expect(stderr).toMatch(/^sharedbuffers: "id" cannot be a column: .* here n$/);
    expect((await cli(['build', '-', '-o', target(), '--column', 'n'], { stdin: rows })).code).toBe(2);
  });

  test('--multi finds all of them', async () => {
    const { schema, repeatedKeys } = await report(rows, '--key', 'id', '--multi', '--width', '32');
    expect(repeatedKeys).toBe(0);
    expect(schema.key).toEqual({ type: 'string', width: 32, multi: true });
    expect(lines(await output(['get', target(), 'a', '--json']))).toEqual([
      { $key: 'a', id: 'a', n: 1 },
      { $key: 'a', id: 'a', n: 3 },
    ]);
  });

  test('--index makes files of different sizes, which give the same', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => JSON.stringify({ $key: `k${n}`, n })).join('\n');
    const sizes: Record<string, number> = {};
    for (const index of ['table', 'compact', 'none']) {
      sizes[index] = (await report(many, '--index', index)).bytes;
      expect(lines(await output(['get', target(), 'k7', '--json']))).toEqual([{ $key: 'k7', n: 7 }]);
    }
    expect((await report(many)).bytes).toBe(sizes.table);
    expect(sizes.table! - sizes.none!).toBeGreaterThan(11_000);
    expect(sizes.compact! - sizes.none!).toBeGreaterThan(1900);
    expect(sizes.compact! - sizes.none!).toBeLessThan(2200);
    expect(await failed(many, '--index', 'big')).toMatchObject({ code: 2 });
    expect((await failed('{"n":1}', '--index', 'compact')).stderr).toContain('are for files with keys');
  });

  test('keys past 2^53 and keys that are bytes and no text come back', async () => {
    const big = '{"$key":5,"n":1}\n{"$key":18446744073709551615,"n":2}\n';
    expect(await built(big)).toEqual([
      { $key: 5, n: 1 },
      { $key: '18446744073709551615', n: 2 },
    ]);
    expect(await built((await built(big)).map((row) => JSON.stringify(row)).join('\n'))).toHaveLength(2);
    const bytes = [
      { $key: { $bytes: '/w==' }, n: 1 },
      { $key: 'text', n: 2 },
    ];
    expect(await built(bytes.map((row) => JSON.stringify(row)).join('\n'))).toEqual(
      expect.arrayContaining(bytes),
    );
    expect(lines(await output(['get', target(), '{"$bytes":"/w=="}', 'text', '--json']))).toEqual(bytes);
  });

  test('by a schema, the key need not be a field', async () => {
    const schema = folder.write('keyed.json', '{"fields":{"n":"uint8"},"key":"string"}');
    expect(await built('{"id":"a","n":1}', '--schema', schema, '--key', 'id')).toEqual([{ $key: 'a', n: 1 }]);
    expect(await built('', '--schema', schema)).toEqual([]);
    const { code, stderr } = await failed('{"id":"a","n":1}', '--schema', schema);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'sharedbuffers: the schema has a key: say which field of the records it is with --key',
    });
  });
});

describe('by a schema', () => {
  const schema = () =>
    folder.write(
      'schema.json',
      JSON.stringify({
        fields: { n: 'uint8', s: 'string?', p: 'list<P>', d: 'dict<string, float64>', v: 'listView<int64>' },
        structs: { P: { fields: { x: 'float32' } } },
      }),
    );
  const row = { n: 1, p: [{ x: 1 }, { $struct: 'P', x: 2 }], d: { a: 1 }, v: [1, 2] };

  test('named structs, dicts, views', async () => {
    expect(await built(JSON.stringify(row), '--schema', schema())).toEqual([
      {
        ...row,
        p: [
          { $struct: 'P', x: 1 },
          { $struct: 'P', x: 2 },
        ],
      },
    ]);
  });

  test.each([
    [{ ...row, n: 256 }, /:1: n: 256 does not fit/],
    [{ ...row, n: undefined }, /:1: n: is required but missing/],
    [{ ...row, n: null }, /:1: n: is null, which its type does not allow/],
    [{ ...row, s: 5 }, /:1: s: 5 is not a string/],
    [{ ...row, p: [{ x: 'a' }] }, /:1: p\[0\]\.x: "a" is not a number/],
    [{ ...row, p: [{ $struct: 'Q' }] }, /:1: p\[0\]: is struct "Q" where P is declared/],
    [{ ...row, d: { a: 'b' } }, /:1: d\.a: "b" is not a number/],
    [{ ...row, more: 1 }, /:1: "more" is not a field of the schema \(--ignore-unknown passes over it\)/],
  ])('%j is refused', async (bad, message) => {
    const { code, stderr } = await failed(JSON.stringify(bad), '--schema', schema());
    expect(stderr).toMatch(message);
    expect(code).toBe(1);
  });

  test('--ignore-unknown passes over what is no field', async () => {
    const rows = await built(JSON.stringify({ ...row, more: 1 }), '--schema', schema(), '--ignore-unknown');
    expect(rows[0]).not.toHaveProperty('more');
  });
});

describe('files', () => {
  test('an output that cannot be written fails before anything is read', async () => {
    const { code, stderr } = await cli(['build', '-', '-o', folder.path('no/such/out.sb')], {
      stdin: (async function* () {
        yield await new Promise<Uint8Array>(() => {});
      })(),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sharedbuffers: cannot create .*out\.sb: there is no such file or folder/);
    mkdirSync(folder.path('folder.sb'), { recursive: true });
    const result = await cli(['build', '-', '-o', folder.path('folder.sb'), '-q'], { stdin: '{"a":1}' });
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain('it is a folder');
    expect(await cli(['build', '-', '-o', folder.path('new/'), '-q'], { stdin: '{"a":1}' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('new/ names a folder'),
    });
  });

  test('an output that is the input, or the schema, by any name', async () => {
    const source = folder.write('same.ndjson', '{"n":1}\n');
    const schema = folder.write('same.json', '{"fields":{"n":"int64"}}');
    linkSync(source, folder.path('hard.sb'));
    symlinkSync(schema, folder.path('soft.sb'));
    for (const out of [source, folder.path('hard.sb'), schema, folder.path('soft.sb')]) {
      const { code, stderr } = await cli(['build', source, '-o', out, '--schema', schema, '-q']);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/^sharedbuffers: .* is the same file as .*same\.[^\n]*\n$/),
      });
    }
    expect(readFileSync(source, 'utf8')).toBe('{"n":1}\n');
  });

  test('--no-overwrite keeps what is there', async () => {
    writeFileSync(target(), 'old');
    const { code, stderr } = await failed('{"a":1}', '--no-overwrite');
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('exists already') });
    expect(readFileSync(target(), 'utf8')).toBe('old');
  });

  test('an input that is not there, or a folder, or of no known format', async () => {
    expect(await cli(['build', folder.path('no.csv'), '-o', target()])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no.csv: there is no such file or folder'),
    });
    folder.write('x', '\0\x01\0\x02\0');
    expect(await cli(['build', folder.path('x'), '-o', target()])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('x is no text that rows can be read from'),
    });
    expect(await cli(['build', folder.path('.'), '-o', target(), '--format', 'csv'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it is a folder'),
    });
  });

  test('interrupted, it leaves the old file and nothing else', async () => {
    writeFileSync(target(), 'old');
    const before = readdirSync(folder.path('.'));
    const reason = Object.assign(new Error('interrupted'));
    for (const [after, options] of [
      [0, []],
      [5, []],
      [5, ['--schema', folder.write('n.json', '{"fields":{"n":"int64"}}')]],
    ] as const) {
      const controller = new AbortController();
      let count = 0;
      const stdin = (async function* () {
        for (;;) {
          count += 1;
          if (count > after) controller.abort(reason);
          yield Buffer.from('{"n":1}\n'.repeat(100));
        }
      })();
      const { code, stderr } = await cli(['build', '-', '-o', target(), '-q', ...options], {
        stdin,
        signal: controller.signal,
      });
      expect({ code, stderr }).toEqual({ code: 1, stderr: 'sharedbuffers: interrupted\n' });
    }
    expect(readFileSync(target(), 'utf8')).toBe('old');
    expect(readdirSync(folder.path('.')).filter((name) => name !== 'n.json')).toEqual(
      before.filter((name) => name !== 'n.json'),
    );
  });
});

describe('progress', () => {
  const rows = '{"n":1}\n'.repeat(20_000);

  test('lines where there is no terminal, nothing with --quiet or --json', async () => {
    const args = ['build', '-', '-o', target()];
    expect((await cli(args, { stdin: rows })).stderr).toBe(
      `inferring the schema of standard input\nbuilding ${target()}\n`,
    );
    expect((await cli([...args, '--quiet'], { stdin: rows })).stderr).toBe('');
    expect((await cli([...args, '--json'], { stdin: rows })).stderr).toBe('');
  });
});
