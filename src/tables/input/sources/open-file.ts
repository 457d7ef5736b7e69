/** Files whose bytes are read where they are needed. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InputError } from '../../../errors.js';
import { orFileError } from '../../../files/file-error.js';
import { chunked, type Input } from '../input-file.js';

/**
 * A file, which is open only while it is read, as there may be thousands of them. Reading throws `InputError` if it has become
 * another one meanwhile.
 */
export function fileBytes(path: string): Input {
  const opened = () => orFileError('read', path, () => openSync(path, 'r'));
  const found = using(opened(), identity);
  const read = (fd: number, position: number, into: Uint8Array) =>
    orFileError('read', path, () => readSync(fd, into, 0, into.length, position));
  const same = (fd: number) => {
    const now = identity(fd);
    if (now.ino === found.ino && now.size === found.size && now.mtimeMs === found.mtimeMs) return;
    closeSync(fd);
    throw new InputError(`${path} was changed while it was read: start again when it is complete`, {
      input: path,
    });
  };
  return {
    name: path,
    path,
    byteLength: found.size,
    read(position, into) {
      return using(opened(), (fd) => read(fd, position, into));
    },
    *chunks() {
      const fd = opened();
      same(fd);
      try {
        yield* chunked((position, into) => read(fd, position, into));
      } finally {
        closeSync(fd);
      }
    },
    close() {},
  };
}

function identity(fd: number): { readonly ino: number; readonly size: number; readonly mtimeMs: number } {
  const { ino, size, mtimeMs } = fstatSync(fd);
  return { ino, size, mtimeMs };
}

function using<T>(fd: number, use: (fd: number) => T): T {
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}
