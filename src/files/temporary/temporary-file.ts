/** A file before it has its name: until then it has one of its own, and a lock that says it is in use. */
import { closeSync, constants, fstatSync, lutimesSync, openSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canLock, lockFile } from './file-lock.js';
import { temporaryName } from './temporary-name.js';

/** How often a file in use is marked so, in milliseconds, for those who cannot see its lock (`leftovers.ts`). */
export const BEAT_MS: number = 10 * 60 * 1000;

/** Those of this thread, which end with it where it ends in order. */
const living = new Set<TemporaryFile>();

function endAll(): void {
  for (const file of living) file.end();
}

export class TemporaryFile {
  readonly path: string;
  readonly fd: number;
  readonly #beat: NodeJS.Timeout;

  private constructor(path: string, fd: number) {
    this.path = path;
    this.fd = fd;
    this.#beat = setInterval(() => touch(path), BEAT_MS).unref();
    if (living.size === 0) process.on('exit', endAll);
    living.add(this);
  }

  /**
   * Makes the file beside `target`, open for writing, with no more than `mode` from the first moment. Throws the
   * system's error.
   */
  static create(target: string, mode = 0o666): TemporaryFile {
    for (;;) {
      const path = join(dirname(target), temporaryName(target, canLock()));
      const fd = openSync(path, createFlags(), mode);
      // Who looks for leftovers between these calls takes it for one: then another is made.
      if (lockFile(fd) !== false && fstatSync(fd).nlink > 0) return new TemporaryFile(path, fd);
      closeSync(fd);
      removeIfThere(path);
    }
  }

  /** Gives up the lock, and removes the file where it still has its temporary name. A second call does nothing. */
  end(): void {
    if (!living.delete(this)) return;
    if (living.size === 0) process.off('exit', endAll);
    clearInterval(this.#beat);
    closeSync(this.fd);
    removeIfThere(this.path);
  }
}

/** Node's permission model has no fsync, so each write is brought to the disk by itself there. */
function createFlags(): number {
  const { O_WRONLY, O_CREAT, O_EXCL, O_DSYNC = 0 } = constants;
  return O_WRONLY | O_CREAT | O_EXCL | (process.permission === undefined ? 0 : O_DSYNC);
}

function touch(path: string): void {
  const now = new Date();
  try {
    lutimesSync(path, now, now);
  } catch {
    // Gone, or not to be touched: what is written to it marks it as well.
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // What made the call before fail is the error to report; the name alone shows the file to be a temporary.
  }
}
