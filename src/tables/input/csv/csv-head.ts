/** What comes before the rows of CSV: lines that are passed over, and the names of the columns. */
import { inputError } from '../rows.js';
import { type Cells, PLAIN } from './cells.js';
import type { CsvFormat } from './csv-format.js';
import { decimalCommas } from './decimal-commas.js';
import { type DialectAsked, detectDialect } from './detect-dialect.js';
import { hasHeader } from './detect-header.js';
import { columnNames, numberedNames } from './header.js';
import { endsInNothing, type Head, sampleRows } from './sample.js';

/** What the user says of CSV; what is undefined is detected. */
export interface CsvAsked extends DialectAsked {
  readonly header?: boolean | undefined;
  readonly skip?: number | undefined;
  readonly nulls?: readonly string[] | undefined;
  readonly lenient?: boolean | undefined;
}

/** Where the rows of an input begin. */
export interface CsvStart {
  readonly byte: number;
  readonly line: number;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * The format of an input by its beginning; undefined if more of that has to be there. `usual` is the delimiter that the
 * name of the file tells of. Throws `InputError`.
 */
export function detectCsv(head: Head, asked: CsvAsked, usual: string): CsvFormat | undefined {
  const { nulls = [], lenient = false } = asked;
  const named = asked.skip === undefined ? toldDelimiter(head) : undefined;
  const skip = asked.skip ?? (named === undefined ? 0 : 1);
  const rest = afterLines(head, skip);
  const dialect = detectDialect(rest, { ...asked, delimiter: asked.delimiter ?? named }, usual);
  const { cells, error } = sampleRows(rest, dialect);
  if (cells.rows === 0) {
    if (error !== undefined) throw error;
    if (!head.whole) return undefined;
  }
  const header = asked.header ?? hasHeader(cells);
  const trailing = cells.rows > 0 && endRows(cells, header);
  const first = firstRow(cells, trailing);
  const columns = header ? columnNames(first, head.name, cells.lines[0]!) : numberedNames(first.length);
  const commas = dialect.delimiter === ',' ? [] : decimalCommas(cells, header ? 1 : 0, columns.length);
  const told = commas.length === 0 ? undefined : { decimalCommas: commas.map((column) => columns[column]!) };
  return { kind: 'csv', ...dialect, skip, header, columns, trailing, nulls, lenient, ...told };
}

/**
 * Where the rows of an input begin; undefined if more of its beginning has to be there. Throws `InputError` if its header is
 * not the format's, which is that of `first`.
 */
export function csvStart(head: Head, format: CsvFormat, first: string): CsvStart | undefined {
  const rest = afterLines(head, format.skip);
  const byte = head.bytes.length - rest.bytes.length;
  if (!format.header) return rest.bytes.length > 0 || head.whole ? { byte, line: rest.line } : undefined;
  const { cells, at, error } = sampleRows(rest, format, 1);
  if (error !== undefined) throw error;
  if (cells.rows === 0) return head.whole ? { byte: head.bytes.length, line: rest.line } : undefined;
  const names = columnNames(firstRow(cells, format.trailing), head.name, cells.lines[0]!);
  checkSame(names, format.columns, head.name, cells.lines[0]!, first);
  return { byte: byte + at, line: rest.line + cells.lineEnds };
}

/** Whether every row ends in a delimiter that begins no cell; the header may, too. */
function endRows(cells: Cells, header: boolean): boolean {
  const width = cells.width(0);
  const ended = endsInNothing(cells, 0);
  if (cells.rows === 1) return ended;
  const columns = ended ? width - 1 : width;
  for (let row = header ? 1 : 0; row < cells.rows; row += 1) {
    const more = cells.width(row) - columns;
    if (more === 1 ? !endsInNothing(cells, row) : !ended || more !== 0) return false;
  }
  return true;
}

function firstRow(cells: Cells, trailing: boolean): { text: string | undefined; quoted: boolean }[] {
  if (cells.rows === 0) return [];
  const width = cells.width(0) - (trailing && endsInNothing(cells, 0) ? 1 : 0);
  return Array.from({ length: width }, (_, column) => ({
    text: cells.value(column),
    quoted: cells.forms[column] !== PLAIN,
  }));
}

function checkSame(
  names: readonly string[],
  expected: readonly string[],
  name: string,
  line: number,
  first: string,
): void {
  const longest = Math.max(names.length, expected.length);
  for (let column = 0; column < longest; column += 1) {
    if (names[column] === expected[column]) continue;
    const [here, there] = [names, expected].map((all) =>
      column < all.length ? JSON.stringify(all[column]) : 'missing',
    );
    throw inputError(
      name,
      line,
      `column ${column + 1} is ${here}, but ${there} in ${first}: inputs of one build have the same header`,
    );
  }
}

/** What a first line such as `sep=;` says of the others, as Excel writes it. */
function toldDelimiter(head: Head): string | undefined {
  const { bytes } = afterLines(head, 0);
  return /^sep=(.)[\r\n]/iu.exec(new TextDecoder().decode(bytes.subarray(0, 16)))?.[1];
}

/** What comes behind a byte order mark and some lines. */
function afterLines(head: Head, skip: number): Head {
  const { bytes } = head;
  let at = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? BYTE_ORDER_MARK.length : 0;
  let line = head.line;
  for (; line < head.line + skip && at < bytes.length; at += 1) {
    if (bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10)) line += 1;
  }
  return { ...head, bytes: bytes.subarray(at), line };
}
