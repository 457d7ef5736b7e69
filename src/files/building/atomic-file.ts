import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ArgumentError, ClosedError, FileError } from '../../errors.js';
import { fileError, orFileError } from '../file-error.js';

const BUFFER_BYTES = 2 ** 20;
/** Longest part of the target's name in the temporary's, in UTF-16 units: file names end at 255 bytes. */
const NAME_UNITS = 60;

/**
 * A file that appears whole or not at all. It is written under a temporary name in the target's folder and
 * renamed over the target by `publish`: whoever has the old file open keeps reading it unharmed. What a killed
 * process leaves is named `.NAME.PID.RANDOM.tmp`. Any failure discards the temporary.
 */
export class AtomicFile {
  /** Absolute path of the file to replace; symbolic links are followed. */
  readonly target: string;
  readonly #temporary: string;
  readonly #buffer: Uint8Array = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;
  #fd: number | undefined;

  private constructor(target: string, temporary: string, fd: number) {
    this.target = target;
    this.#temporary = temporary;
    this.#fd = fd;
  }

  /** Starts a file that is to become `target`, in a folder that exists. The mode of an existing target is kept. */
  static create(target: string): AtomicFile {
    const existing = orFileError('replace', target, () => statSync(target, { throwIfNoEntry: false }));
    if (existing && !existing.isFile()) {
      throw new FileError(`cannot replace ${target}: it is not a regular file`);
    }
    const real = existing ? orFileError('replace', target, () => realpathSync(target)) : resolve(target);
    const name = `.${basename(real).slice(0, NAME_UNITS)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
    const temporary = join(dirname(real), name);
    const fd = orFileError('create', target, () => openSync(temporary, 'wx'));
    const file = new AtomicFile(real, temporary, fd);
    if (existing) file.#attempt(() => fchmodSync(fd, existing.mode & 0o7777));
    return file;
  }

  /** Where the next byte goes: how many were written so far. */
  get position(): number {
    return this.#written + this.#buffered;
  }

  /** Appends a copy of the bytes from `start` to `end`. */
  write(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    const fd = this.#open();
    if (end - start > BUFFER_BYTES - this.#buffered) {
      this.#flush(fd);
      if (end - start >= BUFFER_BYTES) {
        this.#put(fd, bytes, start, end, this.#written);
        this.#written += end - start;
        return;
      }
    }
    this.#buffer.set(
      start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end),
      this.#buffered,
    );
    this.#buffered += end - start;
  }

  /** Appends zeros up to a multiple of `unit` bytes. */
  align(unit: number): void {
    const zeros = (unit - (this.position % unit)) % unit;
    if (zeros > 0) this.write(new Uint8Array(zeros));
  }

  /** Replaces bytes that were written earlier. */
  patch(position: number, bytes: Uint8Array): void {
    const fd = this.#open();
    if (!(position >= 0 && position + bytes.length <= this.position)) {
      throw new ArgumentError(
        `${bytes.length} bytes at ${position} cannot be replaced: ${this.position} were written so far`,
      );
    }
    if (position >= this.#written) {
      this.#buffer.set(bytes, position - this.#written);
      return;
    }
    this.#flush(fd);
    this.#put(fd, bytes, 0, bytes.length, position);
  }

  /** Brings everything to the disk, then puts the file in the target's place in one step. Nothing can stop it. */
  async publish(): Promise<void> {
    const fd = this.#open();
    this.#flush(fd);
    this.#fd = undefined;
    try {
      await promisify(fsync)(fd).finally(() => closeSync(fd));
      renameSync(this.#temporary, this.target);
    } catch (cause) {
      removeIfThere(this.#temporary);
      throw fileError('replace', this.target, cause);
    }
    await syncFolder(dirname(this.target));
  }

  /** Gives up and removes the temporary. Does nothing after `publish` or a failure. */
  discard(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
    removeIfThere(this.#temporary);
  }

  #open(): number {
    if (this.#fd === undefined) throw this.#closedError();
    return this.#fd;
  }

  #closedError(): ClosedError {
    return new ClosedError(`writing ${this.target} has ended: it was published or discarded, or has failed`);
  }

  #flush(fd: number): void {
    this.#put(fd, this.#buffer, 0, this.#buffered, this.#written);
    this.#written += this.#buffered;
    this.#buffered = 0;
  }

  #put(fd: number, bytes: Uint8Array, start: number, end: number, position: number): void {
    this.#attempt(() => {
      for (let at = start; at < end; ) at += writeSync(fd, bytes, at, end - at, position + at - start);
    });
  }

  #attempt(call: () => void): void {
    try {
      call();
    } catch (cause) {
      this.discard();
      throw fileError('write to', this.target, cause);
    }
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // What made the call before fail is the error to report; the name alone shows the file to be a temporary.
  }
}

/** Makes the rename outlast a power failure, where folders can be synced: not on Windows, not by all disks. */
async function syncFolder(folder: string): Promise<void> {
  let fd: number;
  try {
    fd = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    await promisify(fsync)(fd);
  } catch {
    // The new file is complete and in place, so there is nothing for a caller to undo.
  } finally {
    closeSync(fd);
  }
}
