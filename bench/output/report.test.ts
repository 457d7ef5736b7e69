import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../paths.js';
import { fixture, metEverywhere } from './fixture.js';
import { growthGoals } from './growth.js';
import { AGAIN, pageOf } from './page.js';
import { figuresBlock, replaceBlock, topBlock, topLine, updateReadme } from './readme.js';
import { askedOf, mainSize, outcomeOf, type Result, readResult, runtimeName } from './result.js';
import { goalTable, questionTable } from './tables.js';
import { targetText } from './target-table.js';
import { allMet, cellCount, measurements } from './targets.js';

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

test('a table has a column a size, and a line for each runtime and way of keys', () => {
  expect(cells(questionTable(fixture, fixture.questions[0]!))).toEqual([
    ['contender', 'runtime', 'keys', '1,000,000', '10,000,000'],
    ['Map of objects', 'Node 24', 'fresh', '500 ns, 1.0 ×', ''],
    ['sharedbuffers', 'Node 24', 'fresh', '400 ns, 0.80 ×', '900 ns'],
    ['lmdb', 'Node 24', 'fresh', '2,000 ns, 4.0 ×', '2,700 ns'],
    ['Map of objects', 'Node 24', 'held', '250 ns, 1.0 ×', ''],
    // The median of ratios within rounds, where it is known.
    ['sharedbuffers', 'Node 24', 'held', '400 ns, 1.5 ×', ''],
    ['Map of objects', 'Bun', 'fresh', '600 ns, 1.0 ×', ''],
    ['sharedbuffers', 'Bun', 'fresh', '1,200 ns, 2.0 ×', ''],
  ]);
});

test('a table of one size has the spread', () => {
  expect(cells(questionTable(fixture, fixture.questions[1]!))).toEqual([
    ['contender', 'median', 'spread', 'of Map of objects'],
    ['Map of objects', '300 ns', '270 to 360', '1.0 ×'],
    ['sharedbuffers', '330 ns', '297 to 396', '1.1 ×'],
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

test('the top line has the best and the worst cell, and other ratios', () => {
  const range =
    'A look-up takes from 0.80 × (hit, two numbers read; string keys, user:N, fresh, uniform, 1,000,000 records, Node 24) ' +
    'to 2.0 × (hit, two numbers read; string keys, user:N, fresh, uniform, 1,000,000 records, Bun) the time of a `Map` of plain objects; ' +
    'of what is wanted of Node 24 and 26, 0 of the 4 cells that were measured hold.';
  expect(topLine(fixture)).toBe(
    `${range} Among 1,000,000 records, a look-up by text key takes 5.0 × as long in lmdb; ` +
      'opening the file takes 1/1,250 of the time of parsing the same records from JSON; ' +
      'each of several readers adds 1/50 of the private memory.',
  );
  const rows = fixture.rows.filter(({ contender }) => contender !== 'JSON.parse' && contender !== 'lmdb');
  expect(topLine({ ...fixture, rows })).not.toMatch(/JSON|lmdb/);
  expect(() => topLine({ ...fixture, rows: [] })).toThrow('beside a Map');
});

test('as fast as a Map is said where every cell holds, and nowhere else', () => {
  const said = (rows: Result['rows']) => topLine({ ...fixture, rows }).includes('as fast as');
  expect(said(metEverywhere)).toBe(true);
  expect(said(fixture.rows)).toBe(false);
  // A cell that is missing, or a little too slow.
  const ours = metEverywhere.filter(
    ({ contender, records }) => contender === 'sharedbuffers' && records < 1e7,
  );
  for (const row of ours) {
    const others = metEverywhere.filter((each) => each !== row);
    expect(said(others)).toBe(false);
    expect(said([...others, { ...row, value: 1.01 * row.value }])).toBe(false);
  }
});

test('the page that is kept tells how to run it now', () => {
  expect(readFileSync(join(ROOT, 'docs/benchmarks.md'), 'utf8').endsWith(`\n\n${AGAIN}\n`)).toBe(true);
});

test('a run on a busy machine says so', () => {
  const busy = { ...fixture, load: { before: 1.5, after: 0, mean: 0, most: 0 } };
  for (const text of [pageOf([busy]), topBlock(busy)])
    expect(text.replaceAll('\n', ' ')).toContain('on a busy machine');
  for (const text of [pageOf([fixture]), topBlock(fixture)]) expect(text).not.toContain('on a busy machine');
});

test('the page says what a runtime does without', () => {
  const page = pageOf([fixture]);
  expect(page).toContain('**Not measured**: scan, 10,000,000 records, Bun: the process ended with SIGKILL\n');
  expect(page).toContain(
    'Bun 1.4.5 (JavaScriptCore); files are read into memory, not mapped: no koffi; without lmdb',
  );
});

test('the figures of the README leave out what was not asked', () => {
  const [table, , targets] = figuresBlock(fixture).split('\n\n') as [string, string, string];
  expect(cells(targets)).toEqual([
    ["of a Map's time", 'records', 'at most', 'Node 24', 'Bun'],
    ['get, fresh text key, two numbers', '1,000,000', '0.45 ×', '**0.80 ×**', '**2.00 ×**'],
    ["get, fresh text key, two numbers of lmdb's time", '10,000,000', '0.25 ×', '**0.33 ×**', ''],
    ['get, held text key, two numbers', '1,000,000', '0.85 ×', '**1.50 ×**', ''],
    ['get, random integer key', '1,000,000', '0.75 ×', '**1.10 ×**', ''],
  ]);
  expect(cells(table)).toEqual([
    ['1,000,000 records, Node 24', 'Map of objects', 'sharedbuffers', 'lmdb'],
    ['hit, two numbers read; string keys, user:N', '500 ns', '400 ns', '2,000 ns'],
    ['hit, two numbers read; integer keys \\| random', '300 ns', '330 ns', ''],
    ['open a file', '2,500 ms (JSON.parse)', '2.00 ms', '1.00 ms'],
    ['memory of eight', '412 MiB', '20.0 MiB', ''],
  ]);
});

test('the blocks of the README are replaced and the rest stays as it is', () => {
  const before = '# Title\n\n<!-- bench:top -->\noutdated\n<!-- /bench:top -->\n\nText with $& and $1.\n\n';
  const after = '<!-- bench:figures -->\noutdated\n<!-- /bench:figures -->\nThe end';
  const made = updateReadme(before + after, fixture);
  expect(made).not.toContain('outdated');
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
  const other = { ...fixture, runtimes: [{ ...fixture.runtimes[0]!, name: 'Node 26.0.0' }] };
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
  const goals = growthGoals(fixture.rows.filter(({ runtime }) => runtime === 'node24'));
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

test('runtimes are called by their names and major versions', () => {
  expect(['node24', 'bun', 'deno'].map((id) => runtimeName(fixture, id))).toEqual(['Node 24', 'Bun', 'deno']);
});

test('every cell of the table of what is wanted is found', () => {
  const found = measurements(metEverywhere);
  expect(found).toHaveLength(2 * cellCount());
  expect(found.every(({ met }) => met)).toBe(true);
  expect(allMet(metEverywhere)).toBe(true);
  expect(allMet(metEverywhere.filter(({ runtime }) => runtime === 'node24'))).toBe(false);
  const text = targetText({ ...fixture, rows: metEverywhere })!;
  expect(text.split('\n')).toHaveLength(2 + cellCount());
  expect(targetText({ ...fixture, rows: [] })).toBeUndefined();
});
