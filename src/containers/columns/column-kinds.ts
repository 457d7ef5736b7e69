/** Columns of numbers: what array each kind of number makes, and the loop that fills it. */
import type { Codec, FixedCodec } from '../../values/base/codec.js';
import * as numbers from '../../values/numbers/number-types.js';
import * as loops from './column-copy.js';

/** The numbers of a column; the typed array is the one of the field's own width. */
export type NumberColumn =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

export type BigColumn = BigInt64Array | BigUint64Array;

export interface ColumnKind<C extends NumberColumn | BigColumn = NumberColumn | BigColumn> {
  readonly Column: ColumnClass<C>;
  readonly copy: loops.Copy<C>;
  /** How an element is written to a stored column, in `size` bytes. */
  readonly element: FixedCodec;
  /** What stored columns call the type of their elements: `uint8` to `float64`. */
  readonly type: string;
}

interface ColumnClass<C> {
  new (length: number): C;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): C;
  readonly name: string;
}

function kinds<C extends NumberColumn | BigColumn>(
  codecs: readonly FixedCodec[],
  Column: ColumnClass<C>,
  copy: loops.Copy<C>,
): (readonly [Codec, ColumnKind])[] {
  const type = Column.name.replace(/^Big|Array$/g, '').toLowerCase();
  const element = type === 'float64' ? numbers.float64 : codecs[0]!;
  const kind: ColumnKind<C> = { Column, copy, element, type };
  return codecs.map((codec) => [codec, kind as unknown as ColumnKind]);
}

const KINDS: ReadonlyMap<Codec, ColumnKind> = new Map<Codec, ColumnKind>([
  ...kinds([numbers.uint8], Uint8Array, loops.copyUint8),
  ...kinds([numbers.int8], Int8Array, loops.copyInt8),
  ...kinds([numbers.uint16], Uint16Array, loops.copyUint16),
  ...kinds([numbers.int16], Int16Array, loops.copyInt16),
  ...kinds([numbers.uint32], Uint32Array, loops.copyUint32),
  ...kinds([numbers.int32], Int32Array, loops.copyInt32),
  ...kinds([numbers.float32], Float32Array, loops.copyFloat32),
  ...kinds([numbers.float64, numbers.float], Float64Array, loops.copyFloat64),
  // 64-bit integers read as `number` are exact in a float64.
  ...kinds([numbers.uint64], Float64Array, loops.copyUint64),
  ...kinds([numbers.int64, numbers.int], Float64Array, loops.copyInt64),
  ...kinds([numbers.biguint64], BigUint64Array, loops.copyBigUint64),
  ...kinds([numbers.bigint64], BigInt64Array, loops.copyBigInt64),
]);

/** The kind of column that numbers of a codec make; `undefined` for what is no number. */
export function columnKind(codec: Codec): ColumnKind | undefined {
  return KINDS.get(codec);
}

/** The kind that stored columns call by a name; `undefined` for one that there is not. */
export function columnKindCalled(type: string): ColumnKind | undefined {
  for (const kind of KINDS.values()) if (kind.type === type) return kind;
  return undefined;
}
