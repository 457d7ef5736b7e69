/** Which format an input is in, and its rows. */
import { extname } from 'node:path';
import { ArgumentError, InputError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { type ColumnarFormat, columnarFormat, isColumnar } from '../columnar/columnar-format.js';
import { pathNames } from '../json/json-path.js';
import type { CsvFormat } from './csv/csv-format.js';
import { type CsvAsked, detectCsv } from './csv/csv-head.js';
import { csvRows } from './csv/csv-rows.js';
import { headOf } from './csv/head-of.js';
import type { Head } from './csv/sample.js';
import { type Input, partsOf } from './input-file.js';
import { arrayRows } from './json-array.js';
import type { JsonReading } from './json-object.js';
import { isSequence } from './json-sequence.js';
import { ndjsonRows } from './ndjson.js';
import type { Position, Row } from './rows.js';
import { refuseOther, refuseText, refuseWebPage, rowsPathOf, textIn } from './told-apart.js';

/** All that is needed to read the rows of an input; a plain object, which threads can be given. */
export type Format = JsonFormat | CsvFormat;

/**
 * An object a line; or, of kind `json`, the objects of the array at a path of member names from the outermost value on, or, without
 * a path, objects one after the other.
 */
export type JsonFormat = JsonReading &
  (
    | {
        readonly kind: 'ndjson';
        /** Where rows seem to be, for messages: the input begins with an object over several lines. */
        readonly rowsAt?: string | undefined;
      }
    | { readonly kind: 'json'; readonly path: readonly string[] | undefined }
  );

/** What is said of a format before the input is open. */
export interface FormatAsked {
  readonly kind: Format['kind'] | ColumnarFormat | undefined;
  readonly csv: CsvAsked;
  /** Member names that lead to the array of rows in JSON. */
  readonly path: readonly string[] | undefined;
  /** An option that is for CSV only, as the command line calls it. */
  readonly onlyCsv: string | undefined;
}

/** Options of formats, as programs give them. */
export interface FormatOptions {
  /** Format of the input; without it, the name of the file tells. */
  readonly format?: (typeof FORMATS)[number] | undefined;
  /** Where in JSON the array of rows is: `$.data.items`. Without it, JSON that begins with a bracket is one array of rows. */
  readonly path?: string | undefined;
  /** What stands between the cells of CSV: one character. Without it, the first 64 KiB tell. */
  readonly delimiter?: string | undefined;
  /** What may stand around the cells of CSV: one ASCII character. Without it, the first 64 KiB tell. */
  readonly quote?: string | undefined;
  /** Whether quotes in CSV are text like any other. Default false. */
  readonly noQuotes?: boolean | undefined;
  /** Whether the first row of CSV is the names of its columns, which else are `column1`, `column2` and so on. Without it, the first 64 KiB tell. */
  readonly header?: boolean | undefined;
  /** What stands for missing values in CSV, besides nothing. Default: none. */
  readonly null?: readonly string[] | undefined;
  /** Lines of CSV before its header, which are passed over. Default 0. */
  readonly skip?: number | undefined;
  /** What lines of CSV begin with that are passed over. Default: none are. */
  readonly comment?: string | undefined;
  /** Whether rows of CSV that are shorter than the header are padded, and longer ones cut; else they are errors, as by default. */
  readonly lenient?: boolean | undefined;
}

export const FORMATS = ['ndjson', 'json', 'csv', 'parquet', 'arrow'] as const;

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

/** Looks at options. Throws `ArgumentError` for those that do not go together. */
export function askedFormat(options: FormatOptions): FormatAsked {
  const csv = csvAsked(options);
  const given = Object.entries(CSV_OPTIONS).find(
    ([name]) => options[name as keyof typeof CSV_OPTIONS] !== undefined,
  );
  if (given !== undefined && (options.format ?? 'csv') !== 'csv') throw isForCsv(given[1]);
  const path = options.path === undefined ? undefined : pathNames(options.path);
  if (
    path !== undefined &&
    (given !== undefined || !['ndjson', 'json', undefined].includes(options.format))
  ) {
    throw new ArgumentError('--path is for JSON');
  }
  return { kind: options.format, csv, path, onlyCsv: given?.[1] };
}

/** Throws `ArgumentError` for options of formats, where there is no file whose format they could be. */
export function refuseFormat({ kind, path, onlyCsv }: FormatAsked): void {
  const given = kind !== undefined ? '--format' : path !== undefined ? '--path' : onlyCsv;
  if (given !== undefined) throw new ArgumentError(`${given} is for files: SQL gives rows as they are`);
}

/**
 * The format of an input: the one that was asked for, else that of its name, else that of its content. Throws `InputError`
 * for content of none, `ArgumentError` for options of another format.
 */
export function formatOf(input: Input, { kind, csv, path, onlyCsv }: FormatAsked): Format {
  const first = partsOf(input)[0]!;
  const extension = extensionOf(first.name);
  headOf(first, refuseWebPage);
  const told = textKind(kind) ?? (path === undefined ? kindByName(extension) : 'json');
  const found = told ?? headOf(first, kindByContent);
  for (const part of partsOf(input)) refuseOther(part, found, first.name, kind !== undefined);
  if (path !== undefined) return { kind: 'json', path };
  if (found === 'csv') return headOf(first, (head) => detectCsv(head, csv, DELIMITERS.get(extension) ?? ','));
  if (onlyCsv !== undefined) throw isForCsv(onlyCsv);
  if (headOf(first, ({ bytes }) => isSequence(textIn(bytes)))) return { kind: 'json', path: undefined };
  if (found === 'ndjson' && !headOf(first, isArray)) return { kind: found, rowsAt: rowsPathOf(first) };
  return { kind: 'json', path: [] };
}

/**
 * The format of an input that says the types of its columns, by what was asked for or by its first bytes. Throws `InputError`
 * for files of several formats.
 */
export function columnarOf(input: Input, { kind, onlyCsv }: FormatAsked): ColumnarFormat | undefined {
  const found = partsOf(input).map((part) => (kind === undefined ? columnarFormat(part) : kind));
  const format = found.find(isColumnar);
  if (format === undefined) return undefined;
  if (onlyCsv !== undefined) throw isForCsv(onlyCsv);
  if (kind !== undefined) for (const part of partsOf(input)) refuseText(part, format);
  const other = found.findIndex((each) => each !== format);
  if (other < 0) return format;
  const [{ name }, odd] = [partsOf(input)[found.indexOf(format)]!, partsOf(input)[other]!];
  throw new InputError(`${name} is ${format}, and ${odd.name} is not: build from files of one format`, {
    input: odd.name,
  });
}

/** All rows from the first on, of one part after the other; `position` moves along. */
export function* rowsOf(input: Input, format: Format, position: Position): Generator<Row> {
  position.line = 0;
  position.bytes = 0;
  for (const part of partsOf(input)) {
    position.input = part.name;
    if (format.kind === 'ndjson')
      yield* ndjsonRows(part.chunks(), part.name, position, format, 1, format.rowsAt);
    else if (format.kind === 'json')
      yield* arrayRows(part.chunks(), part.name, position, format.path, format);
    else yield* csvRows(part, format, position, partsOf(input)[0]!.name);
  }
}

function textKind(kind: FormatAsked['kind']): Format['kind'] | undefined {
  return isColumnar(kind) ? undefined : kind;
}

function isForCsv(option: string): ArgumentError {
  return new ArgumentError(`${option} is for CSV`);
}

/** Whether JSON is an array, by its first character. */
function isArray({ bytes }: Head): boolean {
  return /^[\uFEFF\s]*\[/.test(textIn(bytes));
}

/** The extension of a name, without that of its compression. */
function extensionOf(name: string): string {
  return extname(name.replace(/\.(gz|bgz|zst|zstd|zip)$/i, '')).toLowerCase();
}

function kindByName(extension: string): Format['kind'] | undefined {
  if (DELIMITERS.has(extension)) return 'csv';
  return NDJSON.includes(extension) ? 'ndjson' : undefined;
}

/** JSON begins with a brace or a bracket; other text is CSV. */
function kindByContent({ name, bytes }: Head): Format['kind'] {
  if (bytes.includes(0)) {
    throw new InputError(`${name} is no text that rows can be read from: it has zero bytes in it`, {
      input: name,
    });
  }
  return /^[\uFEFF\s]*[[{]/.test(textIn(bytes)) ? 'ndjson' : 'csv';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Throws `ArgumentError` for what no CSV is written with. */
function csvAsked(options: FormatOptions): CsvAsked {
  const { quote, noQuotes, header, skip, comment, lenient } = options;
  const delimiter = options.delimiter === 'tab' ? '\t' : options.delimiter;
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
  if (options.null !== undefined && !isTexts(options.null)) {
    throw new ArgumentError(
      `null is an array of the texts that stand for no value, as ["NA"], not ${describe(options.null)}`,
    );
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
