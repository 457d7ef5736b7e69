/** The growing buffer that values are packed into. */
import { PackError } from '../errors.js';
import { bufferOver, type NodeBytes } from './text/utf8.js';

/** Largest packed value, in bytes: readers promise no more than half a window to what one pointer leads to. */
const MAX_BYTES = 2 ** 30;

const FEW = 16;

function tooLarge(): PackError {
  return new PackError(`the value takes more than ${MAX_BYTES} bytes: split it over several records`);
}

/**
 * Throws `PackError` for what takes at least so many bytes, before any memory is spent on it. Strings are held to it
 * before they are compressed: readers have to hold them whole.
 */
export function refuseTooLarge(length: number): void {
  if (length > MAX_BYTES) throw tooLarge();
}

/** Little-endian output with an `end`; positions in it are what docs/format.md calls the buffer being packed. */
export class Writer {
  bytes: Uint8Array;
  view: DataView;
  buffer: NodeBytes | undefined;
  /** Where the next byte goes. */
  end = 0;
  /** Where what is being written starts: padding is counted from there, and its length is bounded. */
  origin = 0;
  /** How far from a multiple of all alignments `origin` will come to lie: padding is counted so. */
  phase = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
    this.buffer = bufferOver(this.bytes);
  }

  /** Makes room for `length` more bytes, leaves them as they are, and returns where they start. */
  take(length: number): number {
    const start = this.end;
    if (start + length > this.bytes.length) this.#grow(start + length);
    this.end = start + length;
    return start;
  }

  /** Makes room for `length` more bytes without taking them. */
  reserve(length: number): void {
    if (this.end + length > this.bytes.length) this.#grow(this.end + length);
  }

  /** Writes `length` zeros and returns where they start. Padding is undefined in the format; zeros keep files reproducible. */
  zeros(length: number): number {
    const start = this.take(length);
    const { bytes } = this;
    // Mostly a few bytes of padding, for which a call of `fill` takes longer than they do.
    if (length > FEW) bytes.fill(0, start, start + length);
    else for (let at = start; at < start + length; at += 1) bytes[at] = 0;
    return start;
  }

  /** Pads with zeros until `end` is a multiple of `alignment`, counted from `origin` and its phase. */
  align(alignment: number): void {
    const past = (this.end - this.origin + this.phase) % alignment;
    if (past !== 0) this.zeros(alignment - past);
  }

  append(bytes: Uint8Array): void {
    // Taken first: that may replace the buffer.
    const start = this.take(bytes.length);
    this.bytes.set(bytes, start);
  }

  /** Writes a u64 of up to 2⁵³ − 1 at `offset`, which must have been taken. */
  setLength(offset: number, value: number): void {
    this.view.setUint32(offset, value, true);
    this.view.setUint32(offset + 4, value / 2 ** 32, true);
  }

  /** Writes an i64 of up to ±(2⁵³ − 1) at `offset`, which must have been taken. */
  setPointer(offset: number, value: number): void {
    this.view.setUint32(offset, value, true);
    this.view.setInt32(offset + 4, Math.floor(value / 2 ** 32), true);
  }

  #grow(needed: number): void {
    const most = this.origin + MAX_BYTES;
    if (needed > most) throw tooLarge();
    const bytes = new Uint8Array(Math.min(most, Math.max(needed, this.bytes.length * 2)));
    bytes.set(this.bytes.subarray(0, this.end));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
    this.buffer = bufferOver(bytes);
  }
}
