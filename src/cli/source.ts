/** Which format an input is in, and its rows. */
import { extname } from 'node:path';
import { csvRows } from './csv.js';
import { Failure } from './failure.js';
import type { Input } from './input.js';
import { ndjsonRows } from './ndjson.js';
import type { Position, Row } from './rows.js';

export type Format = { readonly kind: 'ndjson' } | { readonly kind: 'csv'; readonly delimiter: string };

const NDJSON = ['.ndjson', '.jsonl', '.json', '.ldjson'];
const CSV = ['.csv', '.tsv', '.tab'];

/** The format that the user names, else that of the name's extension. Throws a usage error for another one. */
export function formatOf(path: string, named: 'ndjson' | 'csv' | undefined, delimiter: string | undefined): Format {
  const extension = extname(path).toLowerCase();
  const kind = named ?? (NDJSON.includes(extension) ? 'ndjson' : CSV.includes(extension) ? 'csv' : undefined);
  if (kind === undefined) {
    const what = path === '-' ? 'standard input has no name to tell its format' : `${path} has no known extension`;
    throw new Failure('CLI_USAGE', `${what}: say --format ndjson or --format csv`);
  }
  if (kind === 'ndjson') {
    if (delimiter !== undefined) throw new Failure('CLI_USAGE', '--delimiter is for CSV');
    return { kind };
  }
  return { kind, delimiter: delimiter ?? (extension === '.csv' || extension === '' ? ',' : '\t') };
}

/** All rows from the first on; `position` moves along. */
export function rowsOf(input: Input, format: Format, position: Position): Generator<Row> {
  position.line = 0;
  position.bytes = 0;
  return format.kind === 'ndjson'
    ? ndjsonRows(input.chunks(), input.name, position)
    : csvRows(input.chunks(), input.name, format.delimiter, position);
}
