/** One field of all records at once. */
import { ArgumentError } from '../errors.js';
import { type Getter, makeGetter } from '../schema/getters.js';
import { PLACES, type ProxyBase } from '../schema/proxy.js';
import type { Struct } from '../schema/struct-class.js';
import type { Codec } from '../values/codec.js';
import * as numbers from '../values/numbers.js';

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

/** What a field of type `T` gives as a column: a typed array for numbers that are always there. */
export type Column<T> = [T] extends [number] ? NumberColumn : [T] extends [bigint] ? BigColumn : T[];
export type BigColumn = BigInt64Array | BigUint64Array;

type Maker = (length: number) => { [index: number]: unknown };

/** 64-bit integers read as `number` are exact in a float64. */
const MAKERS = new Map<Codec, Maker>([
  [numbers.uint8, (length) => new Uint8Array(length)],
  [numbers.int8, (length) => new Int8Array(length)],
  [numbers.uint16, (length) => new Uint16Array(length)],
  [numbers.int16, (length) => new Int16Array(length)],
  [numbers.uint32, (length) => new Uint32Array(length)],
  [numbers.int32, (length) => new Int32Array(length)],
  [numbers.float32, (length) => new Float32Array(length)],
  [numbers.float64, (length) => new Float64Array(length)],
  [numbers.float, (length) => new Float64Array(length)],
  [numbers.uint64, (length) => new Float64Array(length)],
  [numbers.int64, (length) => new Float64Array(length)],
  [numbers.int, (length) => new Float64Array(length)],
  [numbers.bigint64, (length) => new BigInt64Array(length)],
  [numbers.biguint64, (length) => new BigUint64Array(length)],
]);

/** Fills a column from a cursor over the records. Throws `ArgumentError` for a name that is no field's. */
export function readColumn(
  type: typeof Struct,
  name: string,
  rows: Iterable<ProxyBase>,
  length: number,
): unknown {
  const field = type.prototype[PLACES].get(name);
  if (field === undefined) {
    const names = type.schema.fields.map((candidate) => candidate.name).join(', ');
    throw new ArgumentError(`there is no field ${name}; the fields are ${names}`);
  }
  const { codec, optional, nullable } = field.type;
  const maker = optional || nullable ? undefined : MAKERS.get(codec);
  return fill(maker?.(length) ?? new Array<unknown>(length), rows, makeGetter(field));
}

/** `get` is called as a function of its own: a property read by name would look it up for every record. */
function fill(column: { [index: number]: unknown }, rows: Iterable<ProxyBase>, get: Getter): unknown {
  let row = 0;
  for (const record of rows) {
    column[row] = get.call(record);
    row += 1;
  }
  return column;
}
