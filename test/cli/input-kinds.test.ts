/** Small inputs of the kinds that people have, through the command line: the records that each gives, or the error. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();

type Kind = readonly [
  name: string,
  file: string,
  input: string,
  args: readonly string[],
  records: readonly object[],
];
const TOWNS = [
  { town: 'Oslo', pop: 709 },
  { town: 'Bergen', pop: 291 },
];
const KEYED = ['--key', 'town'];

const KINDS: readonly Kind[] = [
  ['header in LF, rows in CRLF', 'a.csv', 'town,pop\nOslo,709\r\nBergen,291\r\n', KEYED, TOWNS],
  ['header in CRLF, rows in LF', 'a.csv', 'town,pop\r\nOslo,709\nBergen,291', KEYED, TOWNS],
  ['CR alone', 'a.csv', 'town,pop\rOslo,709\rBergen,291', KEYED, TOWNS],
  ['CRLF, and CR in one row', 'a.csv', 'town,pop\r\nOslo,709\rBergen,291\r\n', KEYED, TOWNS],
  ['semicolons', 'a.csv', 'town;pop\nOslo;709\nBergen;291\n', KEYED, TOWNS],
  ['tabs in a file called csv', 'a.csv', 'town\tpop\nOslo\t709\nBergen\t291\n', KEYED, TOWNS],
  ['bars, by any name', 'a.dat', 'town|pop\nOslo|709\nBergen|291\n', KEYED, TOWNS],
  ['a byte order mark', 'a.csv', '\ufefftown,pop\nOslo,709\nBergen,291\n', KEYED, TOWNS],
  ['quoted empty cells, one column', 'a.csv', 'word\n""\nx\n', [], [{ word: '' }, { word: 'x' }]],
  ['quoted and bare empty cells', 'a.csv', 'id,w\n1,""\n2,\n', [], [{ id: 1, w: '' }, { id: 2 }]],
  [
    'quotes that are text',
    'a.tsv',
    'id\tsize\n1\t3"\n2\t"5\n',
    ['--no-quotes'],
    [
      { id: 1, size: '3"' },
      { id: 2, size: '"5' },
    ],
  ],
  ['lines within cells', 'a.csv', 'id,w\n1,"a\r\nb"\n', [], [{ id: 1, w: 'a\r\nb' }]],
  ['no name in the middle', 'a.csv', 'id,,w\n1,2,x\n', [], [{ id: 1, column2: 2, w: 'x' }]],
  [
    'no names at all',
    'a.csv',
    '1,x\n2,y\n',
    ['--no-header'],
    [
      { column1: 1, column2: 'x' },
      { column1: 2, column2: 'y' },
    ],
  ],
  [
    'markers of missing values',
    'a.csv',
    'id,n\n1,n/a\n2,7\n3,-\n',
    ['--null', 'n/a,-'],
    [{ id: 1 }, { id: 2, n: 7 }, { id: 3 }],
  ],
  ['numbers as people write them', 'a.csv', 'n\n-.5\n 2\n1E2\n', [], [{ n: -0.5 }, { n: 2 }, { n: 100 }]],
  ['codes with zeros in front', 'a.csv', 'zip\n01234\n99999\n', [], [{ zip: '01234' }, { zip: '99999' }]],
  [
    'rows of all lengths',
    'a.csv',
    'a,b\n1\n1,2\n1,2,3\n',
    ['--lenient'],
    [{ a: 1 }, { a: 1, b: 2 }, { a: 1, b: 2 }],
  ],
  ['an array in one line', 'a.json', '[{"town":"Oslo","pop":709},{"town":"Bergen","pop":291}]', KEYED, TOWNS],
  ['an array, pretty-printed', 'a.json', JSON.stringify(TOWNS, undefined, 2), KEYED, TOWNS],
  ['an array called ndjson', 'a.ndjson', JSON.stringify(TOWNS), KEYED, TOWNS],
  [
    'an array within',
    'a.json',
    `{"n":2,"r":{"rows":${JSON.stringify(TOWNS)}}}`,
    ['--path', '$.r.rows'],
    TOWNS,
  ],
  [
    'objects over several lines',
    'a.json',
    TOWNS.map((row) => JSON.stringify(row, undefined, 2)).join('\n'),
    KEYED,
    TOWNS,
  ],
  ['objects in one line', 'a.ndjson', TOWNS.map((row) => JSON.stringify(row)).join(''), KEYED, TOWNS],
  ['objects with returns between', 'a', TOWNS.map((row) => JSON.stringify(row)).join('\r'), KEYED, TOWNS],
  ['lines called json', 'a.json', '{"town":"Oslo","pop":709}\n\n{"town":"Bergen","pop":291}\n', KEYED, TOWNS],
  [
    'a key within objects',
    'a.ndjson',
    '{"a":{"b":{"c":"k"}},"n":1}\n',
    ['--key', 'a.b.c'],
    [{ a: { b: { c: 'k' } }, n: 1 }],
  ],
  ['a name with a dot for key', 'a.ndjson', '{"a.b":1}\n', ['--key', 'a.b'], [{ 'a.b': 1 }]],
  ['$set, a column', 'a.csv', '$set,$key\nx,1\n', [], [{ $set: 'x', $key: 1 }]],
  ['$bytes, a member', 'a.ndjson', '{"v":{"$bytes":"x"}}\n', [], [{ v: { $bytes: 'x' } }]],
  [
    '$date and $tuple',
    'a.ndjson',
    '{"id":1,"$date":"x","$tuple":[1]}\n',
    ['--key', 'id'],
    [{ id: 1, $date: 'x', $tuple: [1] }],
  ],
];

/** A record as it was given: names that `dump` keeps for itself have one more `$`. */
function plain(record: unknown, keyed: boolean): object {
  const entries = Object.entries(record as object).filter(([name]) => !(keyed && name === '$key'));
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/^\$(?=\$)/, ''), value]));
}

test.each(KINDS)('%s', async (_, file, input, args, records) => {
  const out = folder.path('out.sb');
  await output(['build', folder.write(file, input), '-o', out, '-q', ...args]);
  const dumped = lines(await output(['dump', out])).map((each) => plain(each, args.includes('--key')));
  expect(dumped).toEqual(records);
});

describe('refused with line and field:', () => {
  test.each([
    ['an integer past the largest float', 'a.ndjson', '{"n":1}\n{"n":1e999}\n', [], /:2: .*n/],
    ['a float within a list', 'a.ndjson', '{"v":[1,-1e400]}\n', [], /:1: .*v.*\[1\]/],
    ['a float32 that is none', 'a.csv', 'id,f\n1,1e39\n', ['--schema', 'f32.json'], /:2: .*f/],
    ['a key that no row has', 'a.csv', 'town,pop\nOslo,1\n', ['--key', 'twon'], /twon.*town/],
    ['a path of a key that leads nowhere', 'a.ndjson', '{"a":{"b":1}}\n', ['--key', 'a.c'], /a\.c.*a\.b/],
    ['a row that is too long', 'a.csv', 'a,b\n1,2\n1,2,3\n', [], /:3: .*3 fields.*--lenient/],
    ['a name that stands twice', 'a.ndjson', '{"a":1,"a":2}\n', [], /:1: .*a/],
    ['a comma between objects', 'a.json', '{\n"a":1}\n{\n"a":2},\n{"a":3}', [], /:4: not JSON: "," stands/],
    [
      'a text among objects',
      'a.json',
      '{\n"a":1}\n{\n"a":2}\n"x"',
      [],
      /:5: the value is JSON, but not an object/,
    ],
    ['an object that does not end', 'a.json', '{\n"a":1}\n{"a":2}\n{\n"a":', [], /:4: .*the input ends/],
    ['one object over several lines', 'a.json', '{\n"items":[{"a":1}]\n}', [], /:1: .*--path \$\.items/],
    ['a bare NaN', 'a.ndjson', '{"a":1}\n{"a":NaN}\n', [], /:2: .*NaN/],
    ['a path that is not there', 'a.json', '{"data":[]}', ['--path', '$.items'], /items.*data/],
    [
      'a field that the schema lacks',
      'a.csv',
      'id,f,x\n1,1,1\n',
      ['--schema', 'f32.json'],
      /x.*--ignore-unknown/,
    ],
  ] as const)('%s', async (_, file, input, args, message) => {
    folder.write('f32.json', '{"fields":{"id":"int32","f":"float32"}}');
    const out = folder.path('none.sb');
    const placed = args.map((arg) => (arg === 'f32.json' ? folder.path(arg) : arg));
    const { code, stderr } = await cli(['build', folder.write(file, input), '-o', out, '-q', ...placed]);
    expect([1, 2]).toContain(code);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });
});
