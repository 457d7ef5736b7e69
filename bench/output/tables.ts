/** Tables of Markdown: one for each question, with ratios, and one for what was wanted. */
import type { Row } from '../questions/question.js';
import { digits, times, whole } from './numbers.js';
import { type Asked, mainSize, type Result } from './result.js';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The first column is text, the others numbers. */
export function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  const all = [head.map(cell), rule, ...lines.map((line) => line.map(cell))];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Rows of one question and size. */
export function rowsOf({ rows }: Result, question: string, records: number): Row[] {
  return rows.filter((row) => row.question === question && row.records === records);
}

/** How many times the reference's value of the same size a row's is; undefined if the reference took no part. */
export function ratioOf(result: Result, { reference }: Asked, row: Row): number | undefined {
  const first = rowsOf(result, row.question, row.records).find(({ contender }) => contender === reference);
  return first === undefined || first.value === 0 ? undefined : row.value / first.value;
}

export function questionTable(result: Result, asked: Asked): string {
  const rows = result.rows.filter(({ question }) => question === asked.question);
  const sizes = new Set(rows.map(({ records }) => records));
  const sized = sizes.size > 1 || !sizes.has(mainSize(result.options.sizes));
  const compared = rows.some((row) => ratioOf(result, asked, row) !== undefined);
  const head = ['contender', ...(sized ? ['records'] : []), 'median', 'spread'];
  if (compared) head.push(`of ${asked.reference}`);
  const lines = rows.map((row) => {
    const { contender, records, value, unit, min, max } = row;
    const ratio = ratioOf(result, asked, row);
    return [
      contender,
      ...(sized ? [whole(records)] : []),
      `${digits(value)} ${unit}`,
      min === max ? '' : `${digits(min)} to ${digits(max)}`,
      ...(compared ? [ratio === undefined ? '' : `${times(ratio)} ×`] : []),
    ];
  });
  return markdownTable(head, lines);
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
