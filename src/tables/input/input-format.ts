/** Which format an input is in, and its rows. */
import { extname } from 'node:path';
import { ArgumentError } from '../../errors.js';
import {
  type ColumnarFormat,
  columnarExtension,
  columnarFormat,
  isColumnar,
} from '../columnar/columnar-format.js';
import type { CsvFormat } from './csv/csv-format.js';
import { type CsvAsked, detectCsv } from './csv/csv-head.js';
import { csvRows } from './csv/csv-rows.js';
import { headOf } from './csv/head-of.js';
import type { Input } from './input-file.js';
import { ndjsonRows } from './ndjson.js';
import type { Position, Row } from './rows.js';

/** All that is needed to read the rows of an input; a plain object, which threads can be given. */
export type Format = { readonly kind: 'ndjson' } | CsvFormat;

/** What is said of a format before the input is open: of tables that say their types it can be nothing, as their first bytes tell. */
export type FormatAsked =
  | { readonly kind: 'ndjson' | ColumnarFormat | 'unsaid' }
  | ({ readonly kind: 'csv'; readonly usual: string } & CsvAsked);

/** Options of formats, as programs give them. */
export interface FormatOptions {
  /** Format of the input; without it, the name of the file tells. */
  readonly format?: 'ndjson' | 'csv' | ColumnarFormat | undefined;
  /** What stands between the cells of CSV: one character. Without it, the first 64 KiB tell. */
  readonly delimiter?: string | undefined;
  /** What may stand around the cells of CSV: one ASCII character. Without it, the first 64 KiB tell. */
  readonly quote?: string | undefined;
  /** Whether quotes in CSV are text like any other. */
  readonly noQuotes?: boolean | undefined;
  /** Whether the first row of CSV is the names of its columns, which else are `column1`, `column2` and so on. Without it, the first 64 KiB tell. */
  readonly header?: boolean | undefined;
  /** What stands for missing values in CSV, besides nothing. */
  readonly null?: readonly string[] | undefined;
  /** Lines of CSV before its header, which are passed over. */
  readonly skip?: number | undefined;
  /** What lines of CSV begin with that are passed over. */
  readonly comment?: string | undefined;
  /** Whether rows of CSV that are shorter than the header are padded, and longer ones cut; else they are errors. */
  readonly lenient?: boolean | undefined;
}

const NDJSON = ['.ndjson', '.jsonl', '.ldjson', '.json'];
/** What usually stands between cells, by the extension of a file. */
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['.csv', ','],
  ['.tsv', '\t'],
  ['.tab', '\t'],
]);
/** Options that are for CSV, and what the command line calls them. */
const CSV_OPTIONS = {
  delimiter: '--delimiter',
  quote: '--quote',
  noQuotes: '--no-quotes',
  header: '--header and --no-header',
  null: '--null',
  skip: '--skip',
  comment: '--comment',
  lenient: '--lenient',
} as const;

/** The format that the user names, else that of the name's extension. Throws `ArgumentError` for another one. */
export function askedFormat(path: string, options: FormatOptions): FormatAsked {
  const extension = extname(path).toLowerCase();
  const usual = DELIMITERS.get(extension);
  if (options.format === 'csv' || (options.format === undefined && usual !== undefined)) {
    return { kind: 'csv', usual: usual ?? ',', ...csvAsked(options) };
  }
  for (const [name, shown] of Object.entries(CSV_OPTIONS)) {
    if (options[name as keyof typeof CSV_OPTIONS] !== undefined)
      throw new ArgumentError(`${shown} is for CSV`);
  }
  const columnar = isColumnar(options.format) ? options.format : undefined;
  if (columnar !== undefined) return { kind: columnar };
  if (options.format !== undefined || path === '-' || NDJSON.includes(extension)) return { kind: 'ndjson' };
  return { kind: columnarExtension(extension) ?? 'unsaid' };
}

/** The format of an input of text, whose beginning tells what was not said. Throws `InputError`. */
export function formatOf(input: Input, asked: FormatAsked): Format {
  if (asked.kind !== 'csv') {
    if (asked.kind === 'ndjson') return { kind: 'ndjson' };
    throw new ArgumentError(`${input.name} has no known extension: say --format ndjson or --format csv`);
  }
  return headOf(input, (head) => detectCsv(head, asked, asked.usual));
}

/** The format of an input that says the types of its columns, by what was asked for or by its first bytes. */
export function columnarOf(
  input: Input,
  asked: FormatAsked,
  { format }: FormatOptions,
): ColumnarFormat | undefined {
  if (isColumnar(asked.kind)) return asked.kind;
  return format === undefined ? columnarFormat(input) : undefined;
}

/** All rows from the first on; `position` moves along. */
export function rowsOf(input: Input, format: Format, position: Position): Generator<Row> {
  position.line = 0;
  position.bytes = 0;
  return format.kind === 'ndjson'
    ? ndjsonRows(input.chunks(), input.name, position)
    : csvRows(input, format, position);
}

/** Throws `ArgumentError` for what no CSV is written with. */
function csvAsked(options: FormatOptions): CsvAsked {
  const { delimiter, quote, noQuotes, header, skip, comment, lenient } = options;
  if (delimiter !== undefined && (delimiter === '' || /[\r\n"\ufeff]/.test(delimiter))) {
    throw new ArgumentError(`the delimiter ${JSON.stringify(delimiter)} is none: give a character, as ";"`);
  }
  if (quote !== undefined && (!/^[!-~]$/.test(quote) || quote === delimiter)) {
    throw new ArgumentError(`the quote ${JSON.stringify(quote)} is none: give one ASCII character, as "'"`);
  }
  if (quote !== undefined && noQuotes) throw new ArgumentError('a quote and no quotes: give one of them');
  if (skip !== undefined && !(Number.isSafeInteger(skip) && skip >= 0)) {
    throw new ArgumentError(`skip is a number of lines, not ${String(skip)}`);
  }
  if (comment === '') throw new ArgumentError('comment is what lines begin with that are no rows, as "#"');
  return {
    delimiter,
    quote: noQuotes ? null : quote,
    header,
    skip,
    comment,
    nulls: options.null,
    lenient,
  };
}
