/** How CSV is written, as its beginning shows: what stands between cells, what around them. */
import type { Cells } from './cells.js';
import type { CsvDialect } from './csv-format.js';
import { alike, type Head, isSpaced, sampleRows } from './sample.js';

/** What the user says of a dialect; what is undefined is detected. */
export interface DialectAsked {
  readonly delimiter?: string | undefined;
  /** Null where quotes are data. */
  readonly quote?: string | null | undefined;
  readonly comment?: string | undefined;
}

/** What often stands between cells, the likelier the earlier. */
const USUAL = [',', '\t', ';', '|'];
/** What seldom does, and often stands within text: rows have to show it. */
const SELDOM = ['\x1f', '\x01', '^', '~', ':', ' '];
const SELDOM_COLUMNS = 3;
const SELDOM_ROWS = 3;

const NUMBER = /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*$/;
/** Rows whose cells are looked at one by one. */
const LOOKED_AT = 200;

interface Candidate {
  readonly dialect: CsvDialect;
  readonly cells: Cells;
  readonly columns: number;
  /** Rows that are like the first, of all. */
  readonly alike: number;
  readonly spaced: boolean;
}

/** The dialect of the rows in `head`; `usual` is the delimiter that the name of the file tells of. */
export function detectDialect(head: Head, asked: DialectAsked, usual: string): CsvDialect {
  const quote = asked.quote === null ? undefined : (asked.quote ?? '"');
  const of = (delimiter: string, around: string | undefined = quote) => {
    const dialect = { delimiter, quote: around, comment: asked.comment, trim: false };
    return candidate(head, dialect);
  };
  const delimiters = [...new Set([usual, ...USUAL])];
  const fair = asked.delimiter === undefined ? best(delimiters.map((each) => of(each))) : of(asked.delimiter);
  const found = fair ?? rare(SELDOM.map((each) => of(each))) ?? of(usual);
  if (asked.quote !== undefined) return trimmed(found, head).dialect;
  return requoted(trimmed(found, head), head);
}

function candidate(head: Head, dialect: CsvDialect): Candidate {
  const { cells } = sampleRows(head, dialect);
  const columns = cells.rows === 0 ? 0 : cells.width(0);
  return {
    dialect,
    cells,
    columns,
    alike: cells.rows === 0 ? 0 : alike(cells) / cells.rows,
    spaced: isSpaced(cells),
  };
}

/** The candidate whose rows are most alike; among equals, the one with more numbers, then the earlier one. */
function best(candidates: readonly Candidate[]): Candidate | undefined {
  const fair = candidates.filter(({ columns }) => columns > 1);
  const rank = (each: Candidate) =>
    [each.alike, each.spaced && fair.length > 1 ? 0 : 1, numbers(each.cells)] as const;
  let found: Candidate | undefined;
  for (const each of fair) {
    if (found === undefined || isHigher(rank(each), rank(found))) found = each;
  }
  return found;
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at >= 0 && a[at]! > b[at]!;
}

function rare(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find(({ dialect, cells, columns, alike: share }) => {
    const blank = dialect.delimiter === ' ';
    const enough = columns >= SELDOM_COLUMNS || (columns > 1 && dialect.delimiter < ' ');
    return enough && cells.rows >= SELDOM_ROWS && share === 1 && (!blank || numbers(cells) > 0);
  });
}

/** The share of cells that are numbers. */
function numbers(cells: Cells): number {
  const rows = Math.min(cells.rows, LOOKED_AT);
  let count = 0;
  let all = 0;
  for (let row = 0; row < rows; row += 1) {
    for (const text of cells.row(row)) {
      all += 1;
      if (text !== undefined && NUMBER.test(text)) count += 1;
    }
  }
  return all === 0 ? 0 : count / all;
}

/** Without the spaces behind delimiters, if every delimiter has one. */
function trimmed(found: Candidate, head: Head): Candidate {
  if (found.columns < 2 || found.dialect.delimiter === ' ') return found;
  const without = candidate(head, { ...found.dialect, trim: true });
  return without.spaced && without.alike >= found.alike ? without : found;
}

/** With the quotes that are around cells, where those of most files are not. */
function requoted({ dialect, cells, alike: share }: Candidate, head: Head): CsvDialect {
  if (!head.bytes.includes(34)) {
    const single = candidate(head, { ...dialect, quote: "'" });
    return single.alike >= share && isQuotedThroughout(single.cells) ? single.dialect : dialect;
  }
  // Quotes that open one title and close another, some lines on, look like a cell of many lines.
  if (dialect.delimiter === '\t' && spansRows(cells)) {
    const literal = candidate(head, { ...dialect, quote: undefined });
    if (literal.columns >= SELDOM_COLUMNS && literal.alike === 1) return literal.dialect;
  }
  return dialect;
}

/** Whether all cells of a column are quoted, the first row perhaps not. */
function isQuotedThroughout(cells: Cells): boolean {
  if (cells.rows < 2) return false;
  const quoted = new Array<boolean>(cells.width(0)).fill(true);
  for (let row = 1; row < cells.rows; row += 1) {
    for (const column of quoted.keys()) {
      if (column >= cells.width(row) || cells.forms[cells.firsts[row]! + column] === 0)
        quoted[column] = false;
    }
  }
  return quoted.includes(true);
}

/** Whether a quoted cell has a line end and a tab in it. */
function spansRows(cells: Cells): boolean {
  for (let cell = 0; cell < cells.cells; cell += 1) {
    if (cells.forms[cell] === 0) continue;
    const within = cells.bytes.subarray(cells.starts[cell]!, cells.ends[cell]!);
    if (within.includes(9) && (within.includes(10) || within.includes(13))) return true;
  }
  return false;
}
