/** Memory is windows: everything stored is addressed as (window, 32-bit offset); window.ts says why. */
import { ClosedError, CorruptBufferError } from '../errors.js';
import { whole } from './whole.js';
import { NOTHING, WINDOW_BYTES, WINDOW_STEP, Window, type WindowOwner } from './window.js';

/** Makes the bytes of one window: `length` bytes from position `base`, which are let go of at once when `brief`. */
export type WindowSource = (base: number, length: number, brief?: boolean) => Uint8Array;

/** Bytes of any length, in the heap or mapped, seen through windows that are made once, when first needed. */
export class Memory implements WindowOwner {
  /** What to call the memory in messages: a file's path, or `the buffer`. */
  readonly name: string;
  readonly byteLength: number;
  /** Whether fields may be assigned through proxies. */
  readonly writable: boolean;
  readonly partial: boolean = false;
  readonly #source: WindowSource;
  readonly #windows: (Window | undefined)[];
  readonly #last: number;
  readonly #slices: Memory[] = [];
  /** The window of a memory that has but one, once it is made, and where it ends; 0 until then and once closed. */
  #only: Window | undefined;
  #onlyEnd = 0;
  #closed = false;

  constructor(byteLength: number, source: WindowSource, name = 'the buffer', writable = false) {
    this.byteLength = whole(byteLength);
    this.writable = writable;
    this.#source = source;
    this.name = name;
    this.#last = Math.max(0, Math.ceil((byteLength - WINDOW_BYTES) / WINDOW_STEP));
    this.#windows = new Array(this.#last + 1).fill(undefined);
  }

  /** Memory over a buffer or any part of one, aligned or not; nothing is copied. */
  static over(data: Uint8Array | ArrayBufferLike, name?: string, writable?: boolean): Memory {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
    return new Memory(
      bytes.byteLength,
      (base, length) => new Uint8Array(bytes.buffer, bytes.byteOffset + base, length),
      name,
      writable,
    );
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** A stretch of this memory as a memory of its own, which is closed with it. Throws `CorruptBufferError` outside. */
  slice(start: number, length: number, name: string): Memory {
    this.need(start, length, name);
    const slice = new Memory(
      length,
      (base, bytes, brief) => this.#source(start + base, bytes, brief),
      name,
      this.writable,
    );
    this.#slices.push(slice);
    return slice;
  }

  /** The window in which what starts at `position` is read. Throws `CorruptBufferError` outside the memory. */
  windowAt(position: number): Window {
    // Most memories have one window, and look-ups ask for it two or three times.
    return position >= 0 && position < this.#onlyEnd ? this.#only! : this.#find(position);
  }

  #find(position: number): Window {
    if (!(position >= 0 && position < this.byteLength)) throw this.#outside(position);
    const index = Math.min(Math.floor(position / WINDOW_STEP), this.#last);
    return this.#windows[index] ?? this.#open(index);
  }

  /**
   * A small window of its own over `length` bytes, to be read at once and let go: for what describes a file. Opening
   * a file needs no other, and so does not make the view of a whole window, whose length alone can set off a garbage
   * collection. Throws `CorruptBufferError` outside the memory; `what` names the bytes in the message.
   */
  peek(position: number, length: number, what: string): Window {
    this.need(position, length, what);
    const bytes = length === 0 ? NOTHING : this.#source(position, length, true);
    return new Window(this, position, bytes, true);
  }

  /** Throws unless `length` bytes from `position` lie in the memory. */
  need(position: number, length: number, what: string): void {
    if (this.#closed) throw this.closedError();
    if (position >= 0 && length >= 0 && position + length <= this.byteLength) return;
    throw new CorruptBufferError(
      `${what} is said to take ${length} bytes from position ${position}, but ${this.name} has ${this.byteLength}`,
      position,
    );
  }

  /** Ends all reading: later reads throw `ClosedError`. A second call does nothing. */
  close(): void {
    this.#closed = true;
    for (const window of this.#windows) window?.close();
    this.#windows.fill(undefined);
    this.#only = undefined;
    this.#onlyEnd = 0;
    for (const slice of this.#slices) slice.close();
    this.#slices.length = 0;
  }

  closedError(): ClosedError {
    return new ClosedError(`${this.name} is closed: nothing can be read from it any more`);
  }

  #outside(position: number): Error {
    if (this.#closed) return this.closedError();
    return new CorruptBufferError(
      `a pointer leads to position ${position}, outside ${this.name} of ${this.byteLength} bytes`,
      position,
    );
  }

  #open(index: number): Window {
    if (this.#closed) throw this.closedError();
    const base = index * WINDOW_STEP;
    const length = Math.min(WINDOW_BYTES, this.byteLength - base);
    const window = new Window(this, base, this.#source(base, length), index === this.#last);
    this.#windows[index] = window;
    if (this.#last === 0) {
      this.#only = window;
      this.#onlyEnd = this.byteLength;
    }
    return window;
  }
}
