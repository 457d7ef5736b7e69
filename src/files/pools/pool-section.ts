/**
 * Where a section of a pool lies: in a mapped temporary file, which the system can write out and drop from memory
 * when that runs short, and which has no name, so that nothing is left of it when the process ends.
 */
import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Memory } from '../../bytes/memory.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { orFileError } from '../file-error.js';
import { NoMapping, tellNoMapping } from '../mapping/load-koffi.js';
import { mapLimit } from '../mapping/map-limit.js';
import { MappedRegion } from '../mapping/mapped-region.js';
import { mmapSystem } from '../mapping/mmap-system.js';

/** The file gets real disk blocks in steps of this many bytes. */
const STEP_BYTES = 2 ** 20;
const ZEROS = new Uint8Array(STEP_BYTES);

let made = 0;

/** What messages name in place of a file that nobody sees. */
function sectionIn(path: string): string {
  return `a section of the pool in ${dirname(path)}`;
}

/** Room for a section, mapped where the system can. Kept for the next pool when it is in a free list. */
export class PoolFile {
  /** Bytes that it has room for. */
  readonly capacity: number;
  /** The room itself. */
  readonly bytes: Uint8Array;
  /** Why the section is in this process's memory and not in a file; undefined when it is mapped. */
  readonly notMappedBecause: string | undefined;
  readonly #path: string;
  readonly #region: MappedRegion | undefined;
  #fd: number | undefined;
  /** Bytes that have disk blocks. */
  #reserved = 0;

  /** @param folder Where there is room for the file. */
  constructor(folder: string, capacity: number) {
    made += 1;
    this.#path = join(folder, `.pool.${process.pid}.${made}.${Date.now().toString(36)}.tmp`);
    this.capacity = capacity;
    const subject = sectionIn(this.#path);
    const system = mmapSystem();
    if (system instanceof NoMapping) {
      tellNoMapping(subject, system);
      this.notMappedBecause = system.message;
      this.bytes = new Uint8Array(capacity);
      return;
    }
    if (system.sections !== undefined) {
      // In the page file, as there is no mapped file without a name.
      const address = orFileError('make', subject, () => system.sections!.create(capacity));
      this.#region = new MappedRegion(system, address, capacity);
      this.bytes = this.#region.view(0, capacity);
      return;
    }
    const fd = orFileError('make', subject, () => openSync(this.#path, 'wx+', 0o600));
    try {
      // Who cleans the folder may be quicker.
      rmSync(this.#path, { force: true });
      orFileError('size', subject, () => ftruncateSync(fd, capacity));
      mapLimit.take(subject);
      const address = orFileError('map', subject, () => system.map(fd, capacity, true));
      this.#region = new MappedRegion(system, address, capacity);
      this.bytes = this.#region.view(0, capacity);
      this.#fd = fd;
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /**
   * Makes sure that the first `length` bytes can be written. A mapped file that turns out to have no room on the disk
   * ends the process; a write that finds none is only an error.
   */
  reserve(length: number): void {
    while (this.#fd !== undefined && this.#reserved < length) {
      const step = Math.min(STEP_BYTES, this.capacity - this.#reserved);
      const written = orFileError('write to', sectionIn(this.#path), () =>
        writeSync(this.#fd!, ZEROS, 0, step, this.#reserved),
      );
      this.#reserved += written;
    }
  }

  /**
   * Says who reads it, at most one at a time.
   *
   * @param memory The memory that reads it.
   */
  readBy(memory: Memory): void {
    this.#region?.readBy(memory);
  }

  /** Gives the disk space back. */
  close(): void {
    this.#region?.close();
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** A stretch of a pool: bytes that only grow, read in place. */
export class PoolSection {
  readonly file: PoolFile;
  /** Position in the pool of the section's first byte. */
  readonly base: number;
  readonly memory: Memory;
  /** Bytes taken. */
  length = 0;

  constructor(file: PoolFile, base: number) {
    this.file = file;
    this.base = base;
    const { buffer, byteOffset } = file.bytes;
    const view = (start: number, length: number) => new Uint8Array(buffer, byteOffset + start, length);
    this.memory = new Memory(file.capacity, view, `the pool's section at ${base}`);
    file.readBy(this.memory);
  }

  /** Bytes left. */
  get free(): number {
    return this.file.capacity - this.length;
  }

  append(bytes: Uint8Array): void {
    this.file.reserve(this.length + bytes.length);
    this.file.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Zeros up to a multiple of `alignment`, as far as there is room. */
  align(alignment: number): void {
    const past = this.length % alignment;
    if (past > 0) this.append(ZEROS.subarray(0, Math.min(alignment - past, this.free)));
  }
}

/** The one of the sections, which are in their order, in which a position of the pool lies. */
export function sectionAt(sections: readonly PoolSection[], position: number): PoolSection {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sections[middle]!.base <= position) low = middle + 1;
    else high = middle;
  }
  const section = sections[low - 1];
  if (section !== undefined && Number.isInteger(position)) return section;
  throw new ArgumentError(`${describe(position)} is no position in the pool`);
}
