/** Values that carry their type (FORMAT.md 6), and the table of types that this needs. */
import type { Window } from '../bytes/memory.js';
import { CorruptBufferError, PackError } from '../errors.js';
import { type Codec, type CodecTable, describe, FixedCodec, VariableCodec } from './codec.js';
import { Element } from './element.js';
import { isInteger } from './number-sequence.js';
import * as numbers from './numbers.js';
import type { Packer } from './packer.js';
import type { Reader } from './reader.js';
import { SequenceCodec } from './sequence.js';
import { SetCodec } from './set.js';
import { TAGGED } from './sharing.js';
import { Tagged, taggedKey } from './tag.js';
import { bytes, text } from './text.js';

/** The codes a plain integer takes: the first that fits. */
const INTEGERS: readonly FixedCodec[] = [
  numbers.int8,
  numbers.uint8,
  numbers.int16,
  numbers.uint16,
  numbers.int32,
  numbers.uint32,
  numbers.bigint64,
  numbers.biguint64,
];
const LIMITS: readonly [bigint, bigint][] = INTEGERS.map(({ size, code }) => {
  const half = 2n ** BigInt(8 * size - 1);
  const signed = String.fromCharCode(code) === String.fromCharCode(code).toLowerCase();
  return signed ? [-half, half - 1n] : [0n, 2n * half - 1n];
});

function integerCodec(value: number | bigint): FixedCodec {
  const index = LIMITS.findIndex(([low, high]) => value >= low && value <= high);
  if (index < 0) throw new PackError(`${describe(value)} does not fit 64 bits`);
  return INTEGERS[index]!;
}

class AnyCodec extends VariableCodec<unknown> {
  override write(packer: Packer, value: unknown): void {
    packer.table.writeAny(packer, value);
  }

  override writeTagged(packer: Packer, value: unknown): void {
    packer.table.writeAny(packer, value);
  }

  override read(window: Window, offset: number, reader: Reader): unknown {
    return reader.table.readAny(window, offset, reader);
  }

  override readTagged(window: Window, offset: number, reader: Reader): unknown {
    return this.read(window, offset, reader);
  }

  override shareKey(value: unknown): unknown {
    return taggedKey(value);
  }

  override get shareKind(): unknown {
    return TAGGED;
  }
}

export const any: VariableCodec<unknown> = new AnyCodec('any', 0);

/** Elements of no declared type: `any`, and None as `null`. */
export const ANY_ELEMENT: Element = new Element(any, true);

export const list: SequenceCodec = new SequenceCodec('list', 'eE', ANY_ELEMENT);
export const tuple: SequenceCodec = new SequenceCodec('tuple', 'tW', ANY_ELEMENT);
export const set: SetCodec = new SetCodec('set', ANY_ELEMENT);

const NUMBERS = new Map<number, FixedCodec>(
  [...INTEGERS, numbers.float32, numbers.float64, numbers.bool].map((codec) => [codec.code, codec]),
);
const VARIABLES: readonly VariableCodec[] = [text, bytes, list, tuple, set];

/** What a value in an `any` is packed as, by DESIGN.md 13's rules for values without a declared type. */
function guess(value: unknown, table: CodecTable): Codec {
  switch (typeof value) {
    case 'number':
      return isInteger(value) ? integerCodec(value) : numbers.float64;
    case 'bigint':
      return integerCodec(value);
    case 'string':
      return text;
    case 'boolean':
      return numbers.bool;
    case 'object':
      if (value === null) break;
      // Tuples are read as frozen arrays, so a frozen array is a tuple again.
      if (Array.isArray(value)) return Object.isFrozen(value) ? tuple : list;
      if (value instanceof Set) return set;
      if (value instanceof Uint8Array) return bytes;
      return table.codecFor(value) ?? refuse(value);
    default:
  }
  return refuse(value);
}

function refuse(value: unknown): never {
  throw new PackError(
    `${describe(value)} has no type of its own to be stored with; give it one with as(type, value)`,
  );
}

/** Finds the codecs of registered structs; the rest of a `CodecTable` is the same for all. */
export abstract class AnyTable implements CodecTable {
  abstract structOf(code: number): VariableCodec | undefined;
  abstract codecFor(value: object): Codec | undefined;
  abstract unknownCode(code: number): string;

  codecOf(code: number): Codec | undefined {
    return NUMBERS.get(code) ?? this.structOf(code) ?? VARIABLES.find((codec) => codec.takesCode(code));
  }

  writeAny(packer: Packer, value: unknown): void {
    if (value instanceof Tagged) value.codec.writeTagged(packer, value.value);
    else guess(value, this).writeTagged(packer, value);
  }

  readAny(window: Window, offset: number, reader: Reader): unknown {
    window.need(offset, 1);
    const code = window.view.getUint8(offset);
    const codec = this.codecOf(code);
    if (codec === undefined) throw new CorruptBufferError(this.unknownCode(code), window.base + offset);
    if (!(codec instanceof FixedCodec)) return codec.read(window, offset + 8, reader);
    window.need(offset + 1, codec.size);
    const { view } = window;
    if (codec === numbers.bigint64) return numbers.getDynamic64(view, offset + 1, true);
    if (codec === numbers.biguint64) return numbers.getDynamic64(view, offset + 1, false);
    return codec.get(view, offset + 1);
  }
}
