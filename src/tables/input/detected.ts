/** What was found of an input's format, for people to see. */
import type { ColumnarFormat } from '../columnar/columnar-format.js';
import { headOf } from './csv/head-of.js';
import type { Input } from './input-file.js';
import type { Format } from './input-format.js';

/** How lines end. */
export type LineEnds = 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none';

export interface Detected {
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
}

/** What is told of the format that an input has. */
export function detectedOf(input: Input, format: Format): Detected {
  if (format.kind !== 'csv') return { format: format.kind };
  const { kind, delimiter, quote = null, header, columns } = format;
  const lineEnds = headOf(input, ({ bytes }) => lineEndsOf(bytes));
  return { format: kind, delimiter, quote, header, columns: columns.length, lineEnds };
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
