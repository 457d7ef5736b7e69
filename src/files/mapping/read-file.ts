import { readSync } from 'node:fs';
import { FileError } from '../../errors.js';
import { orFileError } from '../file-error.js';
import { NoMapping } from './load-koffi.js';
import { mmapSystem } from './mmap-system.js';

/** Where the bytes of a window come from, by their position in the file, until `close`. */
export interface FileBytes {
  view(base: number, length: number, brief?: boolean): Uint8Array;
  close(): void;
}

/** Bytes read by one call: some systems refuse more than 2 GiB. */
const CHUNK = 2 ** 26;

/** The fallback where files cannot be mapped: `length` bytes from `start` on in one `ArrayBuffer`. */
export function readStretch(
  path: string,
  fd: number,
  { start, length }: { readonly start: number; readonly length: number },
): FileBytes {
  const buffer = allocate(path, length);
  for (let position = 0; position < length; ) {
    const chunk = new Uint8Array(buffer, position, Math.min(CHUNK, length - position));
    const count = orFileError('read', path, () => readSync(fd, chunk, 0, chunk.length, start + position));
    if (count === 0)
      throw new FileError(`cannot read ${path}: it was cut short to ${start + position} bytes meanwhile`);
    position += count;
  }
  let data: ArrayBuffer | undefined = buffer;
  return {
    view: (base, size) => new Uint8Array(data!, base - start, size),
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
    const why = system instanceof NoMapping ? ` (it is not available here, because ${system.message})` : '';
    throw new FileError(
      `cannot read ${path}: its ${length} bytes do not fit into memory. Map it instead, with koffi installed${why}`,
      { cause },
    );
  }
}
