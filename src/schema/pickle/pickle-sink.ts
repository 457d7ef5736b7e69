import { Opcode } from './opcodes.js';
import { encodeText } from './pickle-text.js';

const FIRST_CAPACITY = 1024;

/** Growing bytes, with the pickle opcodes that stand for single values. */
export class PickleSink {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(FIRST_CAPACITY);
  #view: DataView = new DataView(this.#bytes.buffer);
  #length = 0;

  /** What was written, as an array of its own. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** An opcode, or any single byte. */
  u8(value: number): void {
    const at = this.#reserve(1);
    this.#view.setUint8(at, value);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** `narrow` with a u8, or `wide` with a u32 where the number needs it. */
  u8or32(narrow: number, wide: number, value: number): void {
    if (value > 0xff) {
      this.u8(wide);
      this.#u32(value);
    } else {
      this.u8(narrow);
      this.u8(value);
    }
  }

  text(text: string): void {
    const bytes = encodeText(text);
    this.u8(Opcode.BINUNICODE);
    this.#u32(bytes.length);
    this.raw(bytes);
  }

  float(value: number): void {
    this.u8(Opcode.BINFLOAT);
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value, false);
  }

  /** The shortest form: unsigned in one or two bytes, signed in four, or as many as it takes. */
  integer(value: number | bigint): void {
    const number = Number(value);
    if (number !== (number | 0)) {
      this.#long(BigInt(value));
    } else if (number < 0 || number > 0xffff) {
      this.u8(Opcode.BININT);
      this.#u32(number >>> 0);
    } else if (number > 0xff) {
      this.u8(Opcode.BININT2);
      this.u8(number & 0xff);
      this.u8(number >> 8);
    } else {
      this.u8(Opcode.BININT1);
      this.u8(number);
    }
  }

  /** Two's complement, little-endian, in as few bytes as hold the sign bit too. */
  #long(value: bigint): void {
    const bits = value === (value < 0n ? -1n : 0n) ? 0 : (value < 0n ? ~value : value).toString(2).length;
    const size = (bits >> 3) + 1;
    const digits = BigInt.asUintN(size * 8, value)
      .toString(16)
      .padStart(size * 2, '0');
    this.u8or32(Opcode.LONG1, Opcode.LONG4, size);
    for (let i = size - 1; i >= 0; i--) this.u8(Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
  }

  #u32(value: number): void {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value, true);
  }

  /** Makes room for `count` bytes and returns where they start. */
  #reserve(count: number): number {
    const at = this.#length;
    const needed = at + count;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#length = needed;
    return at;
  }
}
