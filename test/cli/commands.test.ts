import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, as, idMapper, mapping, Registry, struct, t } from 'sharedbuffers';
import { buildArray, buildIdMapper, buildMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.js';
import { cli, Folder, GOLDEN, lines, output } from './harness.js';

const folder = new Folder();
const City = struct({ name: t.string, population: t.uint32, location: struct({ lat: t.float64 }) });
const rows: [string, { name: string; population: number; location: { lat: number } }][] = [
  ['a', { name: 'Aachen', population: 1, location: { lat: 0.5 } }],
  ['b', { name: 'Bergen', population: 2, location: { lat: -0.5 } }],
];

async function cities(): Promise<string> {
  const path = folder.path('cities.sb');
  await buildMapping(path, mapping({ key: t.string, value: City }), rows);
  return path;
}

describe('help', () => {
  test.each([
    [['--help'], 'build|stat|get|dump|Exit codes|Examples'],
    [
      ['build', '--help'],
      '--key <field>|--multi|--schema|"fields"|list<int64|standard input|Examples|--width|repeated',
    ],
    [['stat', '--help'], '--key-type|--json|build --schema'],
    [['get', '--help'], '<key...>|exit code is 1|-- -odd-key'],
    [['clean', '--help'], '<folder>|--json|lock'],
    [['dump', '--help'], '--limit|\\$bytes|\\$struct|--trust'],
  ])('%j teaches', async (argv, parts) => {
    const { code, stdout, stderr } = await cli(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of parts.split('|')) expect(stdout).toMatch(new RegExp(part.replace('...', '\\.\\.\\.')));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });

  test('the schema in the help is one', async () => {
    const help = await output(['build', '--help']);
    const json = help.slice(help.indexOf('\n  {\n'), help.indexOf('\n  }\n') + 4);
    const input =
      '{"id":"a","name":"n","population":1,"tags":[],"location":{"lat":1,"lon":2},"visits":[{"at":"2026-01-31T00:00:00Z","page":"/"}]}';
    const schema = folder.write('help.json', json);
    const args = ['build', '-', '-o', folder.path('help.sb'), '--schema', schema, '--key', 'id'];
    await output([...args, '--quiet'], { stdin: input });
    expect(lines(await output(['dump', folder.path('help.sb')]))[0]).toMatchObject({
      $key: 'a',
      population: 1,
    });
  });

  test('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await output(['--version'])).toBe(`${version}\n`);
  });
});

describe('wrong usage ends with 2 and one line', () => {
  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['stat'], /missing required argument 'file'/],
    [['get', 'x.sb'], /missing required argument 'key'/],
    [['build', 'x.csv'], /required option '-o, --output <file>' not specified/],
    [['build', 'x.csv', '-o', 'y', '--width', '16'], /It is 32 or 64/],
    [['build', 'x.csv', '-o', 'y', '--format', 'xml'], /Allowed choices are ndjson, json, csv/],
    [['build', 'x.csv', '-o', 'y', '--delimiter', '"'], /It is a character, or tab/],
    [['build', 'x.csv', '-o', 'y', '--quote', 'ab'], /give one ASCII character/],
    [['build', 'x.csv', '-o', 'y', '--quote', "'", '--no-quotes'], /a quote and no quotes: give one of them/],
    [['build', 'x.csv', '-o', 'y', '--skip', '-1'], /It is a whole number/],
    [['build', 'x.csv', '-o', 'y', '--comment', ''], /comment is what lines begin with/],
    [['build', 'x.json', '-o', 'y', '--format', 'json', '--delimiter', ';'], /--delimiter is for CSV/],
    [['dump', 'x.sb', '--limit', '-1'], /It is a whole number/],
    [['dump', 'x.sb', '--limt', '1'], /unknown option '--limt' \(Did you mean --limit\?\)/],
  ])('%j', async (argv, message) => {
    const { code, stdout, stderr } = await cli(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^sharedbuffers: [^\n]*\n$/);
    expect(stderr).toMatch(message);
  });

  test('no command at all shows the help', async () => {
    const { code, stdout, stderr } = await cli([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: sharedbuffers');
  });

  test('with --json, errors are JSON', async () => {
    for (const [argv, code, name] of [
      [['stat', folder.path('none.sb'), '--json'], 1, 'SB_FILE'],
      [['get', '--json'], 2, 'CLI_USAGE'],
      [['get', await cities(), 'a', 'zz', '--json'], 1, 'CLI_NOT_FOUND'],
      [
        ['stat', folder.write('junk', 'junk, and more of it, for more than 32 bytes'), '--json'],
        1,
        'SB_INPUT',
      ],
    ] as const) {
      const result = await cli(argv);
      expect(result.code).toBe(code);
      expect(JSON.parse(result.stderr)).toEqual({ error: { code: name, message: expect.any(String) } });
    }
  });
});

describe('stat', () => {
  test('for people', async () => {
    const text = await output(['stat', await cities()]);
    expect(text).toMatch(/kind +mapping\n/);
    expect(text).toMatch(/records +2\n/);
    expect(text).toMatch(/keys +2 \(string, 64 bits\)\n/);
    expect(text).toMatch(/written by +this library\n/);
    expect(text).toMatch(/alignment +8 bytes\n/);
    expect(text).toMatch(/sections +\d+ bytes +\d+\.\d %\n/);
    expect(text).toMatch(/ name +string\n/);
    expect(text).toMatch(/ {4}lat +float64\n/);
    expect(text).not.toMatch(/ \n/);
  });

  test('for programs', async () => {
    const stat = JSON.parse(await output(['stat', await cities(), '--json']));
    expect(stat).toMatchObject({
      kind: 'mapping',
      records: 2,
      sections: true,
      keys: { type: 'string', width: 64, entries: 2, multi: false, declared: true },
      schema: {
        fields: {
          name: 'string',
          location: { struct: { lat: 'float64' } },
        },
        key: { type: 'string', width: 64, multi: false },
      },
    });
    expect(Object.values(stat.parts as Record<string, number>).reduce((sum, part) => sum + part)).toBe(
      stat.bytes,
    );
  });

  test('a filter is a part of its own', async () => {
    const path = folder.path('filtered.sb');
    await buildMapping(path, mapping({ key: t.string, value: City }), rows, { filter: true });
    const { parts, bytes } = JSON.parse(await output(['stat', path, '--json']));
    expect(parts.filter).toBeGreaterThan(0);
    expect(parts.sections).toBeGreaterThan(0);
    expect(Object.values(parts as Record<string, number>).reduce((sum, part) => sum + part)).toBe(bytes);
    expect(await output(['stat', path])).toMatch(/filter +\d+ bytes/);
    expect((await cli(['verify', path])).code).toBe(0);
  });

  test('integer keys, id mappers, arrays of no records', async () => {
    const path = folder.path('other.sb');
    await buildMapping(path, mapping({ key: t.uint32, value: City, width: 32, multi: true }), []);
    expect(JSON.parse(await output(['stat', path, '--json'])).keys).toMatchObject({
      type: 'uint64',
      width: 32,
      multi: true,
    });
    await buildIdMapper(
      path,
      idMapper({ key: t.uint32 }),
      Array.from({ length: 9 }, (_, id) => [id, id] as const),
    );
    expect(await output(['stat', path])).toMatch(
      /kind +id mapper\n[\s\S]*keys +9 \(integer, 64 bits, to judge by the layout\)/,
    );
    await buildArray(path, City, []);
    expect(await output(['stat', path])).toMatch(/kind +array\n[\s\S]*records +0\n/);
  });

  test('names cannot steer the terminal', async () => {
    const path = folder.path('esc.sb');
    await buildArray(path, struct({ '\u001b[31mred\n': t.uint8 }), []);
    expect(await output(['stat', path])).toContain('\\u001b[31mred\\u000a');
  });
});

describe('get', () => {
  test('records as JSON over lines, or one a line', async () => {
    const path = await cities();
    expect(await output(['get', path, 'b'])).toBe(
      `${JSON.stringify({ $key: 'b', ...rows[1]![1] }, null, 2)}\n`,
    );
    expect(await output(['get', path, 'b', 'a', '--json'])).toBe(
      `${JSON.stringify({ $key: 'b', ...rows[1]![1] })}\n${JSON.stringify({ $key: 'a', ...rows[0]![1] })}\n`,
    );
  });

  test('keys that are not there end with 1, after the others', async () => {
    const { code, stdout, stderr } = await cli(['get', await cities(), 'x', 'a', 'y\u001b']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ $key: 'a' });
    expect(stderr).toBe(`sharedbuffers: ${folder.path('cities.sb')} has no key "x", "y\\u001b"\n`);
  });

  test('integer keys', async () => {
    const path = folder.path('ints.sb');
    const Row = struct({ n: t.uint8 });
    await buildMapping(path, mapping({ key: t.biguint64, value: Row }), [
      [5n, { n: 1 }],
      [2n ** 64n - 1n, { n: 2 }],
    ]);
    expect(lines(await output(['get', path, '5', '18446744073709551615', '--json']))).toEqual([
      { $key: 5, n: 1 },
      { $key: '18446744073709551615', n: 2 },
    ]);
    for (const key of ['x', '-5', '05', '1.5', '18446744073709551616', '']) {
      const { code, stderr } = await cli(['get', path, '--', key]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `sharedbuffers: the key ${JSON.stringify(key)} is not an unsigned integer, which the keys of this file are\n`,
      });
    }
  });

  test('all records of a key in a file from Python, which does not say whether there are several', async () => {
    const path = join(GOLDEN, 'mapping/map_StringIdMultiMapper_1050.bin');
    const dump = lines(await output(['dump', path])) as { $key: unknown }[];
    const keys = dump.map(({ $key }) => $key).filter((key) => typeof key === 'string');
    const several = keys.find((key, index) => keys.indexOf(key) !== index) as string;
    const records = dump.filter(({ $key }) => $key === several);
    expect(records.length).toBeGreaterThan(1);
    expect(lines(await output(['get', path, several, '--json']))).toEqual(records);
  });

  test('an array has no keys', async () => {
    const path = folder.path('array.sb');
    await buildArray(path, City, [rows[0]![1]]);
    const { code, stderr } = await cli(['get', path, '0']);
    expect(code).toBe(2);
    expect(stderr).toContain('is an array, which has no keys');
  });

  test('the kind of keys can be overruled, but not against what the file says', async () => {
    const path = join(GOLDEN, 'mapping/map_NumericIdMapper_1050.bin');
    expect((await cli(['get', path, '1', '--key-type', 'string'])).code).toBe(1);
    const { code, stderr } = await cli(['get', await cities(), '5', '--key-type', 'int']);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('string keys, not the declared'),
    });
  });
});

describe('dump', () => {
  test('--limit', async () => {
    const path = await cities();
    expect(lines(await output(['dump', path, '--limit', '1']))).toHaveLength(1);
    expect(await output(['dump', path, '-n', '0'])).toBe('');
    expect(lines(await output(['dump', path, '-n', '9']))).toHaveLength(2);
  });

  test('values where no type is declared', async () => {
    const registry = new Registry();
    const Point = struct({ x: t.uint8, $struct: t.string }, { name: 'Point', registry });
    registry.register(Point, 0x90);
    const Row = struct({ v: t.any }, { registry });
    const values: [unknown, unknown][] = [
      [Uint8Array.of(1, 255), { $bytes: 'Af8=' }],
      [new Set(['b']), { $set: ['b'] }],
      [Object.freeze([1, Object.freeze([])]), { $tuple: [1, { $tuple: [] }] }],
      [2n ** 63n, { $int: '9223372036854775808' }],
      [Number.NaN, { $float: 'NaN' }],
      [-0, -0],
      [Number.NEGATIVE_INFINITY, { $float: '-Infinity' }],
      [0.1, 0.1],
      [
        [true, null, 'x', 1.5],
        [true, null, 'x', 1.5],
      ],
      [new Map<unknown, unknown>([['a', [new Map()]]]), { a: [{}] }],
      [new Map<unknown, unknown>([['$a', 1]]), { $dict: [['$a', 1]] }],
      [new Map<unknown, unknown>([[1, 'x']]), { $dict: [[1, 'x']] }],
      [new Date('2026-01-31T12:00:00.5Z'), { $datetime: '2026-01-31T12:00:00.5Z' }],
      [as(Point, { x: 1, $struct: 's' }), { $struct: 'Point', x: 1, $$struct: 's' }],
    ];
    const path = folder.path('any.sb');
    await buildArray(
      path,
      Row,
      values.map(([v]) => ({ v })),
    );
    const dump = await output(['dump', path]);
    expect(lines(dump)).toEqual(values.map(([, v]) => ({ v })));
    for (const options of [
      [],
      ['--schema', folder.write('any.json', await output(['stat', path, '--json']))],
    ]) {
      await output(['build', '-', '-o', folder.path('any2.sb'), '-q', ...options], { stdin: dump });
      expect(await output(['dump', folder.path('any2.sb')])).toBe(dump);
    }
  });

  test('its reader may go away', async () => {
    const path = join(GOLDEN, 'mapping/map_StringIdMapper_20050.bin');
    let written = 0;
    const code = await run(['dump', path], {
      stdin: (async function* () {})(),
      stdout: {
        write(text, done) {
          written += text.length;
          done?.(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
        },
      },
      stderr: { write: () => expect.unreachable() },
      signal: new AbortController().signal,
      color: false,
    });
    expect(code).toBe(0);
    expect(written).toBeLessThan(200_000);
  });

  test('a field of a type that is not known is said, and passed over', async () => {
    const path = folder.path('unknown.sb');
    await buildArray(path, struct({ a: t.decimal, b: t.uint8 }), [{ a: '1.5', b: 2 }]);
    const bytes = readFileSync(path);
    const at = bytes.indexOf('mapped_decimal');
    writeFileSync(
      path,
      Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from('mapped_fraction'.slice(0, 14)),
        bytes.subarray(at + 14),
      ]),
    );
    const { code, stdout, stderr } = await cli(['dump', path]);
    expect(code).toBe(0);
    expect(lines(stdout)).toEqual([{ a: { $unreadable: expect.stringContaining('mapped_fractio') }, b: 2 }]);
    expect(stderr).toMatch(
      /^sharedbuffers: field a is stored as .*mapped_fractio, which this library does not read/,
    );
    const schema = folder.write('unknown.json', await output(['stat', path, '--json']));
    const built = await cli(['build', '-', '-o', folder.path('u2.sb'), '--schema', schema, '-q'], {
      stdin: stdout,
    });
    expect(built).toMatchObject({ code: 1, stderr: expect.stringContaining('fields.a: is stored as') });
  });
});

describe('clean', () => {
  test('prints a line for each file that it removed', async () => {
    mkdirSync(folder.path('clean'), { recursive: true });
    // An escape in a name is not for the terminal.
    const names = ['.a.sb.1.0123456789ab.tmp', '.\u001b[2J.sb.1.0123456789ab.tmp'];
    const write = () => {
      for (const name of names) folder.write(`clean/${name}`, 'abc');
    };
    write();
    const printed = await output(['clean', folder.path('clean')]);
    expect(printed.split('\n').sort()).toEqual([
      '',
      folder.path('clean/.\\u001b[2J.sb.1.0123456789ab.tmp'),
      folder.path(`clean/${names[0]}`),
    ]);
    write();
    expect(lines(await output(['clean', folder.path('clean'), '--json']))).toEqual(
      expect.arrayContaining(names.map((name) => ({ removed: folder.path(`clean/${name}`), bytes: 3 }))),
    );
    expect(await output(['clean', folder.path('clean')])).toBe('');
    expect(await cli(['clean', folder.path('none')])).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('files that mean harm', () => {
  test('nothing of them steers the terminal, wherever it is printed', async () => {
    const evil = '\u001b]0;x\u0007\u009b2J\u202e';
    const Evil = struct({ [`f${evil}`]: t.string, n: t.uint32, list: t.list(t.string) });
    const path = folder.path(`evil${evil}.sb`);
    const key = `k${evil}`;
    await buildMapping(
      path,
      mapping({ key: t.string, value: Evil }),
      [[key, { [`f${evil}`]: evil, n: 1, list: [evil] } as never]],
      { columns: ['n'] },
    );
    const source = folder.write(
      `in${evil}.ndjson`,
      `{"$key":${JSON.stringify(key)},"f${evil.slice(-1)}":1}\n`,
    );
    const csv = folder.write(`in${evil}.csv`, `a,${evil},${evil}\n1,2,3\n`);
    const schema = folder.write('evil.json', JSON.stringify({ fields: { n: evil } }));
    const out = folder.path(`out${evil}.sb`);
    const damaged = folder.write(`damaged${evil}.sb`, readFileSync(path).subarray(0, 100));
    for (const argv of [
      ['stat', path],
      ['get', path, key],
      ['get', path, `none${evil}`],
      ['dump', path],
      ['dump', damaged],
      ['stat', folder.path(`none${evil}.sb`)],
      ['build', source, '-o', out],
      ['build', source, '-o', out, '--key', `none${evil}`],
      ['build', csv, '-o', out],
      ['build', source, '-o', out, '--schema', schema],
      ['build', source, '-o', folder.path(`none${evil}/x.sb`)],
      ['clean', folder.path(evil)],
      [evil],
      ['stat', path, `--${evil}`],
      ['dump', path, '--limit', evil],
    ]) {
      for (const json of [[], ['--json']]) {
        const { stdout, stderr } = await cli([...argv, ...json]);
        const printed = `${stdout}${stderr}`;
        expect(printed).not.toBe('');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
        expect(printed).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
      }
    }
  });

  test('a schema that spells endlessly is given up', async () => {
    const path = folder.path('schema-bomb.sb');
    let Nested = struct({ a: t.uint8 });
    for (let level = 0; level < 8; level += 1) {
      const fields = Array.from({ length: 20 }, (_, index) => [`f${index}`, Nested.optional()]);
      Nested = struct(Object.fromEntries(fields)) as typeof Nested;
    }
    await buildArray(path, Nested as never, [{}] as never, { checksums: false });
    const { code, stderr } = await cli(['stat', path]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'sharedbuffers: the embedded schema spells out to more than 10000 fields\n',
    });
    expect(await output(['dump', path])).toBe('{}\n');
  });

  test('records that contain themselves are given up', async () => {
    const path = folder.path('cycle.sb');
    const cycle: unknown[] = [1];
    cycle.push(cycle);
    await buildArray(path, struct({ v: t.any }), [{ v: cycle }]);
    const { code, stderr } = await cli(['dump', path]);
    expect(code).toBe(1);
    expect(stderr).toContain('record 0: field v: values nest deeper than 500 levels, or contain themselves');
  });

  test('what is cut short or changed is refused in one line', async () => {
    const whole = readFileSync(join(GOLDEN, 'mapping/map_StringIdMapper_3.bin'));
    const array1 = readFileSync(join(GOLDEN, 'array/array_three.bin'));
    for (const bytes of [whole, array1]) {
      for (let end = 0; end < bytes.length; end += 7) {
        const path = folder.write('cut.sb', bytes.subarray(0, end));
        for (const command of ['stat', 'dump']) {
          const { code, stderr } = await cli([command, path]);
          expect(stderr).toMatch(/^sharedbuffers: [^\n]+\n$/);
          expect(code).toBe(1);
        }
      }
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 0x81;
        const { code, stderr } = await cli(['dump', folder.write('changed.sb', changed)]);
        expect(code === 0 || (code === 1 && /^sharedbuffers: [^\n]+\n$/.test(stderr))).toBe(true);
      }
    }
  });
});

test('declared arrays and dumps agree', async () => {
  const path = folder.path('agree.sb');
  await buildArray(
    path,
    City,
    rows.map(([, row]) => row),
  );
  const packed = array(City).fromBuffer(readFileSync(path));
  expect(lines(await output(['dump', path]))).toEqual(Array.from(packed, (record) => record.toJSON()));
});
