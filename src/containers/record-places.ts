/** Where the records of a typed array lie: the index at its end (docs/format.md 10). */
import type { Memory } from '../bytes/memory.js';
import { Region } from '../bytes/region.js';
import type { Window } from '../bytes/window.js';
import { CorruptBufferError } from '../errors.js';
import type { Places } from '../mappers/id-mapper.js';
import { ARRAY_HEADER, type ArrayHeader } from './array-header.js';

const TWO_32 = 2 ** 32;

export class RecordPlaces implements Places {
  readonly memory: Memory;
  /** Position of the array in the memory. */
  readonly start: number;
  readonly length: number;
  /** Last offset from the array's start at which a record's bitmaps still lie before the index. */
  readonly last: number;
  /** Offsets of the records, u64 each. */
  readonly index: Region;
  /** Offset in the home window of the array's start; 0 until that is made. */
  base = 0;
  /** `near`, −1 until the home window is made. */
  #near = -1;
  #home: Window | undefined;
  /** The window that all of the index lies in, if one does, and where it starts there. */
  #entries: Window | undefined;
  #firstEntry = 0;

  /** `recordHeader`: bytes of the bitmaps that every record starts with. */
  constructor(memory: Memory, start: number, header: ArrayHeader, recordHeader: number) {
    this.memory = memory;
    this.start = start;
    this.length = header.length;
    this.last = header.indexOffset - recordHeader;
    this.index = new Region(memory, start + header.indexOffset, header.length * 8, 'the index of an array');
  }

  /** Position in the memory of record `item`, checked to lie among the records. */
  positionOf(item: number): number {
    const at = item * 8;
    const window = this.index.windowAt(at);
    const place = this.index.offsetIn(window, at);
    return this.check(window.view.getUint32(place + 4, true) * TWO_32 + window.view.getUint32(place, true));
  }

  /** Offset from the array's start of a record that a mapper leads to, whose number can be any. */
  follow(item: number | bigint): number {
    if (typeof item === 'number' && item < this.length) {
      const offset = this.memory.partial ? -1 : this.nearOffset(item);
      return offset >= 0 ? offset : this.positionOf(item) - this.start;
    }
    throw new CorruptBufferError(
      `the index leads to record ${item}, of ${this.length}: the data is damaged`,
      this.start,
    );
  }

  /**
   * Offset from the array's start of record `item`, for the usual record, that is read through the home window; −1 for
   * others. `item` is not checked against the length.
   */
  nearOffset(item: number): number {
    const entries = this.#entries ?? this.#makeEntries();
    if (entries === undefined || entries.size < 0) return -1;
    const { view } = entries;
    const at = this.#firstEntry + item * 8;
    const offset = view.getInt32(at, true);
    return offset >= ARRAY_HEADER && offset <= this.#near && view.getInt32(at + 4, true) === 0 ? offset : -1;
  }

  /** Position in the memory of a record, for those who read ahead; −1 for an unusual one, or a number that none has. */
  likelyPosition(item: number): number {
    const offset = item < this.length ? this.nearOffset(item) : -1;
    return offset < 0 ? -1 : this.start + offset;
  }

  /** Position in the memory of the record `offset` bytes into the array; throws when no record can lie there. */
  check(offset: number): number {
    if (offset >= ARRAY_HEADER && offset <= this.last) return this.start + offset;
    if (this.memory.closed) throw this.memory.closedError();
    throw new CorruptBufferError(
      `a record is said to lie ${offset} bytes into its array, which is not among the records`,
      this.start,
    );
  }

  /** The window that the array starts in. Made at first use: opening a file makes no view of a whole window. */
  get home(): Window {
    return this.#home ?? this.#makeHome();
  }

  /** Last offset from the array's start of a record that is read through the home window; negative where none is. */
  get near(): number {
    return this.#near < 0 ? this.#findNear() : this.#near;
  }

  windowAt(position: number): Window {
    return this.memory.windowAt(position);
  }

  #findNear(): number {
    void this.home;
    return this.#near;
  }

  #makeEntries(): Window | undefined {
    void this.home;
    return this.#entries;
  }

  #makeHome(): Window {
    const home = this.memory.windowAt(this.start);
    this.#home = home;
    // All below 2 GiB. `| 0`, or scans would compute in floating point what was once computed so, integral or not.
    this.base = (this.start - home.base) | 0;
    this.#near = Math.min(this.last, home.reach - this.base - 1) | 0;
    this.#entries = this.index.window;
    if (this.#entries !== undefined) this.#firstEntry = this.index.offsetIn(this.#entries, 0) | 0;
    return home;
  }
}
