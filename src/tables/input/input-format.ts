/** Which format an input is in, and its rows. */
import { extname } from 'node:path';
import { ArgumentError } from '../../errors.js';
import { csvDelimiter, csvRows } from './csv.js';
import type { Input } from './input-file.js';
import { ndjsonRows } from './ndjson.js';
import type { Position, Row } from './rows.js';

export type Format = { readonly kind: 'ndjson' } | { readonly kind: 'csv'; readonly delimiter: string };

const NDJSON = ['.ndjson', '.jsonl', '.ldjson', '.json'];
/** The format that the user names, else that of the name's extension. Throws a usage error for another one. */
export function formatOf(
  path: string,
  named: 'ndjson' | 'csv' | undefined,
  delimiter: string | undefined,
): Format {
  const extension = extname(path).toLowerCase();
  const usual = csvDelimiter(extension);
  if (named === 'csv' || (named === undefined && usual !== undefined)) {
    return { kind: 'csv', delimiter: delimiter ?? usual ?? ',' };
  }
  if (named === undefined && path !== '-' && !NDJSON.includes(extension)) {
    throw new ArgumentError(`${path} has no known extension: say --format ndjson or --format csv`);
  }
  if (delimiter !== undefined) throw new ArgumentError('--delimiter is for CSV');
  return { kind: 'ndjson' };
}

/** All rows from the first on; `position` moves along. */
export function rowsOf(input: Input, format: Format, position: Position): Generator<Row> {
  position.line = 0;
  position.bytes = 0;
  return format.kind === 'ndjson'
    ? ndjsonRows(input.chunks(), input.name, position)
    : csvRows(input.chunks(), input.name, format.delimiter, position);
}
