/**
 * The stable hash of docs/format.md 8: the same in every process and on every machine, unlike Python's own. It orders
 * sets with elements of mixed kinds, and the entries of dicts and object id mappers.
 */
import { ArgumentError, PackError } from '../errors.js';
import { keyHasher } from './key-hasher.js';

/**
 * Method of values that wrap another to say its stored type: returns the value to hash in their place, as
 * `bigint` where an integer from 2⁶³ up is meant, since a `number` of that size hashes as a float. Such a
 * wrapper of something without a stable hash throws a PackError. The symbol is shared by all copies of the library.
 */
export const stableHashOf: unique symbol = /* @__PURE__ */ Symbol.for('sharedbuffers.stableHashOf');

/** A value that hashes as another one. */
export interface HashableTag {
  [stableHashOf](): unknown;
}

/** Texts longer than this, in UTF-16 units, are hashed once where they are met again. */
const LONG_TEXT = 512;

/** Hashes of containers and long texts that were met, in halves: low, high. */
export type SeenHashes = Map<unknown, readonly [low: number, high: number]>;

/** Values nested deeper than this are refused, as in packing: the call stack is finite, and arrays can be cyclic. */
const MAX_DEPTH = 1000;

/** What the hash of a tuple starts from, 1626619511096549620, in halves. */
const TUPLE_LOW = 0xbfa120f4;
const TUPLE_HIGH = 0x1692e9d3;
/** The same for a set: 8212431769940327799. */
const SET_LOW = 0xf56cfd77;
const SET_HIGH = 0x71f86b2e;

const TWO_32 = 0x1_0000_0000;
const TWO_63 = 2 ** 63;
/** What the mantissa of a float is scaled by before it is truncated. */
const MANTISSA_SCALE = 0xffff_ffff_ffff;
/** Added to negative exponents. */
const EXPONENT_SHIFT = 0xffff;

/** To take floats apart. */
const float: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/**
 * Hashes a value as docs/format.md 8 says: null, boolean, number, bigint, string, Uint8Array, Array (as tuple), Set (as
 * frozenset) and tags of these. A Set is hashed in its own iteration order: give it in stored (sorted) order where
 * the hash is to be found again. Uses `keyHasher`, whose key is lost.
 *
 * @param out receives the low half in `out[0]` and the high half in `out[1]`, both unsigned
 * @param seen remembers what was met, so that shared values are hashed once: for several calls, if one is given
 * @throws PackError for a value without a stable hash
 */
export function stableHash(value: unknown, out: Uint32Array, seen?: SeenHashes): void {
  hashValue(value, out, 0, seen);
}

function hashValue(value: unknown, out: Uint32Array, depth: number, seen: SeenHashes | undefined): void {
  switch (typeof value) {
    case 'string':
      if (seen !== undefined && value.length > LONG_TEXT) hashOnce(value, out, depth, seen);
      else hashKey(value, out);
      break;
    case 'number':
      if (Number.isInteger(value) && value >= -TWO_63 && value < TWO_63) storeInteger(value, out);
      else hashFloat(value, out);
      break;
    case 'bigint':
      store(Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)), out);
      break;
    case 'boolean':
      // false hashes as 0, which becomes 1.
      store(1, 0, out);
      break;
    case 'object':
      if (value === null) store(1, 0, out);
      else if (depth === 0 && seen === undefined) hashObject(value, out, depth, new Map());
      else hashOnce(value, out, depth, seen!);
      break;
    default:
      refuse(typeof value);
  }
}

function hashOnce(value: string | object, out: Uint32Array, depth: number, seen: SeenHashes): void {
  const known = seen.get(value);
  if (known !== undefined) {
    [out[0], out[1]] = known;
    return;
  }
  if (typeof value === 'string') hashKey(value, out);
  else hashObject(value, out, depth, seen);
  seen.set(value, [out[0]!, out[1]!]);
}

/** 0 is never a hash: it becomes 1, on every level of a tuple. */
function store(low: number, high: number, out: Uint32Array): void {
  out[0] = low === 0 && high === 0 ? 1 : low;
  out[1] = high;
}

/** `>>>` takes a number of any size modulo 2³², which makes it two's complement. */
function storeInteger(value: number, out: Uint32Array): void {
  store(value >>> 0, Math.floor(value / TWO_32) >>> 0, out);
}

function hashFloat(value: number, out: Uint32Array): void {
  let mantissa = Number.isNaN(value) ? 2 : Math.sign(value);
  let exponent = 0;
  if (Number.isFinite(value)) {
    // C's frexp: value = mantissa × 2^exponent, 0.5 ≤ |mantissa| < 1. Subnormal values are first made normal.
    const subnormal = Math.abs(value) < 2 ** -1022;
    float.setFloat64(0, subnormal ? value * 2 ** 54 : value);
    const head = float.getUint16(0);
    exponent = ((head >>> 4) & 0x7ff) - 1022 - (subnormal ? 54 : 0);
    float.setUint16(0, (head & 0x800f) | (1022 << 4));
    mantissa = float.getFloat64(0);
    if (exponent < 0) exponent += EXPONENT_SHIFT;
  }
  const scaled = Math.trunc(mantissa * MANTISSA_SCALE);
  // The mix of docs/format.md 8; the exponent is below 2¹⁶, so that its turn by 5 stays in the low half.
  store(((exponent << 5) ^ scaled) >>> 0, Math.floor(scaled / TWO_32) >>> 0, out);
}

function hashKey(value: string | Uint8Array, out: Uint32Array): void {
  try {
    if (typeof value === 'string') keyHasher.encodeText(value);
    else keyHasher.setBytes(value);
  } catch (error) {
    throw error instanceof ArgumentError ? new PackError(error.message) : error;
  }
  keyHasher.hash64();
  store(keyHasher.low, keyHasher.high, out);
}

function hashObject(value: object, out: Uint32Array, depth: number, seen: SeenHashes): void {
  if (value instanceof Uint8Array) {
    hashKey(value, out);
    return;
  }
  if (depth > MAX_DEPTH) throw new PackError(`values nest deeper than ${MAX_DEPTH} levels; flatten them`);
  if (Array.isArray(value)) hashElements(value, TUPLE_LOW, TUPLE_HIGH, out, depth, seen);
  else if (value instanceof Set) hashElements(value, SET_LOW, SET_HIGH, out, depth, seen);
  else if (isTag(value)) hashValue(value[stableHashOf](), out, depth + 1, seen);
  else refuse(value.constructor?.name ?? 'object without a class');
}

function isTag(value: object): value is HashableTag {
  return typeof (value as Partial<HashableTag>)[stableHashOf] === 'function';
}

function hashElements(
  elements: Iterable<unknown>,
  low: number,
  high: number,
  out: Uint32Array,
  depth: number,
  seen: SeenHashes,
): void {
  let index = 0;
  for (const element of elements) {
    try {
      hashValue(element, out, depth + 1, seen);
    } catch (error) {
      throw error instanceof PackError ? error.within(index) : error;
    }
    const turnedLow = (low << 5) | (high >>> 27);
    const turnedHigh = (high << 5) | (low >>> 27);
    low = turnedLow ^ out[0]!;
    high = turnedHigh ^ out[1]!;
    index++;
  }
  store(low, high, out);
}

function refuse(kind: string): never {
  throw new PackError(
    `a value of type ${kind} has no stable hash, which keys and members of sets need: use null, a boolean, number, ` +
      'bigint, string or Uint8Array, or an array (tuple) or Set of these',
  );
}
