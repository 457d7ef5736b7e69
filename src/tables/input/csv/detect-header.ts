/** Whether the first row of CSV is the names of its columns. */
import type { Cells } from './cells.js';

const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
const DATE = /^\s*\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?\s*$/;
/** Text that often stands for a missing value. */
const MISSING = /^\s*(na|n\/a|nan|null|none|nil|-+|\?+|\\n)\s*$/i;
/** Numbers that names of columns count from, and years. */
const YEARS = [1000, 2999] as const;

type Row = readonly (string | undefined)[];
type Kind = 'number' | 'date' | 'text';

/**
 * Names are unlike what is below them. The first row is data where more of its cells are like their columns, numbers above
 * numbers, than unlike, text above numbers; columns of text tell nothing. It is names all the same if its numbers count on, as
 * years do or places from 0, and those of no other row.
 */
export function hasHeader(cells: Cells): boolean {
  if (cells.rows === 0) return true;
  const first = cells.row(0);
  const others = Array.from({ length: cells.rows - 1 }, (_, row) => cells.row(row + 1));
  let like = 0;
  let unlike = 0;
  for (const [column, text] of first.entries()) {
    const kind = kindOf(text);
    if (kind === undefined) continue;
    const below = kindBelow(others, column) ?? kind;
    if (below === 'text') continue;
    if (kind === below) like += 1;
    else unlike += 1;
  }
  if (unlike >= like) return true;
  return others.length > 0 && countsOn(first) && !others.some(countsOn);
}

/** Undefined for a missing value. */
function kindOf(text: string | undefined): Kind | undefined {
  if (text === undefined || MISSING.test(text)) return undefined;
  if (NUMBER.test(text)) return 'number';
  return DATE.test(text) ? 'date' : 'text';
}

/** What all values of a column are, without the first row; undefined for none. */
function kindBelow(rows: readonly Row[], column: number): Kind | undefined {
  let common: Kind | undefined;
  for (const row of rows) {
    const kind = kindOf(row[column]);
    if (kind === undefined) continue;
    if (common !== undefined && kind !== common) return 'text';
    common = kind;
  }
  return common;
}

/** Whether the numbers of a row, two or more, are each one more than the one before. */
function countsOn(row: Row): boolean {
  const numbers = row.filter((text) => kindOf(text) === 'number').map(Number);
  const from = numbers[0]!;
  if (numbers.length < 2 || !(from === 0 || (from >= YEARS[0] && from <= YEARS[1]))) return false;
  return numbers.every((number, at) => number === from + at);
}
