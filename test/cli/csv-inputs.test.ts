/** CSV and compressed inputs through `build` and `dump`. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cli, Folder } from './harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');

/** Records as `dump` prints them, without their keys. */
async function records(name: string, content: string | Uint8Array, ...args: string[]): Promise<unknown[]> {
  const { code, stderr } = await cli(['build', folder.write(name, content), '-o', target(), ...args]);
  expect(stderr).not.toContain('sharedbuffers:');
  expect(code).toBe(0);
  const { stdout } = await cli(['dump', target()]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { $key, ...record } = JSON.parse(line);
      return record;
    });
}

test.each<[string, string, string | Uint8Array, string[], unknown[]]>([
  [
    'a header in LF, rows in CRLF',
    'a.csv',
    'n,id\na,5\r\nb,6\r\n',
    ['--key', 'id'],
    [
      { n: 'a', id: 5 },
      { n: 'b', id: 6 },
    ],
  ],
  [
    'CR only',
    'a.csv',
    'id,n\r1,a\r2,b\r',
    [],
    [
      { id: 1, n: 'a' },
      { id: 2, n: 'b' },
    ],
  ],
  ['empty text in a lone column', 'a.csv', 'n\nA\n""\nB\n', [], [{ n: 'A' }, { n: '' }, { n: 'B' }]],
  [
    'quotes as text',
    'a.tsv',
    'id\tt\n1\t"Rome\n2\tBar"\n',
    ['--no-quotes'],
    [
      { id: 1, t: '"Rome' },
      { id: 2, t: 'Bar"' },
    ],
  ],
  ['a column without a name', 'a.csv', ',id\n0,1\n', [], [{ column1: 0, id: 1 }]],
  [
    'missing values',
    'a.csv',
    'id,d\n1,5\n2,NA\n3,\\N\n',
    ['--null', 'NA,\\N'],
    [{ id: 1, d: 5 }, { id: 2 }, { id: 3 }],
  ],
  ['semicolons, detected', 'a.csv', 'id;n\n1;x\n', [], [{ id: 1, n: 'x' }]],
  ['another delimiter', 'a.csv', 'id::n\n1::x\n', ['--delimiter', '::'], [{ id: 1, n: 'x' }]],
  ['another quote', 'a.csv', "id,n\n1,'x,y'\n", ['--quote', "'"], [{ id: 1, n: 'x,y' }]],
  [
    'no header',
    'a.csv',
    'a,b\nc,d\n',
    ['--no-header'],
    [
      { column1: 'a', column2: 'b' },
      { column1: 'c', column2: 'd' },
    ],
  ],
  ['a header of numbers', 'a.csv', '1,2\n3,4\n', ['--header'], [{ 1: 3, 2: 4 }]],
  [
    'lines before, and comments',
    'a.csv',
    'of 2024\nid\n# 1\n2\n',
    ['--skip', '1', '--comment', '#'],
    [{ id: 2 }],
  ],
  ['members that look reserved', 'a.csv', 'id,$struct\n1,abc\n', [], [{ id: 1, $struct: 'abc' }]],
  ['gzip, whatever the name', 'a.csv', gzipSync('id\n1\n'), [], [{ id: 1 }]],
])('%s', async (_, name, content, args, expected) => {
  expect(await records(name, content, ...args)).toEqual(expected);
});

describe('what was found', () => {
  test('is said', async () => {
    const file = folder.write('said.csv', "'a';'b'\r\n'1';'2'\n");
    const said = (await cli(['build', file, '-o', target()])).stderr.split('\n')[0];
    expect(said).toBe(`${file}: CSV, delimiter semicolon, quotes ', line ends mixed, header, 2 columns`);
    expect((await cli(['build', file, '-o', target(), '--quiet'])).stderr).toBe('');
  });

  test('is in the result', async () => {
    const file = folder.write('told.csv', '1|2\n3|4');
    const { stdout } = await cli(['build', file, '-o', target(), '--json', '--no-quotes']);
    expect(JSON.parse(stdout)).toMatchObject({
      detected: { format: 'csv', delimiter: '|', quote: null, header: false, columns: 2, lineEnds: 'LF' },
      ragged: { padded: 0, cut: 0 },
    });
  });

  test('with rows that were padded and cut', async () => {
    const file = folder.write('ragged.csv', 'a,b\n1\n1,2,3\n1,2\n');
    const { code, stderr } = await cli(['build', file, '-o', target(), '--lenient']);
    expect(code).toBe(0);
    expect(stderr).toContain('1 row shorter than the header padded');
    expect(stderr).toContain('warning: 1 row longer than the header cut: lines 3');
  });
});

test('several inputs, and a pattern', async () => {
  const [one, two] = [folder.write('p-1.csv', 'id\n1\n'), folder.write('p-2.csv', 'id\n2\n')];
  for (const inputs of [[one, two], [folder.path('p-*.csv')]]) {
    expect((await cli(['build', ...inputs, '-o', target(), '--quiet'])).code).toBe(0);
    expect((await cli(['dump', target()])).stdout.match(/\d/g)).toEqual(['1', '2']);
  }
});

test('standard input is known by its content', async () => {
  for (const stdin of [
    Buffer.from('id;n\n1;x\n'),
    gzipSync('id,n\n1,x\n'),
    Buffer.from('{"id":1,"n":"x"}'),
  ]) {
    expect((await cli(['build', '-', '-o', target(), '--quiet'], { stdin })).code).toBe(0);
    expect(JSON.parse((await cli(['dump', target()])).stdout)).toEqual({ id: 1, n: 'x' });
  }
});
