import { closeSync, fsync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { ArgumentError, ClosedError, SharedBuffersError } from '../../errors.js';
import { fileError, orFileError } from '../file-error.js';
import type { FilePath } from '../path-of.js';
import { keepAccess } from '../temporary/keep-access.js';
import { cleanFor } from '../temporary/leftovers.js';
import { putInPlace } from '../temporary/put-in-place.js';
import { targetOf } from '../temporary/target.js';
import { TemporaryFile } from '../temporary/temporary-file.js';

const BUFFER_BYTES = 2 ** 20;

/**
 * A file that appears whole or not at all. It is written under a temporary name in the target's folder and
 * renamed over the target by `publish`: whoever has the old file open keeps reading it unharmed. What a killed
 * process leaves is named `.NAME.PID.RANDOM.tmp`, and removed by the next build. Any failure discards the temporary.
 */
export class AtomicFile {
  /** Absolute path of the file to replace; symbolic links are followed. */
  readonly target: string;
  readonly #temporary: TemporaryFile;
  readonly #buffer: Uint8Array = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;
  #open = true;

  private constructor(target: string, temporary: TemporaryFile) {
    this.target = target;
    this.#temporary = temporary;
  }

  /**
   * Starts a file that is to become `file`, in a folder that exists. An existing one's mode is kept, and its owner and
   * group where this user may do that. Throws as `targetOf` does, and `FileError` where no file can be made.
   */
  static create(file: FilePath): AtomicFile {
    const { path, existing } = targetOf(file);
    cleanFor(dirname(path), path);
    // Its owner's permissions at most, until it has the right group.
    const mode = existing && existing.mode & 0o700;
    const temporary = orFileError('create', path, () => TemporaryFile.create(path, mode));
    const made = new AtomicFile(path, temporary);
    if (existing) made.#attempt(() => keepAccess(temporary, existing));
    return made;
  }

  /** Where the next byte goes: how many were written so far. */
  get position(): number {
    return this.#written + this.#buffered;
  }

  /** Appends a copy of the bytes from `start` to `end`. */
  write(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    const fd = this.#descriptor();
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
    const fd = this.#descriptor();
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

  /**
   * Brings everything to the disk, then puts the file in the target's place in one step. Nothing can stop it but `put`, which is to do that
   * step, and may throw instead.
   */
  async publish(put: (place: () => void) => Promise<void> | void = (place) => place()): Promise<void> {
    const fd = this.#descriptor();
    this.#flush(fd);
    this.#open = false;
    try {
      await sync(fd);
      await put(() => putInPlace(this.#temporary.path, this.target));
    } catch (cause) {
      if (cause instanceof SharedBuffersError) throw cause;
      throw fileError('replace', this.target, cause);
    } finally {
      this.#temporary.end();
    }
    await syncFolder(dirname(this.target));
  }

  /** Gives up and removes the temporary. Does nothing after `publish` or a failure. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#temporary.end();
  }

  #descriptor(): number {
    if (this.#open) return this.#temporary.fd;
    throw new ClosedError(`writing ${this.target} has ended: it was published or discarded, or has failed`);
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

/** Brings a file to the disk. */
async function sync(fd: number): Promise<void> {
  // Under Node's permission model each write has done that (`temporary-file.ts`).
  if (process.permission !== undefined) return;
  await new Promise<void>((resolve, reject) => fsync(fd, (error) => (error ? reject(error) : resolve())));
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
    await sync(fd);
  } catch {
    // The new file is complete and in place, so there is nothing for a caller to undo.
  } finally {
    closeSync(fd);
  }
}
