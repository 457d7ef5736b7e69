/** Inputs that are not what their names, or options, say they are. */
import { InputError } from '../../errors.js';
import { type ColumnarFormat, columnarFormat } from '../columnar/columnar-format.js';
import { pathText } from '../json/json-path.js';
import { rowsWithin } from '../json/rows-within.js';
import { headOf } from './csv/head-of.js';
import type { Head } from './csv/sample.js';
import type { Input } from './input-file.js';

const NAMES = { ndjson: 'JSON', json: 'JSON', csv: 'CSV', parquet: 'Parquet', arrow: 'Arrow' } as const;

/** Where a file is not, servers give a page that says so; it would pass for CSV of one column. */
export function refuseWebPage({ name, bytes }: Head): true {
  if (!/^[\uFEFF\s]*<(!doctype html|html[\s>])/i.test(textIn(bytes.subarray(0, 1024)))) return true;
  throw new InputError(`${name} is a web page, not a table: look at it, it may say where the file is`, {
    input: name,
  });
}

/**
 * Throws `InputError` for an input that begins as one of another format does. `first` is the input that told the format, `asked`
 * whether an option did.
 */
export function refuseOther(input: Input, kind: keyof typeof NAMES, first: string, asked: boolean): void {
  const seen = seenFormat(input);
  if (seen === undefined || NAMES[seen] === NAMES[kind]) return;
  const { name } = input;
  const advice = asked
    ? 'leave out --format, or give that of the input'
    : name === first
      ? `say --format ${seen}`
      : `${first} is, and inputs of one build have one format`;
  throw new InputError(`${name} is no ${NAMES[kind]}, it begins as ${NAMES[seen]} does: ${advice}`, {
    input: name,
  });
}

/** What an input can only be, by its beginning; undefined where it could be several. */
function seenFormat(input: Input): keyof typeof NAMES | undefined {
  return (
    columnarFormat(input) ??
    headOf(input, ({ bytes, whole }) => textFormat(textIn(bytes), whole) ?? null) ??
    undefined
  );
}

/** JSON begins with an object in its first line, or in its first bracket; what no JSON begins with is CSV. */
function textFormat(text: string, whole: boolean): 'ndjson' | 'json' | 'csv' | undefined {
  const start = text.replace(/^[\uFEFF\s]+/, '');
  if (start === '' || start.includes('\0')) return undefined;
  if (/^\[\s*\{\s*"/.test(start)) return 'json';
  const end = start.search(/[\r\n]/);
  const line = end < 0 ? start : start.slice(0, end);
  if (line.startsWith('{')) return parses(line) ? 'ndjson' : undefined;
  if (line.startsWith('[')) return undefined;
  return end < 0 && !whole ? undefined : parses(line) ? undefined : 'csv';
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the rows seem to be in an input that is one object over several lines; undefined for other inputs. */
export function rowsPathOf(input: Input): string | undefined {
  const text = headOf(input, ({ bytes }) => textIn(bytes));
  const [line = ''] = text.replace(/^[\uFEFF\s]+/, '').split('\n', 1);
  const path = parses(line) ? undefined : rowsWithin(text);
  return path && pathText(path);
}

export function textIn(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}

/** What was asked for as a table that says its types, and does not begin as one. Throws `InputError`. */
export function refuseText(input: Input, kind: ColumnarFormat): void {
  const seen = columnarFormat(input);
  if (seen === kind) return;
  const start = new Uint8Array(8);
  const text = input.read(0, start) === 8 && !start.includes(0);
  // Streams of Arrow before version 0.15 begin with a length, which has bytes of zero.
  if (seen !== undefined || kind === 'parquet' || text) refuseOther(input, kind, input.name, true);
}
