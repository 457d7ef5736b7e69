/** Bytes that are read as they are needed, at once, through windows that come and go. */
import { Memory } from '../../bytes/memory.js';
import { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';

/** Where bytes come from without waiting, as `FileReaderSync` of workers gives them. */
export interface SyncBytes {
  /** For messages. */
  readonly name: string;
  /** Number of bytes. */
  readonly byteLength: number;
  /** The bytes from `position` on, `length` of them: both lie within. Throws where they cannot be read. */
  read(position: number, length: number): Uint8Array;
}

/** Bytes of the windows that are held together. */
const HELD_BYTES = 2 ** 28;
/** Longer values are not read at all: no more is taken for damage at a time. */
export const LONGEST: number = 2 ** 28;

/** Its windows reach `step` bytes, and hold twice that, so that what starts within reach and is no longer lies in one. */
export class SlidingMemory extends Memory {
  override readonly partial: boolean = true;
  readonly #bytes: SyncBytes;
  readonly #step: number;
  readonly #windows = new Map<number, Window>();
  #last: Window | undefined;
  /** Told of values that are longer than windows are. */
  readonly #tooLong: (length: number) => void;

  constructor(bytes: SyncBytes, step: number, tooLong: (length: number) => void) {
    super(bytes.byteLength, (base, length) => bytes.read(base, length), bytes.name);
    this.#bytes = bytes;
    this.#step = step;
    this.#tooLong = tooLong;
  }

  override slice(start: number, length: number, name: string): Memory {
    this.need(start, length, name);
    const read = (position: number, count: number) => this.#bytes.read(start + position, count);
    return new SlidingMemory({ name, byteLength: length, read }, this.#step, this.#tooLong);
  }

  override windowAt(position: number): Window {
    const last = this.#last;
    if (last !== undefined && position >= last.base && position < last.base + last.reach) return last;
    if (!(position >= 0 && position < this.byteLength)) {
      throw new CorruptBufferError(
        `a pointer leads to position ${position}, outside ${this.name} of ${this.byteLength} bytes`,
        position,
      );
    }
    const number = Math.floor(position / this.#step);
    const window = this.#windows.get(number) ?? this.#open(number);
    this.#last = window;
    return window;
  }

  #open(number: number): Window {
    const base = number * this.#step;
    const length = Math.min(2 * this.#step, this.byteLength - base);
    const window = new SlidingWindow(this, base, this.#bytes.read(base, length), this.#tooLong);
    window.reach = base + length === this.byteLength ? length : this.#step;
    this.#windows.set(number, window);
    if (this.#windows.size * 2 * this.#step > HELD_BYTES) {
      const oldest = this.#windows.keys().next().value;
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    return window;
  }
}

class SlidingWindow extends Window {
  readonly #tooLong: (length: number) => void;

  constructor(memory: Memory, base: number, bytes: Uint8Array, tooLong: (length: number) => void) {
    super(memory, base, bytes, true);
    this.#tooLong = tooLong;
  }

  override outside(offset: number, length: number): Error {
    const end = this.base + offset + length;
    const inFile = offset >= 0 && length >= 0 && end <= this.memory.byteLength;
    if (inFile && end - this.base <= LONGEST) this.#tooLong(end - this.base);
    return super.outside(offset, length);
  }
}
