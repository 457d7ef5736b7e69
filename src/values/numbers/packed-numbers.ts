/** Packed numbers: the sequences of docs/format.md 4 whose elements lie in place, and which code they take. */

import { readLength } from '../../bytes/structural-integers.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import type { FixedCodec } from '../base/codec.js';
import type { Packer } from '../base/packer.js';
import {
  bigint64,
  biguint64,
  float32,
  float64,
  getDynamic64,
  int8,
  int16,
  int32,
  uint8,
  uint16,
  uint32,
} from './number-types.js';

/** From this many elements the narrow codes take their long form, which Python 1.2.2 fails on. */
const LONG_LENGTH = 0xffffff;

/** Narrowest first, in the order docs/format.md 4 tries them. Comparing a number to a bigint takes several times longer. */
const INTEGER_CODES: readonly [FixedCodec, number | bigint, number | bigint][] = [
  [uint8, 0, 0xff],
  [int8, -0x80, 0x7f],
  [uint16, 0, 0xffff],
  [int16, -0x8000, 0x7fff],
  [int32, -0x80000000, 0x7fffffff],
  [uint32, 0, 0xffffffff],
  [bigint64, -(2n ** 63n), 2n ** 63n - 1n],
  [biguint64, 0n, 2n ** 64n - 1n],
];

const BY_CODE = new Map<number, FixedCodec>(
  [...INTEGER_CODES.map(([codec]) => codec), float32, float64].map((codec) => [codec.code, codec]),
);

/** The codec of docs/format.md 4 for integers from `low` to `high`. Throws `PackError` when no 64-bit code holds both. */
export function integerCodec(low: number | bigint, high: number | bigint, length: number): FixedCodec {
  for (const [codec, least, most] of INTEGER_CODES) {
    // The narrow codes' long form is one that Python cannot read: long sequences go straight to 8 bytes.
    if (codec.size < 8 && length >= LONG_LENGTH) continue;
    if (low >= least && high <= most) return codec;
  }
  throw new PackError(
    `integers from ${low} to ${high} have no common 64-bit form: keep them within int64, or within uint64`,
  );
}

/** The codec for a sequence of nothing but integers. */
export function codecForIntegers(values: readonly (number | bigint)[]): FixedCodec {
  let low: number | bigint = 0;
  let high: number | bigint = 0;
  for (const value of values) {
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return integerCodec(low, high, values.length);
}

/**
 * Appends the first `length` numbers as a packed sequence of `codec`'s code, padded to 8 bytes of the packer's
 * position. The narrow codes take less than `LONG_LENGTH` numbers.
 */
export function writeNumbers(
  packer: Packer,
  values: ArrayLike<unknown>,
  codec: FixedCodec,
  length: number = values.length,
): void {
  if (codec.size >= 8 || codec === float32) {
    const at = packer.take(8);
    packer.view.setUint32(at, (length * 256) | codec.code, true);
    packer.view.setUint32(at + 4, Math.floor(length / 2 ** 24), true);
  } else {
    const at = packer.take(4);
    packer.view.setUint32(at, (length << 8) | codec.code, true);
  }
  const { size } = codec;
  const start = packer.take(length * size);
  const { view } = packer;
  let index = 0;
  try {
    for (; index < length; index += 1) codec.put(view, start + index * size, values[index]);
  } catch (error) {
    throw error instanceof PackError ? error.within(index) : error;
  }
  packer.align(8);
}

/** Where the elements of a sequence lie: all of it has been checked to be inside the window. */
export interface SequenceHead {
  code: number;
  length: number;
  /** Offset of the first element, or of the pointer table. */
  start: number;
  /** Bytes of one element or pointer. */
  size: number;
}

const POINTERS_32 = 'T'.charCodeAt(0);
const POINTERS_64 = 't'.charCodeAt(0);

export function isPointerCode(code: number): boolean {
  return code === POINTERS_32 || code === POINTERS_64;
}

/** Reads and checks the head of a sequence (docs/format.md 4). */
export function readSequenceHead(window: Window, offset: number): SequenceHead {
  window.need(offset, 4);
  const word = window.view.getUint32(offset, true);
  const code = word & 0xff;
  const codec = BY_CODE.get(code);
  const size = codec?.size ?? (code === POINTERS_32 ? 4 : code === POINTERS_64 ? 8 : 0);
  if (size === 0) {
    throw new CorruptBufferError(
      `0x${code.toString(16)} is no element code of a sequence`,
      window.base + offset,
    );
  }
  let length = word >>> 8;
  let start = offset + 4;
  if (size === 8 || isPointerCode(code) || codec === float32) {
    window.need(offset, 8);
    length += window.view.getUint32(offset + 4, true) * 2 ** 24;
    start = offset + 8;
  } else if (length === LONG_LENGTH) {
    length = readLength(window, offset + 4);
    start = offset + 12;
  }
  window.need(start, length * size);
  return { code, length, start, size };
}

const Q_SIGNED = bigint64.code;
const Q_UNSIGNED = biguint64.code;
/** That of nearly all small sets and lists of integers. */
const BYTE = uint8.code;

/** Element of a packed sequence; 64-bit integers come as `number` when exact, else as `bigint`. */
export function readNumberAt(window: Window, code: number, offset: number): number | bigint {
  if (code === BYTE) return window.view.getUint8(offset);
  if (code === Q_SIGNED || code === Q_UNSIGNED) return getDynamic64(window.view, offset, code === Q_SIGNED);
  return (BY_CODE.get(code) as FixedCodec<number>).get(window.view, offset);
}

/** All elements of a packed sequence whose head was read. */
export function readNumbers(window: Window, head: SequenceHead): (number | bigint)[] {
  const values = new Array<number | bigint>(head.length);
  const codec = BY_CODE.get(head.code) as FixedCodec<number>;
  const wide = head.code === Q_SIGNED || head.code === Q_UNSIGNED;
  let at = head.start;
  for (let index = 0; index < head.length; index += 1) {
    values[index] = wide ? getDynamic64(window.view, at, head.code === Q_SIGNED) : codec.get(window.view, at);
    at += head.size;
  }
  return values;
}

/** The packed codec for a typed array: its own element type's, as for a numpy array in Python. */
export function codecOfTypedArray(value: unknown): FixedCodec | undefined {
  const codec = elementCodec(value);
  const narrow = codec !== undefined && codec.size < 8 && codec !== float32;
  return narrow && (value as Uint8Array).length >= LONG_LENGTH ? bigint64 : codec;
}

/** `undefined` for what is no typed array of numbers. */
function elementCodec(value: unknown): FixedCodec | undefined {
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray) return uint8;
  if (value instanceof Int8Array) return int8;
  if (value instanceof Uint16Array) return uint16;
  if (value instanceof Int16Array) return int16;
  if (value instanceof Uint32Array) return uint32;
  if (value instanceof Int32Array) return int32;
  if (value instanceof BigUint64Array) return biguint64;
  if (value instanceof BigInt64Array) return bigint64;
  if (value instanceof Float32Array) return float32;
  if (value instanceof Float64Array) return float64;
  return undefined;
}
