/** Values that carry their type (docs/format.md 6), and the table of types that this needs. */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import { type Codec, type CodecTable, describe, FixedCodec, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { Tagged } from '../base/tagged-value.js';
import { isPlain } from '../compare/equality.js';
import { Decimal } from '../decimals/decimal.js';
import { decimal } from '../decimals/decimal-codec.js';
import { DictCodec } from '../dicts/dict.js';
import { dtypeOfData } from '../ndarrays/dtype.js';
import { NdArray } from '../ndarrays/ndarray.js';
import { ndarray } from '../ndarrays/ndarray-codec.js';
import * as numbers from '../numbers/number-types.js';
import { plainCodec, plainKey } from '../numbers/untyped-number.js';
import { Element } from '../sequences/element-type.js';
import { ListView } from '../sequences/list-view.js';
import { SequenceCodec } from '../sequences/sequence.js';
import { SetCodec } from '../sets/set.js';
import { SetView } from '../sets/set-view.js';
import { buffer } from '../text/buffer.js';
import { bytes, text } from '../text/text-and-bytes.js';
import { date } from '../times/date.js';
import { datetime } from '../times/datetime.js';
import { isExactTime, isPlainDate } from '../times/temporal-values.js';
import { isView, type View } from '../views/view.js';
import { DictViewCodec, ListViewCodec, SetViewCodec } from './view-codec.js';

class AnyCodec extends VariableCodec<unknown> {
  override write(packer: Packer, value: unknown): void {
    this.placeTagged(packer, value, packer.end);
  }

  override writeTagged(packer: Packer, value: unknown): void {
    this.write(packer, value);
  }

  override place(packer: Packer, value: unknown): number {
    return this.placeTagged(packer, value, Number.NEGATIVE_INFINITY);
  }

  /** What is tagged is shared by the identity of the tag, unless it is shared by value. */
  override placeTagged(packer: Packer, value: unknown, lowest: number): number {
    if (value instanceof Tagged) {
      const { codec, value: content } = value;
      if (codec === this) return this.placeTagged(packer, content, lowest);
      const key = codec instanceof FixedCodec ? value : codec.shareKey(content, packer);
      return packer.placeTagged(codec, typeof key === 'object' ? value : key, content, lowest);
    }
    switch (typeof value) {
      case 'number':
      case 'bigint':
      case 'boolean':
        return packer.placeTagged(plainCodec(value), plainKey(value), value, lowest);
      case 'string':
        return text.placeTagged(packer, value, lowest);
      case 'object':
        if (value !== null) return codecOfObject(value, packer.table).placeTagged(packer, value, lowest);
        break;
      default:
    }
    return refuse(value);
  }

  override read(window: Window, offset: number, reader: Decoding): unknown {
    return reader.table.readAny(window, offset, reader);
  }

  override readTagged(window: Window, offset: number, reader: Decoding): unknown {
    return this.read(window, offset, reader);
  }

  override get packsNumbers(): boolean {
    return true;
  }
}

export const any: VariableCodec<unknown> = new AnyCodec('any', 0);

/** Elements of no declared type: `any`, and None as `null`. */
export const ANY_ELEMENT: Element = new Element(any, true);

export const list: SequenceCodec = new SequenceCodec('list', 'eE', ANY_ELEMENT);
export const tuple: SequenceCodec = new SequenceCodec('tuple', 'tW', ANY_ELEMENT);
export const set: SetCodec = new SetCodec('set', ANY_ELEMENT);
export const dict: DictCodec = new DictCodec('dict', ANY_ELEMENT, ANY_ELEMENT);
export const listView: ListViewCodec = new ListViewCodec('listView', list);
export const tupleView: ListViewCodec = new ListViewCodec('tupleView', tuple);
export const setView: SetViewCodec = new SetViewCodec('setView', set);
export const dictView: DictViewCodec = new DictViewCodec('dictView', dict);

const NUMBERS = new Map<number, FixedCodec>(
  [
    numbers.int8,
    numbers.uint8,
    numbers.int16,
    numbers.uint16,
    numbers.int32,
    numbers.uint32,
    numbers.bigint64,
    numbers.biguint64,
    numbers.float32,
    numbers.float64,
    numbers.bool,
  ].map((codec: FixedCodec) => [codec.code, codec]),
);
const VARIABLES: readonly VariableCodec[] = [
  text,
  bytes,
  list,
  tuple,
  set,
  dict,
  ndarray,
  buffer,
  datetime,
  date,
  decimal,
];

/** What an object without a declared type is packed as (docs/guide.md, "Values without a declared type"). */
function codecOfObject(value: object, table: CodecTable): Codec {
  // Tuples are read as frozen arrays, so a frozen array is a tuple again.
  if (Array.isArray(value)) return Object.isFrozen(value) ? tuple : list;
  if (value instanceof Set) return set;
  if (value instanceof Map) return dict;
  if (isView(value)) return codecOfView(value);
  if (value instanceof Uint8Array) return bytes;
  if (value instanceof NdArray || dtypeOfData(value) !== undefined) return ndarray;
  if (value instanceof Decimal) return decimal;
  // A PlainDateTime names no exact time before somebody says where.
  if (isExactTime(value)) return datetime;
  if (isPlainDate(value)) return date;
  return table.codecFor(value) ?? (isPlain(value) ? dict : refuse(value));
}

/** Views are packed by the codes that say so (docs/format.md 6). */
function codecOfView(value: View): Codec {
  if (value instanceof ListView) return value.tuple ? tupleView : listView;
  return value instanceof SetView ? setView : dictView;
}

function refuse(value: unknown): never {
  if (value === null) throw new PackError('is null where None has no stored form');
  if (value === undefined)
    throw new PackError('is undefined, which has no stored form: give null, or leave it out');
  throw new PackError(
    `${describe(value)} has no type of its own to be stored with; give it one with as(type, value)`,
  );
}

/** Finds the codecs of registered structs; the rest of a `CodecTable` is the same for all. */
export abstract class AnyTable implements CodecTable {
  abstract structOf(code: number): VariableCodec | undefined;
  abstract codecFor(value: object): Codec | undefined;
  abstract unknownCode(code: number): string;

  /** @hidden */
  codecOf(code: number): Codec | undefined {
    return NUMBERS.get(code) ?? this.structOf(code) ?? VARIABLES.find((codec) => codec.takesCode(code));
  }

  /** @hidden */
  readAny(window: Window, offset: number, reader: Decoding): unknown {
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
