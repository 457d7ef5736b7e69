import { openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ClosedError, FileError } from '../../errors.js';
import { orFileError } from '../file-error.js';
import { WriteBehind } from './write-behind.js';

const BUFFER_BYTES = 2 ** 20;

let made = 0;

/**
 * Bytes set aside on disk, written once from front to back and read again in any order. The file loses its name
 * as soon as it is made, so that nothing is left of it even if the process is killed. Up to a mebibyte there is
 * no file at all. A failed write discards the spool.
 */
export class Spool {
  readonly #path: string;
  readonly #subject: string;
  #buffer: Uint8Array = new Uint8Array(BUFFER_BYTES);
  #buffered = 0;
  #written = 0;
  #fd: number | undefined;
  #behind: WriteBehind | undefined;
  #named = false;
  #discarded = false;

  /**
   * @param folder Where there is room for the file.
   * @param subject What messages name in place of a file that nobody sees: the one being built.
   */
  constructor(folder: string, subject: string = `temporary files in ${folder}`) {
    made++;
    this.#subject = subject;
    this.#path = join(folder, `.spool.${process.pid}.${made}.${Date.now().toString(36)}.tmp`);
  }

  /** Bytes appended so far. */
  get length(): number {
    return this.#written + this.#buffered;
  }

  /** Appends a copy of the bytes from `start` to `end`. */
  append(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.#check();
    if (end - start > BUFFER_BYTES - this.#buffered) {
      this.#flush();
      if (end - start >= BUFFER_BYTES) {
        this.#writeHere(bytes, start, end);
        return;
      }
    }
    this.#buffer.set(
      start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end),
      this.#buffered,
    );
    this.#buffered += end - start;
  }

  /** Fills `into` from `position`, as far as there are bytes; returns how many. */
  read(position: number, into: Uint8Array): number {
    this.#check();
    const length = Math.max(0, Math.min(into.length, this.length - position));
    const stored = Math.max(0, Math.min(length, this.#written - position));
    if (stored > 0) this.#attempt(() => this.#behind!.flush());
    for (let done = 0; done < stored; ) {
      const count = orFileError('write', this.#subject, () =>
        readSync(this.#fd!, into, done, stored - done, position + done),
      );
      if (count === 0) {
        throw new FileError(`cannot write ${this.#subject}: a temporary file of it was cut short meanwhile`);
      }
      done += count;
    }
    const from = position + stored - this.#written;
    if (length > stored) into.set(this.#buffer.subarray(from, from + length - stored), stored);
    return length;
  }

  /** Gives all bytes to `sink` in order, in pieces that are valid during the call only. */
  copyTo(sink: (bytes: Uint8Array) => void): void {
    const piece = new Uint8Array(Math.min(BUFFER_BYTES, this.length));
    for (let position = 0; position < this.length; ) {
      const count = this.read(position, piece);
      sink(piece.subarray(0, count));
      position += count;
    }
  }

  /** Says that nothing more is appended, and gives back the memory that appending takes. */
  end(): void {
    this.#check();
    this.#flush();
    this.#behind?.end();
    this.#buffer = new Uint8Array(0);
  }

  /** Says that nothing more is appended, and gives the file that holds all of it, for other threads; undefined where there is nothing. */
  endInFile(): number | undefined {
    this.end();
    if (this.#fd !== undefined) this.#attempt(() => this.#behind!.flush());
    return this.#fd;
  }

  /** Gives the disk space back. A second call does nothing; any other use is an error. */
  discard(): void {
    this.#discarded = true;
    this.#buffer = new Uint8Array(0);
    const behind = this.#behind;
    this.#behind = undefined;
    this.#fd = undefined;
    behind?.close(() => {
      if (this.#named) orFileError('remove', this.#path, () => rmSync(this.#path, { force: true }));
    });
  }

  #check(): void {
    if (this.#discarded) throw new ClosedError(`a temporary file of ${this.#subject} was discarded`);
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    this.#open();
    this.#attempt(() => {
      this.#buffer = this.#behind!.write(this.#buffer, this.#buffered, this.#written);
    });
    this.#written += this.#buffered;
    this.#buffered = 0;
  }

  #writeHere(bytes: Uint8Array, start: number, end: number): void {
    const fd = this.#open();
    this.#attempt(() => {
      for (let at = start; at < end; ) {
        at += writeSync(fd, bytes, at, end - at, this.#written + at - start);
      }
    });
    this.#written += end - start;
  }

  #attempt(call: () => void): void {
    try {
      orFileError('write', this.#subject, call);
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  #open(): number {
    if (this.#fd === undefined) {
      this.#fd = this.#create();
      this.#behind = new WriteBehind(this.#fd);
    }
    return this.#fd;
  }

  #create(): number {
    const fd = orFileError('write', this.#subject, () => openSync(this.#path, 'wx+', 0o600));
    try {
      unlinkSync(this.#path);
    } catch {
      // Windows may refuse to take the name of an open file: then `discard` does it.
      this.#named = true;
    }
    return fd;
  }
}
