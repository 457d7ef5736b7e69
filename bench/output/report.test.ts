import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from './fixture.js';
import { growthGoals } from './growth.js';
import { pageOf } from './page.js';
import { figuresBlock, replaceBlock, topLine, updateReadme } from './readme.js';
import { askedOf, mainSize, outcomeOf, readResult } from './result.js';
import { goalTable, questionTable } from './tables.js';

/** Cells of a table of Markdown, without its rule. */
function cells(table: string): string[][] {
  const lines = table.split('\n').map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return lines.filter((_, place) => place !== 1);
}

test('a table compares rows of one size with the reference of that size', () => {
  expect(cells(questionTable(fixture, fixture.questions[0]!))).toEqual([
    ['contender', 'records', 'median', 'spread', 'of Map of objects'],
    ['Map of objects', '1,000,000', '500 ns', '450 to 600', '1.0 ×'],
    ['sharedbuffers', '1,000,000', '400 ns', '360 to 480', '0.80 ×'],
    ['lmdb', '1,000,000', '2,000 ns', '1,800 to 2,400', '4.0 ×'],
    ['sharedbuffers', '10,000,000', '900 ns', '810 to 1,080', ''],
    ['lmdb', '10,000,000', '2,700 ns', '2,430 to 3,240', ''],
  ]);
});

test('goals say whether they are met', () => {
  expect(cells(goalTable(fixture)).slice(1)).toEqual([
    ["hit, string keys: of Map's time", '1.20 ×', '0.800 ×', 'yes'],
    ['open a file', '1.00 ms', '2.00 ms', '**no**'],
  ]);
  expect(outcomeOf({ text: '', measured: 2, limit: 2, unit: 'x' }).met).toBe(true);
  expect(outcomeOf({ text: '', measured: 2.1, limit: 2, unit: 'x' }).met).toBe(false);
});

test('the top line is one sentence of the ratios', () => {
  expect(topLine(fixture)).toBe(
    'Among 1,000,000 records, a look-up by text key takes 0.80 × the time of a `Map` of plain objects; ' +
      'the same look-up takes 5.0 × as long in lmdb; opening the file takes 1/1,250 of the time of parsing the same records from JSON; ' +
      'each of several readers adds 1/50 of the private memory.',
  );
  const rows = fixture.rows.filter(({ contender }) => contender !== 'JSON.parse' && contender !== 'lmdb');
  expect(topLine({ ...fixture, rows })).not.toMatch(/JSON|lmdb/);
});

test('the figures of the README leave out what was not asked', () => {
  expect(cells(figuresBlock(fixture))).toEqual([
    ['1,000,000 records, Node 20.20.2', 'Map of objects', 'sharedbuffers', 'lmdb'],
    ['hit, two numbers read; string keys, user:N', '500 ns', '400 ns', '2,000 ns'],
    ['hit, two numbers read; integer keys \\| random', '300 ns', '330 ns', ''],
    ['open a file', '2,500 ms (JSON.parse)', '2.00 ms', '1.00 ms'],
    ['memory of eight', '412 MiB', '20.0 MiB', ''],
  ]);
});

test('the blocks of the README are replaced and the rest stays as it is', () => {
  const before = '# Title\n\n<!-- bench:top -->\nold\n<!-- /bench:top -->\n\nText with $& and $1.\n\n';
  const after = '<!-- bench:figures -->\nold\n<!-- /bench:figures -->\nThe end';
  const made = updateReadme(before + after, fixture);
  expect(made).not.toContain('old');
  expect(made.startsWith('# Title\n\n<!-- bench:top -->\n')).toBe(true);
  expect(made).toContain('<!-- /bench:top -->\n\nText with $& and $1.\n\n<!-- bench:figures -->\n');
  expect(made.endsWith('<!-- /bench:figures -->\nThe end')).toBe(true);
  expect(made).toContain('](docs/benchmarks/top.svg)');
  expect(updateReadme(made, fixture)).toBe(made);
});

test('markers that are missing, twice or the wrong way round are refused', () => {
  const [start, end] = ['<!-- bench:top -->', '<!-- /bench:top -->'];
  for (const text of ['', start, `${end}${start}`, `${start}${start}${end}`, `${start}${end}${end}`]) {
    expect(() => replaceBlock(text, 'top', 'new'), text).toThrow('the README needs');
  }
});

test('the page has a heading once, no trailing blanks, and a blank line around tables', () => {
  const other = { ...fixture, machine: { ...fixture.machine, node: '26.0.0' } };
  const page = pageOf([fixture, other]);
  const lines = page.split('\n');
  const headings = lines.filter((line) => line.startsWith('#') && !line.startsWith('#!'));
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings.filter((line) => line.startsWith('# '))).toEqual(['# Benchmarks']);
  expect(page).not.toMatch(/[ \t]\n|\n\n\n/);
  expect(page.endsWith('.\n')).toBe(true);
  for (const [at, line] of lines.entries()) {
    if (!line.startsWith('|')) continue;
    for (const beside of [lines[at - 1]!, lines[at + 1]!])
      expect(beside === '' || beside.startsWith('|')).toBe(true);
  }
  for (const topic of ['hit', 'open', 'memory']) {
    expect(page.split(`](benchmarks/${topic}.svg)`)).toHaveLength(2);
  }
});

test('growth is a goal between sizes that are a factor of ten apart', () => {
  const goals = growthGoals(fixture.rows);
  expect(goals).toEqual([
    {
      text: 'hit, string keys: 10,000,000 records, of the figure for 1,000,000',
      measured: 2.25,
      limit: 2.5,
      unit: 'x',
    },
  ]);
  expect(growthGoals(fixture.rows.filter(({ records }) => records === 1_000_000))).toEqual([]);
});

test('a result is what a run leaves, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-result-'));
  try {
    const path = join(folder, 'result.json');
    writeFileSync(path, JSON.stringify(fixture));
    expect(readResult(path)).toEqual(fixture);
    writeFileSync(path, JSON.stringify(fixture.rows));
    expect(() => readResult(path)).toThrow('is no result of the benchmark: no machine');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what an answer says is kept once for each question of its rows', () => {
  const [first] = fixture.rows;
  expect(askedOf({ title: 'title', rows: [first!, first!], reference: 'lmdb' })).toEqual([
    { question: 'hit/string', title: 'title', notes: [], reference: 'lmdb' },
  ]);
});

test('goals are about a million records, or the first size', () => {
  expect(mainSize([10_000, 1_000_000])).toBe(1_000_000);
  expect(mainSize([10_000, 20_000])).toBe(10_000);
});
