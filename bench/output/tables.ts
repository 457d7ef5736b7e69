/** Tables of Markdown: one for each question, with ratios, and one for what was wanted. */
import { USUAL } from '../cells.js';
import type { Row } from '../questions/question.js';
import { digits, times, whole } from './numbers.js';
import { type Asked, mainSize, type Result, runtimeName } from './result.js';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The first column is text, the others numbers. */
export function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  const all = [head.map(cell), rule, ...lines.map((line) => line.map(cell))];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Whether a row is of the usual keys, or of a question that has no keys. */
export function isUsual({ keys = USUAL.keys, distribution = USUAL.distribution }: Row): boolean {
  return keys === USUAL.keys && distribution === USUAL.distribution;
}

/** Rows of one question and size, of the first runtime and the usual keys. */
export function usualRows({ rows, runtimes }: Result, question: string, records: number): Row[] {
  const first = runtimes[0]?.id;
  return rows.filter(
    (row) => row.question === question && row.records === records && row.runtime === first && isUsual(row),
  );
}

/** How many times the reference's value of the same cell a row's is; undefined if the reference took no part. */
export function ratioOf({ rows }: Result, { reference }: Asked, row: Row): number | undefined {
  if (reference === undefined) return undefined;
  const first = rows.find(
    (other) =>
      other.contender === reference &&
      other.question === row.question &&
      other.records === row.records &&
      other.runtime === row.runtime &&
      other.keys === row.keys &&
      other.distribution === row.distribution,
  );
  if (first === undefined || first.value === 0) return undefined;
  return row.ratio ?? row.value / first.value;
}

/** What rows of a question differ in, beside contender and size. */
const DIMENSIONS = ['runtime', 'keys', 'distribution'] as const satisfies readonly (keyof Row)[];
type Dimension = (typeof DIMENSIONS)[number];

function labelOf(result: Result, row: Row, dimension: Dimension): string {
  const value = row[dimension] ?? '';
  return dimension === 'runtime' ? runtimeName(result, value) : value;
}

/** Rows that have one line: those of one contender in one cell, of each size. */
function grouped(rows: readonly Row[], by: readonly Dimension[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = JSON.stringify([...by.map((dimension) => row[dimension]), row.contender]);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()];
}

/** Lines of a runtime stand together, and within it those of one way of keys. */
function inOrder(rows: readonly Row[], by: readonly Dimension[]): Row[] {
  const places = by.map((dimension) => [...new Set(rows.map((row) => row[dimension]))]);
  const rank = (row: Row) => by.map((dimension, place) => places[place]!.indexOf(row[dimension]));
  return rows.toSorted((a, b) => {
    const [ranks, others] = [rank(a), rank(b)];
    return ranks.map((own, place) => own - others[place]!).find((difference) => difference !== 0) ?? 0;
  });
}

function figure(row: Row, ratio: number | undefined): string {
  return `${digits(row.value)} ${row.unit}${ratio === undefined ? '' : `, ${times(ratio)} ×`}`;
}

/** A column a size; each figure with its ratio to the reference of the same cell. */
function sizedTable(result: Result, asked: Asked, rows: readonly Row[], by: readonly Dimension[]): string {
  const sizes = [...new Set(rows.map(({ records }) => records))].sort((a, b) => a - b);
  const lines = grouped(rows, by).map((those) => {
    const first = those[0]!;
    const cells = sizes.map((size) => {
      const row = those.find(({ records }) => records === size);
      return row === undefined ? '' : figure(row, ratioOf(result, asked, row));
    });
    return [first.contender, ...by.map((dimension) => labelOf(result, first, dimension)), ...cells];
  });
  return markdownTable(['contender', ...by, ...sizes.map(whole)], lines);
}

/** Everything about rows of one size. */
function fullTable(result: Result, asked: Asked, rows: readonly Row[], by: readonly Dimension[]): string {
  const compared = rows.some((row) => ratioOf(result, asked, row) !== undefined);
  const lines = rows.map((row) => {
    const { contender, value, unit, min, max } = row;
    const ratio = ratioOf(result, asked, row);
    return [
      contender,
      ...by.map((dimension) => labelOf(result, row, dimension)),
      `${digits(value)} ${unit}`,
      min === max ? '' : `${digits(min)} to ${digits(max)}`,
      ...(compared ? [ratio === undefined ? '' : `${times(ratio)} ×`] : []),
    ];
  });
  const head = ['contender', ...by, 'median', 'spread', ...(compared ? [`of ${asked.reference}`] : [])];
  return markdownTable(head, lines);
}

export function questionTable(result: Result, asked: Asked): string {
  const found = result.rows.filter(({ question }) => question === asked.question);
  const by = DIMENSIONS.filter((dimension) => new Set(found.map((row) => row[dimension])).size > 1);
  const rows = inOrder(found, by);
  const sizes = new Set(rows.map(({ records }) => records));
  const sized = sizes.size > 1 || !sizes.has(mainSize(result.options.sizes));
  return sized ? sizedTable(result, asked, rows, by) : fullTable(result, asked, rows, by);
}

export function goalTable({ goals }: Result): string {
  return markdownTable(
    ['what is wanted', 'at most', 'measured', 'met'],
    goals.map(({ text, measured, limit, unit, met }) => {
      const sign = unit === 'x' ? '×' : unit;
      return [text, `${digits(limit)} ${sign}`, `${digits(measured)} ${sign}`, met ? 'yes' : '**no**'];
    }),
  );
}
