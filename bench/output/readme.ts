/** The figures of the README: blocks between markers, which are rewritten while the rest stays as it is. */
import { isBusy, loadText } from '../load.js';
import type { Row } from '../questions/question.js';
import { topChart } from './charts.js';
import { digits, times, whole } from './numbers.js';
import { runtimeNames } from './page.js';
import { mainSize, type Result, runtimeName } from './result.js';
import { markdownTable, usualRows } from './tables.js';
import { rangeSentence, targetMarkdown } from './target-table.js';

const LINE_WIDTH = 120;
const OURS = 'sharedbuffers';
const MAP = 'Map of objects';
const PARSED = 'JSON.parse';
const NOTHING = 'Node without data';
/** Contenders that have a column, as far as they took part. A scan of the heap goes through an array. */
const COLUMNS: readonly (readonly string[])[] = [
  [MAP, 'array of objects', PARSED],
  [OURS, 'sharedbuffers cursor()'],
  ['lmdb'],
  ['better-sqlite3'],
  ['classic-level'],
];
/** Those whose look-ups the top line compares with ours, beside the `Map`. */
const STORES: readonly string[] = ['lmdb', 'better-sqlite3', 'classic-level', 'Python, reused proxy'];
const WANTED =
  'What is wanted of look-ups, as a share of the time of a `Map` of plain objects; what is not reached is in bold:';
/** Rows of the table; a contender that the first question of a row lacks is taken from the next. */
const QUESTIONS: readonly (readonly [string, ...string[]])[] = [
  ['hit/string'],
  ['hit/random'],
  ['miss/string'],
  ['scan'],
  ['open/cold'],
  // Heaps are not shared: one of several processes with a Map has as much as the only one.
  ['memory/private-8', 'memory/private-1'],
];

/** Between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. Throws if the text has not each of them once, in order. */
export function replaceBlock(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const before = text.split(start);
  const after = text.split(end);
  if (before.length !== 2 || after.length !== 2 || before[0]!.length > after[0]!.length) {
    throw new Error(`the README needs one ${start} before one ${end}`);
  }
  return `${before[0]}${start}\n\n${content}\n\n${end}${after[1]}`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > LINE_WIDTH) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

function value(rows: readonly Row[], contender: string): number | undefined {
  return rows.find((row) => row.contender === contender)?.value;
}

/** How long look-ups take in stores beside ours. */
function storesClause(rows: readonly Row[]): string[] {
  const ours = value(rows, OURS);
  const others = rows.filter(({ contender }) => STORES.includes(contender));
  if (ours === undefined || others.length === 0) return [];
  const compared = others.map((row) => `${times(row.value / ours)} × as long in ${row.contender}`);
  return [`a look-up by text key takes ${compared.join(', ')}`];
}

function openClause(rows: readonly Row[]): string[] {
  const [ours, parsed] = [value(rows, OURS), value(rows, PARSED)];
  if (ours === undefined || parsed === undefined) return [];
  return [
    `opening the file takes 1/${times(parsed / ours)} of the time of parsing the same records from JSON`,
  ];
}

/** Beyond what Node takes without data. */
function memoryClause(ourRows: readonly Row[], mapRows: readonly Row[]): string[] {
  const [ours, map, none] = [value(ourRows, OURS), value(mapRows, MAP), value(mapRows, NOTHING)];
  if (ours === undefined || map === undefined || none === undefined || ours <= none) return [];
  return [`each of several readers adds 1/${times((map - none) / (ours - none))} of the private memory`];
}

/** The best and the worst of the look-ups beside a `Map`, then other ratios; what was not measured is not said. */
export function topLine(result: Result): string {
  const range = rangeSentence(result);
  if (range === undefined) throw new Error('a top line needs look-ups beside a Map (--questions hit)');
  const size = mainSize(result.options.sizes);
  const rows = (question: string) => usualRows(result, question, size);
  const clauses = [
    ...storesClause(rows('hit/string')),
    ...openClause(rows('open/cold')),
    ...memoryClause(rows('memory/private-8'), rows('memory/private-1')),
  ];
  return clauses.length === 0 ? range : `${range} Among ${whole(size)} records, ${clauses.join('; ')}.`;
}

export function topBlock(result: Result): string {
  const chart = topChart(result);
  const { machine, load } = result;
  const parts = [wrap(`**${topLine(result)}**`)];
  if (chart !== undefined) parts.push(`![${chart.title}](docs/benchmarks/${chart.name}.svg)`);
  const busy = isBusy(load) ? ` ${loadText(load, machine.cores)}` : '';
  parts.push(
    wrap(
      `One run of one program, ${runtimeNames(result)}, ${machine.date.slice(0, 10)}: [all figures](docs/benchmarks.md), and how to run it again.${busy}`,
    ),
  );
  return parts.join('\n\n');
}

function shown(row: Row | undefined, usual: string): string {
  if (row === undefined) return '';
  return `${digits(row.value)} ${row.unit}${row.contender === usual ? '' : ` (${row.contender})`}`;
}

export function figuresBlock(result: Result): string {
  const size = mainSize(result.options.sizes);
  const lines = QUESTIONS.flatMap((names) => {
    const asked = result.questions.find(({ question }) => question === names[0]);
    if (asked === undefined) return [];
    const rows = names.flatMap((name) => usualRows(result, name, size));
    const found = COLUMNS.map((called) => rows.find(({ contender }) => called.includes(contender)));
    return [{ title: asked.title, found }];
  });
  const used = [...COLUMNS.keys()].filter((column) => lines.some(({ found }) => found[column] !== undefined));
  const first = runtimeName(result, result.runtimes[0]!.id);
  const table = markdownTable(
    [`${whole(size)} records, ${first}`, ...used.map((column) => COLUMNS[column]![0]!)],
    lines.map(({ title, found }) => [
      title,
      ...used.map((column) => shown(found[column], COLUMNS[column]![0]!)),
    ]),
  );
  const targets = targetMarkdown(result);
  return [table, ...(targets === undefined ? [] : [WANTED, targets])].join('\n\n');
}

/** The README with its blocks made from a result. */
export function updateReadme(text: string, result: Result): string {
  return replaceBlock(replaceBlock(text, 'top', topBlock(result)), 'figures', figuresBlock(result));
}
