/** What was found of an input's format, for people to see. */
import type { ColumnarFormat } from '../columnar/columnar-format.js';
import { headOf } from './csv/head-of.js';
import type { Input } from './input-file.js';
import type { Format } from './input-format.js';

/** How lines end. */
export type LineEnds = 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none';

/** What was found of an input's format. */
export interface Detected {
  /** The format that it is read as. */
  readonly format: Format['kind'] | ColumnarFormat | 'sql';
  /** Of CSV: what stands between cells. */
  readonly delimiter?: string;
  /** Of CSV: what stands around cells; null where quotes are text. */
  readonly quote?: string | null;
  /** Of CSV: whether the first row is the names of the columns. */
  readonly header?: boolean;
  /** Of CSV: how many columns there are. */
  readonly columns?: number;
  /** Of CSV: how the lines end, in the first 64 KiB. */
  readonly lineEnds?: LineEnds;
  /** Of CSV: columns of numbers with decimal commas, which are text here, in the first 64 KiB. */
  readonly decimalCommas?: readonly string[];
}

/** What is told of the format that an input has. */
export function detectedOf(input: Input, format: Format): Detected {
  if (format.kind !== 'csv') return { format: format.kind };
  const { kind, delimiter, quote = null, header, columns, decimalCommas } = format;
  const lineEnds = headOf(input, ({ bytes }) => lineEndsOf(bytes));
  return {
    format: kind,
    delimiter,
    quote,
    header,
    columns: columns.length,
    lineEnds,
    ...(decimalCommas && { decimalCommas }),
  };
}

/** In one line. */
export function detectedText({ format, delimiter = '', quote, header, columns, lineEnds }: Detected): string {
  if (format !== 'csv') return format.toUpperCase();
  const names = header ? 'header' : 'no header';
  return [
    'CSV',
    `delimiter ${SHOWN.get(delimiter) ?? JSON.stringify(delimiter)}`,
    quote === null ? 'no quotes' : `quotes ${quote}`,
    lineEnds === 'none' ? 'one line' : `line ends ${lineEnds}`,
    `${names}, ${columns} ${columns === 1 ? 'column' : 'columns'}`,
  ].join(', ');
}

/** What is said of numbers that are text, and how they become numbers; undefined where there are none. */
export function commasText({ decimalCommas }: Detected, name: string): string | undefined {
  if (decimalCommas === undefined) return undefined;
  const shown = decimalCommas.slice(0, 5).join(', ') + (decimalCommas.length > 5 ? ', …' : '');
  return (
    `${name}: numbers with decimal commas are text here (${shown}); with DuckDB, they are numbers: ` +
    `sharedbuffers build "SELECT * FROM read_csv('${name}', decimal_separator = ',')" --sql -o OUT`
  );
}

const SHOWN: ReadonlyMap<string, string> = new Map([
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
  [' ', 'space'],
]);

function lineEndsOf(bytes: Uint8Array): LineEnds {
  let [lf, cr, both] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 10) lf += 1;
    else if (bytes[at] === 13 && bytes[at + 1] !== 10) cr += 1;
    else if (bytes[at] === 13) {
      both += 1;
      at += 1;
    }
  }
  const kinds = [lf > 0 && 'LF', cr > 0 && 'CR', both > 0 && 'CRLF'].filter((kind) => kind !== false);
  if (kinds.length === 0) return 'none';
  return kinds.length === 1 ? (kinds[0] as LineEnds) : 'mixed';
}
