/** Inputs that can be read only once, opened so that an interrupt ends the wait for them. */
import { closeSync, constants, createReadStream, openSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';
import { orFileError } from '../../files/file-error.js';

/**
 * The bytes of a pipe, a terminal or a device. A named pipe is opened whether anyone writes to it or not, since opening it
 * otherwise blocks a thread that the end of the program waits for.
 */
export function openStream(path: string, stats: Stats): Readable {
  if (!stats.isFIFO() && !stats.isCharacterDevice()) return createReadStream(path);
  const fd = orFileError('read', path, () =>
    openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)),
  );
  if (stats.isFIFO()) return new Socket({ fd, readable: true, writable: false });
  if (isatty(fd)) return new ReadStream(fd);
  closeSync(fd);
  return createReadStream(path);
}
