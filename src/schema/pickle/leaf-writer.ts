import { Opcode } from './opcodes.js';
import { PickleSink } from './pickle-sink.js';
import { decodeLatin1, encodeText } from './pickle-text.js';
import { PickleGlobal } from './pickle-values.js';

const BYTES: PickleGlobal = new PickleGlobal('__builtin__', 'bytes');
const ENCODE: PickleGlobal = new PickleGlobal('_codecs', 'encode');

/**
 * The bytes of a pickle being written and its memo: Python numbers every text, container, global and object as
 * it is written, and refers back to that number when the same object comes again. JavaScript text has no
 * identity: it goes by value, as Python's names do.
 */
export class PickleLeaves {
  readonly sink: PickleSink = new PickleSink();
  /** From text (by value) and objects (by identity) to their number. */
  readonly #memo: Map<unknown, number> = new Map();
  readonly #globals: Map<string, number> = new Map();
  #nextIndex = 0;

  /** Writes an opcode that has nothing after it. */
  op(opcode: number): void {
    this.sink.u8(opcode);
  }

  /** Gives the value just written the next number; without one, a number that nothing will refer to. */
  remember(value?: object | string): void {
    if (value !== undefined) this.#memo.set(value, this.#nextIndex);
    this.sink.u8or32(Opcode.BINPUT, Opcode.LONG_BINPUT, this.#nextIndex++);
  }

  has(value: object | string): boolean {
    return this.#memo.has(value);
  }

  /** Refers to `value` if it was written before; says whether it was. */
  recall(value: object | string): boolean {
    return this.#refer(this.#memo.get(value));
  }

  text(text: string): void {
    if (this.recall(text)) return;
    this.sink.text(text);
    this.remember(text);
  }

  /** The name must have no line break. */
  global({ module, name }: PickleGlobal): void {
    const lines = `${module}\n${name}\n`;
    if (this.#refer(this.#globals.get(lines))) return;
    this.sink.u8(Opcode.GLOBAL);
    this.sink.raw(encodeText(lines));
    this.#globals.set(lines, this.#nextIndex);
    this.remember();
  }

  /**
   * Protocol 2 has no opcode for bytes: the call `_codecs.encode(text, 'latin1')` stands for them. Python makes
   * that text anew each time, so nothing refers to it.
   */
  bytes(bytes: Uint8Array): void {
    if (bytes.length === 0) {
      this.global(BYTES);
      this.op(Opcode.EMPTY_TUPLE);
    } else {
      this.global(ENCODE);
      this.sink.text(decodeLatin1(bytes));
      this.remember();
      this.text('latin1');
      this.op(Opcode.TUPLE2);
      this.remember();
    }
    this.op(Opcode.REDUCE);
    this.remember(bytes);
  }

  #refer(index: number | undefined): boolean {
    if (index === undefined) return false;
    this.sink.u8or32(Opcode.BINGET, Opcode.LONG_BINGET, index);
    return true;
  }
}
