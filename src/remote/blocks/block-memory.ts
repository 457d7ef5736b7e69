/** A file of which some blocks are here: read as any memory, in which what is missing is thrown as such. */
import { Memory } from '../../bytes/memory.js';
import { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import { MissingBytes } from './missing-bytes.js';

/** Bytes of a file by their positions, where they have arrived. */
export interface Arrived {
  readonly blockBytes: number;
  /** A block that is here; the last one of a file may be short. */
  block(index: number): Uint8Array | undefined;
}

/** Bytes of a window that reads past its end make longer: what core code reads without asking is a few numbers. */
const MAX_UNASKED = 65_536;

/** What lies past the end of a window may be in the file all the same. */
class BlockWindow extends Window {
  override outside(offset: number, length: number): Error {
    const position = this.base + offset;
    const inFile = offset >= 0 && length >= 0 && position + length <= this.memory.byteLength;
    return inFile && this.size >= 0
      ? new MissingBytes(position, length, this.base)
      : super.outside(offset, length);
  }
}

/**
 * Its windows cover a block, or as many as a read that failed has asked for. Core code that reads past the end of one without
 * asking gets a `RangeError`, after which `pastEnd` tells what was missing.
 */
export class BlockMemory extends Memory {
  override readonly partial: boolean = true;
  readonly #arrived: Arrived;
  /** What is known without having been read: headers, as a trailer tells them. */
  readonly #patches: { readonly position: number; readonly bytes: Uint8Array }[] = [];
  /** Windows made in this turn, by their first block, and how many blocks a window from one on has to cover. */
  readonly #made = new Map<number, Window>();
  readonly #spans = new Map<number, number>();
  #last: Window | undefined;
  #watched = new Set<Window>();

  constructor(byteLength: number, arrived: Arrived, name: string) {
    super(
      byteLength,
      () => {
        throw new CorruptBufferError(`${name} is read by blocks`);
      },
      name,
    );
    this.#arrived = arrived;
  }

  /** What is missing after a read past the end of the window that was given out last, which nobody asked for. */
  pastEnd(): MissingBytes | undefined {
    const last = this.#last;
    if (last === undefined) return undefined;
    const end = last.base + last.size;
    if (last.size > MAX_UNASKED) throw new CorruptBufferError('a read leads out of what it may read', end);
    return end < this.byteLength ? new MissingBytes(end, 1, last.base) : undefined;
  }

  /** The windows that are given out from now on, until it is called again. */
  watch(): Set<Window> {
    this.#watched = new Set();
    return this.#watched;
  }

  patch(position: number, bytes: Uint8Array): void {
    this.#patches.push({ position, bytes });
  }

  /** Forgets what was patched so far. */
  unpatch(): void {
    this.#patches.length = 0;
  }

  /** Forgets the windows, so that blocks can go. */
  turn(): void {
    this.#made.clear();
    this.#spans.clear();
    this.#last = undefined;
  }

  /** Until the next turn, the window that was too short covers what was missing. */
  extend({ offset, length, base }: MissingBytes): void {
    if (base === undefined) return;
    const { blockBytes } = this.#arrived;
    this.#cover(base / blockBytes, Math.ceil((offset + length - base) / blockBytes));
  }

  /** Until the next turn, the window at a position covers so many bytes from there, as far as they are here. */
  expect(position: number, length: number): void {
    const { blockBytes } = this.#arrived;
    const block = Math.floor(position / blockBytes);
    const last = Math.floor((Math.min(position + length, this.byteLength) - 1) / blockBytes);
    let end = block;
    while (end < last && this.#arrived.block(end + 1) !== undefined) end += 1;
    this.#cover(block, end - block + 1);
  }

  #cover(block: number, count: number): void {
    if (count <= (this.#spans.get(block) ?? 1)) return;
    this.#spans.set(block, count);
    this.#made.delete(block);
  }

  override windowAt(position: number): Window {
    if (this.closed) throw this.closedError();
    if (!(position >= 0 && position < this.byteLength)) return super.windowAt(position);
    const block = Math.floor(position / this.#arrived.blockBytes);
    const window = this.#made.get(block) ?? this.#make(block);
    this.#last = window;
    this.#watched.add(window);
    return window;
  }

  override peek(position: number, length: number, what: string): Window {
    this.need(position, length, what);
    for (const patch of this.#patches) {
      const from = position - patch.position;
      if (from < 0 || from + length > patch.bytes.length) continue;
      return new Window(this, position, patch.bytes.subarray(from, from + length), true);
    }
    return new Window(this, position, this.bytes(position, length), true);
  }

  /** A copy of bytes that have arrived. Throws `MissingBytes` where they have not. */
  bytes(position: number, length: number): Uint8Array {
    const { blockBytes } = this.#arrived;
    const result = new Uint8Array(length);
    for (let at = position; at < position + length; ) {
      const index = Math.floor(at / blockBytes);
      const block = this.#arrived.block(index);
      if (block === undefined) throw new MissingBytes(position, length);
      const from = at - index * blockBytes;
      const part = block.subarray(from, Math.min(block.length, from + position + length - at));
      result.set(part, at - position);
      at += part.length;
    }
    return result;
  }

  #make(block: number): Window {
    const { blockBytes } = this.#arrived;
    const span = this.#spans.get(block) ?? 1;
    const base = block * blockBytes;
    const whole = this.#arrived.block(block);
    if (whole === undefined)
      throw new MissingBytes(base, Math.min(span * blockBytes, this.byteLength - base));
    const length = Math.min(span * blockBytes, this.byteLength - base);
    const bytes = span === 1 ? whole : this.bytes(base, length);
    const window = new BlockWindow(this, base, bytes, true);
    this.#made.set(block, window);
    return window;
  }
}
