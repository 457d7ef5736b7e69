/**
 * A window: a stretch of memory, in which everything stored is addressed by a 32-bit offset.
 *
 * ```
 * memory   |---------------------------------------------------------| byteLength
 * window 0 [0 ................ 2 GiB)
 * window 1           [1 GiB ................ 3 GiB)
 * window 2                      [2 GiB ................ 4 GiB)
 * ```
 *
 * One view over a whole file would be simpler, but Node 20 and Bun end the process, uncatchably, on a view of
 * more than 4 GiB, and typed array accesses past 2³¹ are some twenty times slower than below. Windows overlap by
 * half, so that whatever starts in the first half of a window (`reach`) has a gibibyte to lie in before the
 * window ends; what starts beyond is read through the next window.
 */

import { ArgumentError, CorruptBufferError } from '../errors.js';
import type { PackedBytes } from './packed-bytes.js';
import { bufferOver, type NodeBytes } from './text/utf8.js';
import { whole } from './whole.js';

/** Bytes that one window covers at most. */
export const WINDOW_BYTES: number = 2 ** 31;
/** Distance between the first bytes of neighbouring windows. */
export const WINDOW_STEP = 0x4000_0000;

/** A name of its own, as classes may not have an accessor that is spelled so. */
const CONSTRUCTOR = 'constructor';

export const NOTHING: PackedBytes = new Uint8Array(0);

/** What a window is part of. */
export interface WindowOwner {
  /** What to call the memory in messages. */
  readonly name: string;
  /** Bytes in all its windows together. */
  readonly byteLength: number;
  /** Whether fields may be assigned through proxies. */
  readonly writable: boolean;
  readonly closed: boolean;
  /** Whether its windows are small, and made as what lies in them arrives. */
  readonly partial: boolean;
  /** The window in which what starts at `position` is read. Throws `CorruptBufferError` outside the memory. */
  windowAt(position: number): Window;
  /** Throws unless `length` bytes from `position` lie in the memory. */
  need(position: number, length: number, what: string): void;
  closedError(): Error;
}

/**
 * A stretch of memory with the views to read it. After `close` its `size` is −1, so every bounds check fails.
 *
 * Whatever walks through values (assertions, comparisons, copies, printers) comes from a record to its window, and would
 * go on to gibibytes of memory. So all that a window shows is `place`, and by its tag it is no plain object. Its other
 * properties are there from the start and not enumerable: hiding them later would make them slow.
 */
export class Window {
  /**
   * A symbol of each window, so that comparisons tell one from another, and `structuredClone` refuses records and views at
   * once, with these words.
   */
  readonly place: symbol = Symbol(
    'what is read in place is not cloned: clone its toObject(), toArray() or the like',
  );
  declare readonly memory: WindowOwner;
  /** Position in the memory of the window's first byte. */
  declare readonly base: number;
  /** Bytes in the window; −1 once closed. */
  declare size: number;
  /** What starts at an offset below this lies whole in the window (or in no window: values end within 1 GiB). */
  declare reach: number;
  declare view: DataView;
  /** The same bytes as a Node `Buffer`, for its native string decoders; undefined where there is none. */
  declare buffer: NodeBytes | undefined;
  /** Private: Jest copies all own properties of what a failed assertion compared, of typed arrays one a byte. */
  #bytes: Uint8Array;

  constructor(memory: WindowOwner, base: number, bytes: Uint8Array, last: boolean) {
    const size = bytes.byteLength;
    this.#bytes = bytes;
    Object.defineProperties(this, {
      memory: { value: memory },
      base: { value: whole(base) },
      size: { value: size, writable: true },
      reach: { value: last ? size : WINDOW_STEP, writable: true },
      view: { value: new DataView(bytes.buffer, bytes.byteOffset, size), writable: true },
      buffer: { value: bufferOver(bytes), writable: true },
    });
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** @internal */
  get [Symbol.toStringTag](): string {
    return 'Window';
  }

  /** @internal Jest copies what it prints, gibibytes one element at a time, but takes dates as they are. */
  get [CONSTRUCTOR](): DateConstructor {
    return Date;
  }

  /** The error for a read of `length` bytes at `offset` that the bounds check refused. */
  outside(offset: number, length: number): Error {
    if (this.size < 0) return this.memory.closedError();
    return new CorruptBufferError(
      `${length} bytes are needed where ${this.memory.name} has ${Math.max(0, this.size - offset)}: ` +
        'the data is damaged or cut short',
      this.base + offset,
    );
  }

  /** Throws unless the `length` bytes at `offset` lie in the window. */
  need(offset: number, length: number): void {
    if (!(offset >= 0 && offset <= this.size - length)) throw this.outside(offset, length);
  }

  /** Throws `ArgumentError`: what would be written is all of the memory. */
  toJSON(): never {
    throw new ArgumentError(
      'what a record holds is its place in memory, not its fields: copy record.toObject(), not {...record}',
    );
  }

  /** @internal */
  close(): void {
    this.size = -1;
    this.reach = -1;
    this.view = new DataView(NOTHING.buffer);
    this.#bytes = NOTHING;
    this.buffer = undefined;
  }
}
