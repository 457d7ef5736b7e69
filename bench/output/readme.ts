/** The figures of the README: blocks between markers, which are rewritten while the rest stays as it is. */
import type { Row } from '../questions/question.js';
import { topChart } from './charts.js';
import { digits, times, whole } from './numbers.js';
import { mainSize, type Result } from './result.js';
import { markdownTable, rowsOf } from './tables.js';

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

/** How long others' look-ups take beside ours. */
function lookUpClauses(rows: readonly Row[]): string[] {
  const ours = value(rows, OURS);
  if (ours === undefined) return [];
  const map = value(rows, MAP);
  const clauses =
    map === undefined ? [] : [`takes ${times(ours / map)} × the time of a \`Map\` of plain objects`];
  const others = rows.filter(({ contender }) => STORES.includes(contender));
  if (others.length === 0) return clauses;
  const compared = others.map((row) => `${times(row.value / ours)} × as long in ${row.contender}`);
  return [...clauses, `the same look-up takes ${compared.join(', ')}`];
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

/** One sentence of ratios; what was not measured is not said. */
export function topLine(result: Result): string {
  const size = mainSize(result.options.sizes);
  const rows = (question: string) => rowsOf(result, question, size);
  const clauses = [
    ...lookUpClauses(rows('hit/string')),
    ...openClause(rows('open/cold')),
    ...memoryClause(rows('memory/private-8'), rows('memory/private-1')),
  ];
  if (clauses.length === 0) throw new Error('a top line needs look-ups by text key (hit/string)');
  return `Among ${whole(size)} records, a look-up by text key ${clauses.join('; ')}.`;
}

export function topBlock(result: Result): string {
  const chart = topChart(result);
  const { machine } = result;
  const parts = [wrap(`**${topLine(result)}**`)];
  if (chart !== undefined) parts.push(`![${chart.title}](docs/benchmarks/${chart.name}.svg)`);
  parts.push(
    wrap(
      `One run of one program, Node ${machine.node}, ${machine.date.slice(0, 10)}: [all figures](docs/benchmarks.md), and how to run it again.`,
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
    const rows = names.flatMap((name) => rowsOf(result, name, size));
    const found = COLUMNS.map((called) => rows.find(({ contender }) => called.includes(contender)));
    return [{ title: asked.title, found }];
  });
  const used = [...COLUMNS.keys()].filter((column) => lines.some(({ found }) => found[column] !== undefined));
  return markdownTable(
    [`${whole(size)} records, Node ${result.machine.node}`, ...used.map((column) => COLUMNS[column]![0]!)],
    lines.map(({ title, found }) => [
      title,
      ...used.map((column) => shown(found[column], COLUMNS[column]![0]!)),
    ]),
  );
}

/** The README with its blocks made from a result. */
export function updateReadme(text: string, result: Result): string {
  return replaceBlock(replaceBlock(text, 'top', topBlock(result)), 'figures', figuresBlock(result));
}
