/** What `build` reads: a file, or a stream that is set aside in a file first, so that it can be read twice. */
import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { untilAborted } from '../../files/building/run-build.js';
import { Spool } from '../../files/building/spool.js';
import { fileError, orFileError } from '../../files/file-error.js';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';

const CHUNK_BYTES = 2 ** 18;

/** Bytes that can be read from the start any number of times. */
export interface Input {
  /** For messages. */
  readonly name: string;
  readonly byteLength: number;
  /** All bytes in order; a chunk is valid until the next one is taken. */
  chunks(): Generator<Uint8Array>;
  close(): void;
}

/** Opens `path`, or standard input for `-`; beside `target` is room for a temporary file, which has no name and ends with us. */
export async function openInput(path: string, target: string, io: Io): Promise<Input> {
  if (path === '-') return spooled('standard input', io.stdin, target, io);
  const stats = orFileError('read', path, () => statSync(path));
  if (stats.isDirectory()) throw new Failure('CLI_INPUT', `cannot read ${path}: it is a folder`);
  // A pipe, as the shell's <(command) is one, can be read only once.
  if (!stats.isFile()) return spooled(path, createReadStream(path), target, io);
  return fileInput(path);
}

function fileInput(path: string): Input {
  const fd = orFileError('read', path, () => openSync(path, 'r'));
  const read = (position: number, chunk: Uint8Array) =>
    orFileError('read', path, () => readSync(fd, chunk, 0, chunk.length, position));
  const { size } = fstatSync(fd);
  return { name: path, byteLength: size, chunks: () => chunked(read), close: () => closeSync(fd) };
}

async function spooled(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  target: string,
  { signal }: Io,
): Promise<Input> {
  const spool = new Spool(dirname(target), target);
  try {
    for await (const chunk of untilAborted(stream, signal)) spool.append(chunk);
  } catch (cause) {
    spool.discard();
    throw signal.aborted ? signal.reason : fileError('read', name, cause);
  }
  return {
    name,
    byteLength: spool.length,
    chunks: () => chunked((position, chunk) => spool.read(position, chunk)),
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
