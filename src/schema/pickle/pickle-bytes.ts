import { CorruptBufferError } from '../../errors.js';
import { decodeText } from './pickle-text.js';

const NEWLINE = 0x0a;

/** Reads a pickle's bytes from front to back; every read is checked against the end. */
export class PickleCursor {
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #base: number;

  /** `base` is where the pickle starts in the file, in bytes: errors name offsets in the file. */
  constructor(bytes: Uint8Array, base: number) {
    // A copy of our own: the bytes may be shared with another thread, which could change them while they are
    // read, and TextDecoder refuses shared memory. (Not `slice()`, which is a view if `bytes` is a Buffer.)
    this.#bytes = new Uint8Array(bytes);
    this.#view = new DataView(this.#bytes.buffer);
    this.#base = base;
  }

  /** Throws the error for bytes that are not a valid pickle; `position` is where, from the pickle's start. */
  fail(message: string, position: number = this.position): never {
    throw new CorruptBufferError(
      `Damaged pickle: ${message}; restore the file or rebuild it`,
      this.#base + position,
    );
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Uint8Array {
    const end = this.#advance(length);
    return this.#bytes.subarray(end - length, end);
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1) - 1);
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2) - 2, true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4) - 4, true);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4) - 4, true);
  }

  /** A float64: the only number that pickles store big-endian. */
  f64(): number {
    return this.#view.getFloat64(this.#advance(8) - 8, false);
  }

  /** A length in a u64. Lengths past 2⁵³ lose digits, which is no matter: they are past the end as well. */
  u64(): number {
    const low = this.u32();
    return low + this.u32() * 2 ** 32;
  }

  /** The bytes up to the next newline, and past it. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(NEWLINE, this.position);
    if (end < 0) this.fail('a line has no end');
    const line = this.#bytes.subarray(this.position, end);
    this.position = end + 1;
    return line;
  }

  /** `bytes`, just taken, as text. */
  text(bytes: Uint8Array): string {
    return decodeText(bytes) ?? this.fail('text is not UTF-8', bytes.byteOffset);
  }

  /** Moves on by `length` bytes and returns the new position. */
  #advance(length: number): number {
    const left = this.#bytes.length - this.position;
    if (length > left) this.fail(`${length} bytes are needed and ${left} are left`);
    this.position += length;
    return this.position;
  }
}
