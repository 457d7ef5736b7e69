/** What is used of flechette's batches of columns: their buffers, which are checked before values are read from them. */
import { Type } from '@uwdata/flechette';
import { ValueError } from '../../input/value-error.js';

type Numbers =
  | Int8Array
  | Uint8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;
type Values = Numbers | BigInt64Array | BigUint64Array;

export interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly signed?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly stride?: number;
  readonly id?: number;
  readonly dictionary?: ArrowType;
  readonly children?: readonly ArrowField[];
}

export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly nullable: boolean;
  readonly metadata?: ReadonlyMap<string, string> | null;
}

export interface ArrowBatch {
  readonly length: number;
  readonly nullCount: number;
  readonly type: ArrowType;
  readonly validity: Uint8Array;
  readonly values: Values;
  readonly offsets: Int32Array | BigInt64Array;
  readonly sizes: Int32Array | BigInt64Array;
  readonly children: readonly ArrowBatch[];
  /** Of views: what longer values lie in. */
  readonly data: readonly Uint8Array[];
  readonly dictionary?: { readonly data: readonly ArrowBatch[]; readonly length: number };
  at(index: number): unknown;
  isValid(index: number): boolean;
}

/** Throws `ValueError` for buffers that are shorter than they have to be. */
export function checkBatch(batch: ArrowBatch, length: number): void {
  const { type, values, validity, nullCount, children } = batch;
  if (batch.length < length) throw wrong('has fewer values than rows');
  if (nullCount > 0 && type.typeId !== Type.Null && validity.length * 8 < length)
    throw wrong('has too few bits for its nulls');
  switch (type.typeId) {
    case Type.Null:
    case Type.Struct:
      for (const child of children ?? []) checkBatch(child, length);
      return;
    case Type.Bool:
      if (values.length * 8 < length) throw wrong('is cut short');
      return;
    case Type.Decimal:
      if (values.byteLength < length * (type.bitWidth! / 8)) throw wrong('is cut short');
      return;
    case Type.FixedSizeBinary:
      if (values.length < length * type.stride!) throw wrong('is cut short');
      return;
    case Type.FixedSizeList:
      checkBatch(children[0]!, length * type.stride!);
      return;
    case Type.Utf8:
    case Type.Binary:
    case Type.LargeUtf8:
    case Type.LargeBinary:
      checkOffsets(batch.offsets, length, values.length);
      return;
    case Type.List:
    case Type.LargeList:
    case Type.Map:
      checkBatch(children[0]!, checkOffsets(batch.offsets, length, children[0]!.length));
      return;
    case Type.ListView:
    case Type.LargeListView:
      if (batch.offsets.length < length || batch.sizes.length < length) throw wrong('is cut short');
      checkBatch(children[0]!, children[0]!.length);
      return;
    case Type.RunEndEncoded:
      for (const child of children) checkBatch(child, child.length);
      return;
    case Type.BinaryView:
    case Type.Utf8View:
      if (values.length < 16 * length) throw wrong('is cut short');
      return;
    default:
      if (values.length < length) throw wrong('is cut short');
  }
}

/** Offsets rise, and end within what they lead to; gives where they end. */
function checkOffsets(offsets: Int32Array | BigInt64Array, length: number, end: number): number {
  // None at all stands for no values.
  if (length === 0) return 0;
  if (offsets.length <= length) throw wrong('is cut short');
  let last = Number(offsets[0]);
  if (last < 0) throw wrong('has offsets below its start');
  for (let index = 1; index <= length; index += 1) {
    const offset = Number(offsets[index]);
    if (offset < last) throw wrong('has offsets that fall');
    last = offset;
  }
  if (last > end) throw wrong('has offsets past its end');
  return last;
}

export function wrong(what: string): ValueError {
  return new ValueError(`is damaged: it ${what}`);
}
