/** Inputs as they are named: paths, patterns of paths, addresses, streams. */
import { existsSync } from 'node:fs';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { ArgumentError, FileError } from '../../../errors.js';
import { type FilePath, pathOf } from '../../../files/path-of.js';

/** Input as a `Readable` or a web stream gives them; text is UTF-8. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

/** Rows as a program has them: plain objects, all at once or as they are ready. */
export type ObjectRows = Iterable<object> | AsyncIterable<object>;

/**
 * Where rows come from: a file, by its path or a `file:` URL; one in a zip archive, as `all.zip!/cities.csv`; several, as a pattern such as `part-*.csv.gz` names them; what
 * an `http:` or `https:` URL leads to; a stream of bytes; an array of these; or plain objects.
 */
export type RowInput = FilePath | ByteStream | readonly (FilePath | ByteStream)[] | ObjectRows;

export type Named =
  | {
      readonly kind: 'file';
      readonly name: string;
      /** The file within it, which is an archive, that is meant; all with rows where not given. */
      readonly entry?: string | undefined;
    }
  | { readonly kind: 'url'; readonly name: string; readonly url: string }
  | { readonly kind: 'stream'; readonly name: string; readonly stream: ByteStream | ObjectRows };

/** An archive, and the file in it that is meant. */
const ENTRY = /^(?<archive>.+)!\/(?<entry>.+)$/s;
/** The name that stands for standard input. */
const STANDARD_INPUT = '-';
/** What a stream without a name is called. */
const UNNAMED = 'input';
/** And objects that are given without any. */
const ROWS = 'rows';

/** Inputs one by one, in order; those of a pattern by name. Throws `FileError` where nothing matches, `ArgumentError` for what names none. */
export function namedInputs(from: RowInput): readonly Named[] {
  if (isRows(from)) return [{ kind: 'stream', name: ROWS, stream: from }];
  if (!Array.isArray(from)) return named(from as FilePath | ByteStream);
  if (from.length === 0) throw new ArgumentError('there is no input: name one');
  if (from.filter((each) => each === STANDARD_INPUT).length > 1)
    throw new ArgumentError('standard input is read once: give - once');
  return from.flatMap((each: FilePath | ByteStream) => named(each));
}

/** Whether an input is iterable for its rows: an array of objects that name no inputs, or what else gives one after the other. */
function isRows(from: RowInput): from is Iterable<object> {
  if (
    typeof from !== 'object' ||
    from === null ||
    from instanceof URL ||
    from instanceof Uint8Array ||
    !(Symbol.iterator in from)
  )
    return false;
  return !Array.isArray(from) || (from.length > 0 && from.every(isRow));
}

function isRow(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof URL) && !isStream(value);
}

/** Whether any of the inputs can be read only once. */
export function readsOnce(from: RowInput): boolean {
  if (isRows(from)) return !Array.isArray(from);
  return Array.isArray(from) ? from.some(isStream) : isStream(from);
}

function isStream(input: unknown): input is ByteStream {
  return typeof input === 'object' && input !== null && Symbol.asyncIterator in input;
}

function named(from: FilePath | ByteStream): readonly Named[] {
  if (isStream(from)) return [{ kind: 'stream', name: UNNAMED, stream: from }];
  const address = typeof from === 'string' ? from : from?.href;
  if (typeof address === 'string' && /^https?:\/\//i.test(address))
    return [{ kind: 'url', name: shown(address), url: address }];
  const isFileUrl = typeof from === 'string' && /^file:\/\//i.test(from) && URL.canParse(from);
  const path = pathOf(isFileUrl ? new URL(from) : from);
  const within = ENTRY.exec(path)?.groups as { archive: string; entry: string } | undefined;
  if (within !== undefined && !existsSync(path) && existsSync(within.archive))
    return [{ kind: 'file', name: within.archive, entry: within.entry }];
  if (typeof from !== 'string' || isFileUrl || !isDynamicPattern(path) || existsSync(path))
    return [{ kind: 'file', name: path }];
  const paths = globSync(path, { expandDirectories: false, dot: false }).sort(byName);
  if (paths.length === 0) throw new FileError(`no file matches ${path}: check the pattern`);
  return paths.map((name) => ({ kind: 'file', name }));
}

/** By their characters, but numbers within by what they count: `part-2` before `part-10`. */
const ORDER = new Intl.Collator('en', { numeric: true });

function byName(a: string, b: string): number {
  return ORDER.compare(a, b) || (a < b ? -1 : 1);
}

/** An address without what is not for others to see. */
function shown(address: string): string {
  if (!URL.canParse(address)) throw new ArgumentError(`${address} is no URL`);
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}
