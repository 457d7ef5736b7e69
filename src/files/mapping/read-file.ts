import { readSync } from 'node:fs';
import { FileError } from '../../errors.js';
import { orFileError } from '../file-error.js';
import { mmapSystem } from './mmap-system.js';

/** Where the bytes of a window come from, until `close`. */
export interface FileBytes {
  view(base: number, length: number): Uint8Array;
  close(): void;
}

/** Bytes read by one call: some systems refuse more than 2 GiB. */
const CHUNK = 2 ** 26;

/** The fallback where files cannot be mapped: the whole file in one `ArrayBuffer`. */
export function readWhole(path: string, fd: number, length: number): FileBytes {
  const buffer = allocate(path, length);
  for (let position = 0; position < length; ) {
    const chunk = new Uint8Array(buffer, position, Math.min(CHUNK, length - position));
    const count = orFileError('read', path, () => readSync(fd, chunk, 0, chunk.length, position));
    if (count === 0)
      throw new FileError(`cannot read ${path}: it was cut short to ${position} bytes meanwhile`);
    position += count;
  }
  let data: ArrayBuffer | undefined = buffer;
  return {
    view: (base, size) => new Uint8Array(data!, base, size),
    close: () => {
      data = undefined;
    },
  };
}

function allocate(path: string, length: number): ArrayBuffer {
  try {
    return new ArrayBuffer(length);
  } catch (cause) {
    const system = mmapSystem();
    const why =
      system instanceof Error ? ` (it is not available here: ${system.message.split('\n')[0]})` : '';
    throw new FileError(
      `cannot read ${path}: its ${length} bytes do not fit into memory. Map it instead, with koffi installed${why}`,
      { cause },
    );
  }
}
