/** Numbers that state no type: which code they take with their type in front (docs/format.md 6), and when two are one. */
import { PackError } from '../../errors.js';
import { describe, type FixedCodec } from '../base/codec.js';
import * as numbers from './number-types.js';

/** An integral `number` within 2⁵³ other than −0, or a bigint: what packs as Python's `int`. */
export function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

/** The codec of a number or boolean: for integers the first that fits, in docs/format.md 6's order. */
export function plainCodec(value: number | bigint | boolean): FixedCodec {
  if (typeof value === 'boolean') return numbers.bool;
  if (!isInteger(value)) return numbers.float64;
  if (value >= -0x80 && value <= 0xff) return value <= 0x7f ? numbers.int8 : numbers.uint8;
  if (value >= -0x8000 && value <= 0xffff) return value <= 0x7fff ? numbers.int16 : numbers.uint16;
  if (value >= -0x80000000 && value <= 0xffffffff) {
    return value <= 0x7fffffff ? numbers.int32 : numbers.uint32;
  }
  if (value >= -(2 ** 63) && value < 2 ** 64) return value < 2 ** 63 ? numbers.bigint64 : numbers.biguint64;
  throw new PackError(`${describe(value)} does not fit 64 bits`);
}

/**
 * Sharing key of a number's RTTI form (docs/format.md 9): integers and booleans by value. Floats, which Python shares by
 * identity, have none and are written each time. `true` and 1 are two keys, unlike in Python.
 */
export function plainKey(value: number | bigint | boolean): unknown {
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
  return typeof value === 'boolean' || isInteger(value) ? value : undefined;
}
