/**
 * How one kind of value is written and read. A codec is either *fixed* (a number, stored in place) or *variable*
 * (stored behind a pointer); docs/format.md 1 and 9 draw that line.
 */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import type { Decoding } from './decoding.js';
import type { Packer } from './packer.js';
import { NUMBERS, type SharingKinds } from './sharing-kind.js';

/** A number in 1 to 8 bytes, as it lies in struct slots and packed sequences (docs/format.md 1). */
export abstract class FixedCodec<T = unknown> {
  /** The type as a user names it: `uint8`, `float64`. */
  readonly name: string;
  /** Bytes taken: 1, 2, 4 or 8. */
  readonly size: number;
  /** RTTI type code (docs/format.md 6). */
  readonly code: number;

  constructor(name: string, size: number, code: string) {
    this.name = name;
    this.size = size;
    this.code = code.charCodeAt(0);
  }

  /** Reads the value at an offset that the caller has checked. */
  abstract get(view: DataView, offset: number): T;

  /** Writes a value at an offset that the caller has taken; throws `PackError` when it does not fit. */
  abstract put(view: DataView, offset: number, value: unknown): void;

  /** A stored number of another width or kind, as this type; throws when it is not one. */
  abstract accept(value: unknown): T;

  /** Sharing kind of the RTTI form. */
  get taggedKind(): unknown {
    return NUMBERS;
  }

  /** Appends the RTTI form of a value to the packer; throws `PackError` when it does not fit. */
  writeTagged(packer: Packer, value: unknown): void {
    packer.tagFixed(this, value);
  }

  /** Numbers of a stated type are written each time. */
  plainKinds(): undefined {
    return undefined;
  }

  /** Position of the RTTI form of a value, not below `lowest`. */
  placeTagged(packer: Packer, value: unknown, lowest: number): number {
    return packer.placeNumber(this, value, lowest);
  }

  readTagged(window: Window, offset: number, reader: Decoding): T {
    return this.accept(reader.any(window, offset));
  }
}

/** A value of any length behind a pointer. */
export abstract class VariableCodec<T = unknown> {
  readonly name: string;
  /** Variable values have no size in the slot itself; theirs holds a pointer. */
  readonly size = 0;
  /** RTTI type code (docs/format.md 6); 0 where the type has none. */
  readonly code: number;
  /** Sharing kind of the bare form. */
  readonly bareKind: unknown;
  /** Sharing kind of the RTTI form. */
  readonly taggedKind: unknown;

  /** `kinds`: those of all types that write the same bytes; kinds of its own where there are none. */
  constructor(name: string, code: string | number, kinds?: SharingKinds) {
    this.name = name;
    this.code = typeof code === 'string' ? code.charCodeAt(0) : code;
    this.bareKind = kinds === undefined ? this : kinds.bare;
    this.taggedKind = kinds === undefined ? {} : kinds.tagged;
  }

  /** Appends the bare form of a value to the packer; throws `PackError` for a value of another kind. */
  abstract write(packer: Packer, value: unknown): void;

  /** Reads the bare form at an offset of a window; checks every byte it takes. */
  abstract read(window: Window, offset: number, reader: Decoding): T;

  /**
   * What makes two values one for sharing (docs/format.md 9): the identity of an object by default; `undefined` for
   * values that are written each time.
   */
  shareKey(value: unknown, _packer: Packer): unknown {
    return typeof value === 'object' && value !== null ? value : undefined;
  }

  /**
   * The sharing kinds of the undeclared type, where that would write the same bytes for this value: such a value is shared
   * with it.
   */
  plainKinds(_value: unknown): SharingKinds | undefined {
    return undefined;
  }

  /** The type that writes what this one does, and is read as no view. */
  get plainType(): VariableCodec {
    return this;
  }

  /** What packs the content of a value that `as` says is of type `tag`: this type, as a rule, for it is declared. */
  ofTag(_tag: Codec): VariableCodec {
    return this;
  }

  /** Whether writing the RTTI form makes the body at + 8 a shareable bare value too (docs/format.md 9). */
  get sharesBody(): boolean {
    return false;
  }

  /** Whether sequences of this type may hold numbers without type, packed (docs/format.md 4). */
  get packsNumbers(): boolean {
    return false;
  }

  /** Whether a stored value with this RTTI code is of this type. */
  takesCode(code: number): boolean {
    return code === this.code;
  }

  /** Reads a small value, alone, in few steps, where there is such a way; gives `undefined` for any other, and for damage. */
  readFew?(window: Window, offset: number): T | undefined;

  /** Position of the bare form of a value: where it was written before, or at the packer's end, where it is now. */
  place(packer: Packer, value: unknown): number {
    return packer.placeContent(this, value);
  }

  /** Appends the RTTI form of a value to the packer. */
  writeTagged(packer: Packer, value: unknown): void {
    packer.tagVariable(this, value);
  }

  /** The same for the RTTI form; an earlier place below `lowest` does not do. */
  placeTagged(packer: Packer, value: unknown, lowest: number): number {
    return packer.placeTaggedContent(this, value, lowest);
  }

  readTagged(window: Window, offset: number, reader: Decoding): T {
    window.need(offset, 1);
    const code = window.view.getUint8(offset);
    if (!this.takesCode(code)) {
      throw new CorruptBufferError(
        `a value of type code 0x${code.toString(16)} is stored where ${this.name} is declared`,
        window.base + offset,
      );
    }
    return this.read(window, offset + 8, reader);
  }
}

export type Codec<T = unknown> = FixedCodec<T> | VariableCodec<T>;

/**
 * Values nested deeper than this are refused, in writing as in reading: the call stack is finite. A level takes about
 * ten frames before the code is compiled, of some 11,000 that V8 has room for by default.
 */
export const MAX_DEPTH = 500;

/** Finds codecs: by the type code of a stored value, and for a value to be stored (docs/format.md 6). */
export interface CodecTable {
  codecOf(code: number): Codec | undefined;
  codecFor(value: object): Codec | undefined;
  /** What to say of a code that `codecOf` does not know. */
  unknownCode(code: number): string;
  readAny(window: Window, offset: number, reader: Decoding): unknown;
}

/** A value for an error message: short, and never a failure itself. */
export function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 40 ? `a string of ${value.length} characters` : JSON.stringify(value);
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value !== 'object') {
    return typeof value === 'function' ? 'a function' : Object.is(value, -0) ? '-0' : String(value);
  }
  // Read without getters: a struct's field can be called `constructor`.
  const maker = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(value) ?? {}, 'constructor')?.value;
  const name = typeof maker === 'function' ? maker.name : '';
  if (name === 'Object') return 'a plain object';
  if (name === '') return 'an object without a class';
  return /^[AEIOU]/.test(name) && !name.startsWith('U') ? `an ${name}` : `a ${name}`;
}
