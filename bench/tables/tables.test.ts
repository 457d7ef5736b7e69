import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellText } from './contender.js';
import { INPUTS, type InputFormat, writeInput } from './input-files.js';
import { contender as lmdb } from './lmdb.js';
import { TABLES } from './made-tables.js';
import { readTableOptions } from './options.js';
import { verdict } from './report.js';

const ROWS = 1200;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-tables-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('rows are as long as they are said to be', async () => {
  const lines = async (format: InputFormat) => {
    const path = join(folder, `lines.${format}`);
    await writeInput(path, format, ROWS);
    return readFileSync(path, 'utf8').trimEnd().split('\n');
  };
  const json = await lines('ndjson');
  expect(json).toHaveLength(ROWS);
  expect(json.join('\n').length / ROWS).toBeGreaterThan(135);
  const csv = await lines('csv');
  expect(csv).toHaveLength(ROWS + 1);
  expect(csv[0]!.split(',')).toHaveLength(19);
});

test.each(Object.keys(INPUTS) as InputFormat[])(
  'what is written as %s is read as it was made',
  async (format) => {
    const [input, target] = [join(folder, `rows.${format}`), join(folder, `${format}.lmdb`)];
    await writeInput(input, format, ROWS);
    await lmdb.build(input, format, target);
    const table = TABLES[INPUTS[format]];
    const made = table.row(ROWS - 1);
    const [read] = await lmdb.read(target, format, [made[0] as string | number]);
    const texts = (cells: readonly unknown[]) =>
      table.columns.map(([, kind], at) => cellText(kind, cells[at]));
    expect(texts(read!)).toEqual(texts(made));
  },
);

test('options are read, and odd ones refused', () => {
  expect(readTableOptions(['--rows', '1M', '--formats', 'csv'])).toMatchObject({
    rows: 1e6,
    formats: ['csv'],
  });
  expect(readTableOptions(['--help'])).toBeUndefined();
  expect(() => readTableOptions(['--rows', '10'])).toThrow('--rows is a number from 1000');
  expect(() => readTableOptions(['--formats', 'xml'])).toThrow('there is no format xml');
});

test('what is not met is said', () => {
  const outcome = { seconds: 1, cpu: 1, peak: 2 ** 20, answers: '' };
  const ours = { id: 'sharedbuffers', name: 'ours', about: '', outcomes: [outcome] } as const;
  const said = verdict([{ format: 'csv', rows: 299_999, inputBytes: 1, contenders: [ours] }]);
  expect(said).toMatch(/299,999 rows\/s .* NOT MET\n.* 1 MiB .* met/);
});
