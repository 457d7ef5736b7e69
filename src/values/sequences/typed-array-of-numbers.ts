/** Packed numbers as typed arrays, over the stored bytes where these are aligned. */
import type { Window } from '../../bytes/window.js';
import { ArgumentError } from '../../errors.js';
import { float32 } from '../numbers/number-types.js';
import { isPointerCode, type SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from './element-type.js';
import type { Slice } from './slice.js';

/** A typed array; its values pack in its own element type where a list declares none. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

type NumberArrayMaker = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => NumberArray;

const MAKERS: ReadonlyMap<number, NumberArrayMaker> = new Map(
  (
    [
      ['B', Uint8Array],
      ['b', Int8Array],
      ['H', Uint16Array],
      ['h', Int16Array],
      ['I', Uint32Array],
      ['i', Int32Array],
      ['Q', BigUint64Array],
      ['q', BigInt64Array],
      ['f', Float32Array],
      ['d', Float64Array],
    ] as const
  ).map(([code, maker]) => [code.charCodeAt(0), maker as NumberArrayMaker]),
);

/** Typed arrays have the machine's byte order; the format's is little-endian. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Whether elements lie in place as numbers, and there are any. */
export function numbersInPlace({ code }: SequenceHead, length: number): boolean {
  return length > 0 && !isPointerCode(code);
}

/** A slice of a packed sequence. Throws `ArgumentError` for what is none. */
export function numbersOf(window: Window, head: SequenceHead, slice: Slice, element: Element): NumberArray {
  const stored = sliceNumbers(window, head, slice);
  if (element.numbers !== 'float' || stored instanceof Float32Array || stored instanceof Float64Array) {
    return stored;
  }
  // An empty list is one of integers whatever is declared (docs/format.md 4).
  const floats = Array.from(stored as Iterable<number | bigint>, Number);
  return element.codec === float32 ? Float32Array.from(floats) : Float64Array.from(floats);
}

function sliceNumbers(window: Window, head: SequenceHead, { from, step, length }: Slice): NumberArray {
  if (step === 1 || length === 0) return storedNumbers(window, head, from, length);
  const span = (length - 1) * Math.abs(step) + 1;
  const all = storedNumbers(window, head, step > 0 ? from : from - span + 1, span);
  const start = step > 0 ? 0 : span - 1;
  const taken = new (all.constructor as new (length: number) => NumberArray)(length);
  for (let index = 0; index < length; index += 1) taken[index] = all[start + index * step]!;
  return taken;
}

function storedNumbers(
  window: Window,
  { code, start, size }: SequenceHead,
  from: number,
  length: number,
): NumberArray {
  const Maker = MAKERS.get(code);
  if (Maker === undefined) {
    throw new ArgumentError('the list holds values that are not packed numbers: use toArray()');
  }
  const offset = start + from * size;
  window.need(offset, length * size);
  return numbersOver(window.bytes, Maker, size, offset, length);
}

/** A typed array of `length` elements of `size` bytes from a checked offset: over the bytes if aligned, else a copy. */
export function numbersOver<N>(
  bytes: Uint8Array,
  Maker: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => N,
  size: number,
  offset: number,
  length: number,
): N {
  const { buffer, byteOffset } = bytes;
  if (LITTLE_ENDIAN && (byteOffset + offset) % size === 0)
    return new Maker(buffer, byteOffset + offset, length);
  const copy = bytes.slice(offset, offset + length * size);
  if (!LITTLE_ENDIAN) for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
  return new Maker(copy.buffer, 0, length);
}
