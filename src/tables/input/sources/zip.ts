/** Files within zip archives, one after the other. */
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { InputError, SharedBuffersError } from '../../../errors.js';
import { nothingCalled } from '../../nearest-name.js';
import type { Input } from '../input-file.js';

export interface Zipped {
  /** The archive's name and the file's. */
  readonly name: string;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** What rows are in, where an archive holds other files, too. */
const ROWS = /\.(csv|tsv|tab|ndjson|jsonl|ldjson|json)(\.gz|\.zst)?$/i;
/** What the systems of some people add. */
const HIDDEN = /(^|\/)(__MACOSX\/|\.)/;
/** What is in the files of office programs. */
const OFFICE = /^(\[Content_Types\]\.xml|META-INF\/manifest\.xml)$/;
/** Files in an archive. */
const MAX_FILES = 2 ** 16;
const PIECE = 2 ** 16;

/**
 * The files of an archive, in its order: the one that is named, else those with rows, by their names, or else all. Each is read before the next one is
 * taken. Throws `InputError` for what is damaged, encrypted or compressed in rare ways.
 */
export async function* zipped(archive: Input, only?: string): AsyncGenerator<Zipped> {
  try {
    const zip = await opened(archive);
    for (const entry of await chosen(zip, archive.name, only)) {
      const name = `${archive.name}/${entry.fileName}`;
      yield { name, stream: checked(name, entry, await zip.openReadStreamPromise(entry)) };
    }
  } catch (cause) {
    throw asInputError(archive.name, cause);
  }
}

async function opened(archive: Input): Promise<ZipFile> {
  const { RandomAccessReader, fromRandomAccessReaderPromise } = (await import('yauzl')).default;
  class Reader extends RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(ranges(archive, start, end), { objectMode: false });
    }
  }
  return fromRandomAccessReaderPromise(new Reader(), archive.byteLength, { autoClose: false });
}

function* ranges(archive: Input, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, end - at));
    const count = archive.read(at, piece);
    if (count === 0) return;
    at += count;
    yield piece.subarray(0, count);
  }
}

async function chosen(zip: ZipFile, name: string, only: string | undefined): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/') || HIDDEN.test(entry.fileName)) continue;
    entries.push(entry);
    if (entries.length > MAX_FILES) throw new Error(`it holds more than ${MAX_FILES} files`);
  }
  if (only !== undefined) {
    const found = entries.filter(({ fileName }) => fileName === only);
    if (found.length > 0) return found;
    const names = entries.map(({ fileName }) => fileName);
    throw new InputError(`${name}: ${nothingCalled('file', only, names)}`, { input: name });
  }
  const [office] = entries.filter(({ fileName }) => OFFICE.test(fileName));
  if (office !== undefined) {
    throw new InputError(
      `${name} is a workbook of Excel or another office program: save it as CSV there, or let DuckDB read it: ` +
        `sharedbuffers build "SELECT * FROM read_xlsx('${name}')" --sql -o OUT`,
      { input: name },
    );
  }
  const withRows = entries.filter(({ fileName }) => ROWS.test(fileName));
  if (entries.length === 0) throw new InputError(`${name}: the zip archive holds no files`, { input: name });
  return withRows.length === 0 ? entries : withRows;
}

/** The bytes of a file, held against the checksum that the archive has of them. */
async function* checked(name: string, entry: Entry, stream: Readable): AsyncGenerator<Uint8Array> {
  let sum = 0;
  let taken = 0;
  try {
    for await (const chunk of stream) {
      sum = zlib.crc32(chunk as Uint8Array, sum);
      taken += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
    if (sum !== entry.crc32 || taken !== entry.uncompressedSize)
      throw new Error('its checksum is another one');
  } catch (cause) {
    throw asInputError(
      name,
      cause,
      ` near byte ${taken} of the file, ${entry.relativeOffsetOfLocalHeader} of the archive`,
    );
  }
}

function asInputError(name: string, cause: unknown, place = ''): unknown {
  if (cause instanceof SharedBuffersError) return cause;
  const { message } = cause as Error;
  return new InputError(
    `${name}: the zip archive is damaged, or of a kind that cannot be read${place} (${message}): unpack it first`,
    { input: name },
  );
}
