/** What `build` reads: a file, or a stream that is set aside in a file first, so that it can be read twice. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError, SharedBuffersError } from '../../errors.js';
import { untilAborted } from '../../files/building/run-build.js';
import { Spool } from '../../files/building/spool.js';
import { fileError, orFileError } from '../../files/file-error.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import type { Progress } from '../progress.js';
import type { DiskRoom } from './disk-room.js';
import { openStream } from './open-stream.js';
import { LineLengths } from './rows.js';

/** Where rows come from: a file, by its path or a `file:` URL, or the bytes of one, as a `Readable` or a web stream gives them. */
export type RowInput = FilePath | AsyncIterable<Uint8Array>;

const CHUNK_BYTES = 2 ** 18;

/** Bytes that can be read from the start any number of times. */
export interface Input {
  /** For messages. */
  readonly name: string;
  readonly byteLength: number;
  /** All bytes in order; a chunk is valid until the next one is taken. */
  chunks(): Generator<Uint8Array>;
  /** Fills `target` with the bytes from a position on, as far as there are any, and gives their number. */
  read(position: number, target: Uint8Array): number;
  close(): void;
}

/** What opening an input needs besides its path. */
export interface InputPlace {
  /** The file to be built: beside it is room for a temporary file, which has no name and ends with us. */
  readonly target: string;
  readonly progress: Progress;
  /** What is left free on its disk. */
  readonly room: DiskRoom;
  /** What the path `-` stands for; without it, a file of that name. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Ends the wait for an input. */
  readonly signal: AbortSignal;
}

/** Milliseconds without a byte until it is said that an input is waited for. */
const PATIENCE_MS = 1000;

/** What an input is called; `-` for one that has no name, as standard input. */
export function nameOf(input: RowInput): string {
  return isStream(input) ? '-' : pathOf(input);
}

export function isStream(input: RowInput): input is AsyncIterable<Uint8Array> {
  return typeof input === 'object' && input !== null && Symbol.asyncIterator in input;
}

/** Opens the file of a path, or standard input for `-`, or sets a stream aside. */
export async function openInput(from: RowInput, place: InputPlace): Promise<Input> {
  if (isStream(from)) return spooled('input', from, place);
  const path = pathOf(from);
  if (path === '-' && place.stdin !== undefined) return spooled('standard input', place.stdin, place);
  const stats = orFileError('read', path, () => statSync(path));
  if (stats.isDirectory()) throw new InputError(`cannot read ${path}: it is a folder`, { input: path });
  if (stats.isFile()) return fileInput(path);
  // A pipe, as the shell's <(command) is one, can be read only once.
  const stream = openStream(path, stats);
  const waiting = setTimeout(() => place.progress.note(`waiting for a writer of ${path}`), PATIENCE_MS);
  try {
    return await spooled(path, stream, place, () => clearTimeout(waiting));
  } finally {
    clearTimeout(waiting);
    // Its iterator does not end it while a read is under way.
    stream.destroy();
  }
}

function fileInput(path: string): Input {
  const fd = orFileError('read', path, () => openSync(path, 'r'));
  const read = (position: number, chunk: Uint8Array) =>
    orFileError('read', path, () => readSync(fd, chunk, 0, chunk.length, position));
  const { size } = fstatSync(fd);
  return { name: path, byteLength: size, chunks: () => chunked(read), read, close: () => closeSync(fd) };
}

async function spooled(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  { target, room, signal }: InputPlace,
  begun: () => void = () => {},
): Promise<Input> {
  const spool = new Spool(dirname(target), target);
  const lengths = new LineLengths(name);
  try {
    for await (const chunk of untilAborted(stream, signal)) {
      begun();
      // Before the disk is full of a line that has no end.
      lengths.check(chunk);
      spool.append(chunk);
      room.wrote(chunk.length);
    }
  } catch (cause) {
    spool.discard();
    if (signal.aborted) throw signal.reason;
    throw cause instanceof SharedBuffersError ? cause : fileError('read', name, cause);
  }
  const read = (position: number, chunk: Uint8Array) => spool.read(position, chunk);
  return {
    name,
    byteLength: spool.length,
    chunks: () => chunked(read),
    read,
    close: () => spool.discard(),
  };
}

function* chunked(read: (position: number, chunk: Uint8Array) => number): Generator<Uint8Array> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let position = 0; ; ) {
    const length = read(position, chunk);
    if (length === 0) return;
    position += length;
    yield chunk.subarray(0, length);
  }
}
