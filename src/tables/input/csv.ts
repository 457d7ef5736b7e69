/**
 * CSV with a header: fields as text, empty ones left out. Rows end in what the header ends in. Every row must have as
 * many fields as the header; blank lines are passed over.
 */
import Papa from 'papaparse';
import { inputError, lineBlocks, lineTooLong, MAX_LINE, type Position, type Row } from './rows.js';

/** Fields of a row, in text that is longer than what is read at once. */
const MAX_FIELDS = 2 ** 20;
const LONG_ROW = 2 ** 22;

/** What stands between fields, by the extension of a file. */
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['.csv', ','],
  ['.tsv', '\t'],
  ['.tab', '\t'],
]);

export interface CsvRow extends Row {
  readonly fields: { readonly [name: string]: string };
}

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly message: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

interface Cells {
  readonly line: number;
  readonly cells: string[];
}

/** Rows as arrays of text, with the line that each starts in. */
function* records(
  chunks: Iterable<Uint8Array>,
  name: string,
  delimiter: string,
  position: Position,
): Generator<Cells> {
  let parser: Papa.Parser | undefined;
  let line = 1;
  /** What was not parsed yet, and how much of it is a row that did not end. */
  let text = '';
  let open = 0;
  function* parse(last: boolean): Generator<Cells> {
    if (hasTooManyFields(text, delimiter)) {
      throw inputError(name, line, `a row of more than ${MAX_FIELDS.toLocaleString('en-US')} fields`);
    }
    parser ??= new Papa.Parser({ delimiter, newline: newlineOf(text) });
    const { data, errors, meta } = parser.parse(text, 0, !last) as Parsed;
    const quoted = text.includes('"');
    for (const [index, cells] of data.entries()) {
      if (errors[0]?.row === index) break;
      position.line = line;
      const start = line;
      line += quoted ? 1 + linesWithin(cells) : 1;
      if (cells.length > 1 || cells[0] !== '') yield { line: start, cells };
    }
    if (errors[0] !== undefined) throw inputError(name, line, `not CSV: ${errors[0].message}`);
    text = text.slice(meta.cursor);
    open = text.length;
    if (open > MAX_LINE) throw lineTooLong(name, line);
  }
  for (const block of lineBlocks(chunks, name, position)) {
    text += block;
    // A long row is parsed again from its start, so it has to grow twofold before that.
    if (text.length >= 2 * open) yield* parse(false);
  }
  if (text !== '') yield* parse(true);
}

/** Whether a row is long, and made of fields rather than of text: each would become a string. */
function hasTooManyFields(text: string, delimiter: string): boolean {
  if (text.length < LONG_ROW) return false;
  let fields = 0;
  let quoted = false;
  for (let at = 0; at < text.length && fields <= MAX_FIELDS; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === delimiter) fields += 1;
  }
  return fields > MAX_FIELDS;
}

/** Lines end as the first one does. */
function newlineOf(text: string): '\r\n' | '\n' {
  const end = text.indexOf('\n');
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n';
}

function linesWithin(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

/** What stands between the fields of a CSV file, unless the user says otherwise; undefined for an extension of another format. */
export function csvDelimiter(extension: string): string | undefined {
  return DELIMITERS.get(extension);
}

export function* csvRows(
  chunks: Iterable<Uint8Array>,
  name: string,
  delimiter: string,
  position: Position,
): Generator<CsvRow> {
  let header: string[] | undefined;
  for (const { line, cells } of records(chunks, name, delimiter, position)) {
    if (header === undefined) {
      header = checkedHeader(cells, name, line);
      position.columns = header;
      continue;
    }
    if (cells.length !== header.length) {
      throw inputError(
        name,
        line,
        `the row has ${cells.length} fields, the header ${header.length}: check quotes and --delimiter`,
      );
    }
    // Without a prototype: a column may be called __proto__.
    const fields: Record<string, string> = Object.create(null);
    for (let column = 0; column < cells.length; column += 1) {
      if (cells[column] !== '') fields[header[column]!] = cells[column]!;
    }
    yield { line, fields };
  }
}

function checkedHeader(cells: string[], name: string, line: number): string[] {
  const empty = cells.indexOf('');
  if (empty >= 0) throw inputError(name, line, `column ${empty + 1} of the header has no name`);
  const known = new Set<string>();
  const twice = cells.find((cell) => known.size === known.add(cell).size);
  if (twice !== undefined) throw inputError(name, line, `two columns are called ${JSON.stringify(twice)}`);
  return cells;
}
