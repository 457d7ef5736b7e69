/** Opens what rows are read from, whatever it is and however it is compressed. */
import { createReadStream, type Stats, statSync } from 'node:fs';
import { InputError, SharedBuffersError } from '../../../errors.js';
import { untilAborted } from '../../../files/building/run-build.js';
import { fileError, orFileError } from '../../../files/file-error.js';
import type { Input, InputPlace } from '../input-file.js';
import { openStream } from '../open-stream.js';
import { gunzipped, unzstd } from './decompress.js';
import { fetched } from './fetched.js';
import { type Content, contentOf, MAGIC_BYTES } from './magic.js';
import { type Named, namedInputs, type RowInput } from './named.js';
import { fileBytes } from './open-file.js';
import { peeked } from './peeked.js';
import { bytesOfRows } from './row-bytes.js';
import { SetAside } from './set-aside.js';
import { fromUtf16 } from './utf16.js';
import { zipped } from './zip.js';

/** Milliseconds without a byte until it is said that an input is waited for. */
const PATIENCE_MS = 1000;
/** How many times over an input may be compressed. */
const MAX_LAYERS = 4;

const READ_IN_PLACE: ReadonlySet<Content> = new Set(['text', 'parquet', 'arrow']);

/** What is to be done about contents that are no rows of text. */
const OTHERS: { readonly [content in Content]?: string } = {
  bzip2: 'is compressed by bzip2: bzip2 -dc FILE | sharedbuffers build - -o OUT',
  xz: 'is compressed by xz: xz -dc FILE | sharedbuffers build - -o OUT',
  sqlite: "is a SQLite database: sharedbuffers build 'SELECT * FROM TABLE' --sql --db FILE -o OUT",
};

/**
 * Opens inputs, as one that has them as parts if there are several. Regular files of text are read where they lie; all else is
 * decompressed once, and set aside in a temporary file beside the target, since it is read twice. Throws `FileError` for what
 * cannot be read, `InputError` for what is damaged or no text.
 */
export async function openInput(from: RowInput, place: InputPlace): Promise<Input> {
  const opening = new Opening(place);
  for (const each of namedInputs(from)) {
    try {
      await opening.add(each);
    } catch (cause) {
      opening.aside.discard();
      if (place.signal.aborted) throw place.signal.reason;
      throw cause instanceof SharedBuffersError ? cause : fileError('read', each.name, cause);
    }
  }
  return joined(opening.parts, opening.aside);
}

function joined(parts: readonly Input[], aside: SetAside): Input {
  const close = () => aside.discard();
  const [first] = parts as [Input, ...Input[]];
  if (parts.length === 1) return { ...first, close };
  return {
    name: `${first.name} and ${parts.length - 1} more`,
    byteLength: parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
    *chunks() {
      for (const part of parts) yield* part.chunks();
    },
    read: (position, target) => readAcross(parts, position, target),
    close,
    parts,
  };
}

/** Reads at a place of parts that follow one another. */
function readAcross(parts: readonly Input[], position: number, target: Uint8Array): number {
  let start = 0;
  let filled = 0;
  for (const part of parts) {
    const within = position + filled - start;
    if (within < part.byteLength && filled < target.length) {
      filled += part.read(within, target.subarray(filled));
    }
    start += part.byteLength;
  }
  return filled;
}

class Opening {
  readonly parts: Input[] = [];
  readonly aside: SetAside;
  readonly #place: InputPlace;

  constructor(place: InputPlace) {
    this.#place = place;
    this.aside = new SetAside(place);
  }

  add(named: Named): Promise<void> {
    const { name } = named;
    if (named.kind === 'url') return this.#stream(name, fetched(name, named.url, this.#place.signal));
    if (named.kind === 'stream') return this.#stream(name, bytesOfRows(name, named.stream, this.#place));
    const { stdin } = this.#place;
    return name === '-' && stdin !== undefined
      ? this.#stream('standard input', stdin)
      : this.#file(name, named.entry);
  }

  async #file(path: string, entry: string | undefined): Promise<void> {
    const stats = orFileError('read', path, () => statSync(path));
    if (stats.isDirectory()) throw new InputError(`cannot read ${path}: it is a folder`, { input: path });
    if (!stats.isFile()) return this.#pipe(path, stats);
    const file = fileBytes(path);
    const head = new Uint8Array(MAGIC_BYTES);
    const content = contentOf(head.subarray(0, file.read(0, head)));
    if (entry !== undefined && content !== 'zip') {
      throw new InputError(`${path} is no zip archive, which !/${entry} asks for a file of`, { input: path });
    }
    if (READ_IN_PLACE.has(content)) this.parts.push(file);
    else if (content === 'zip') await this.#archive(file, 0, entry);
    else await this.#stream(path, createReadStream(path));
  }

  /** A pipe, as the shell's <(command) is one, can be read only once. */
  async #pipe(path: string, stats: Stats): Promise<void> {
    const stream = openStream(path, stats);
    const waiting = setTimeout(
      () => this.#place.progress.note(`waiting for a writer of ${path}`),
      PATIENCE_MS,
    );
    try {
      await this.#stream(path, stream, 0, () => clearTimeout(waiting));
    } finally {
      clearTimeout(waiting);
      // Its iterator does not end it while a read is under way.
      stream.destroy();
    }
  }

  async #stream(
    name: string,
    from: AsyncIterable<unknown>,
    layer = 0,
    begun: () => void = () => {},
  ): Promise<void> {
    // Further in, the one who takes the bytes watches.
    const watched = layer === 0 ? untilAborted(from, this.#place.signal) : from;
    const { head, stream } = await peeked(watched, MAGIC_BYTES);
    begun();
    const content = contentOf(head);
    if (content !== 'text' && layer === MAX_LAYERS) {
      throw new InputError(`${name} is compressed more than ${MAX_LAYERS} times over: decompress it first`, {
        input: name,
      });
    }
    if (content === 'gzip') return this.#stream(name, gunzipped(name, stream), layer + 1);
    if (content === 'zstd') return this.#stream(name, unzstd(name, stream), layer + 1);
    if (content === 'utf-16le' || content === 'utf-16be') {
      return this.#stream(name, fromUtf16(name, stream, content), layer + 1);
    }
    if (content === 'zip') return this.#archive(await this.aside.bytes(name, stream), layer);
    if (content === 'text') {
      this.parts.push(await this.aside.text(name, stream));
      return;
    }
    if (READ_IN_PLACE.has(content)) {
      this.parts.push(await this.aside.bytes(name, stream));
      return;
    }
    throw new InputError(`${name} ${OTHERS[content]}`, { input: name });
  }

  async #archive(archive: Input, layer: number, entry?: string): Promise<void> {
    for await (const { name, stream } of zipped(archive, entry)) await this.#stream(name, stream, layer + 1);
  }
}
