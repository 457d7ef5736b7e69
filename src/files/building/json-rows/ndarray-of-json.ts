/** Numpy arrays of JSON, which says their elements but not their type: the one that numpy takes for such elements. */
import { PackError } from '../../../errors.js';
import { describe } from '../../../values/base/codec.js';
import { NdArray } from '../../../values/ndarrays/ndarray.js';
import { MAX_DIMENSIONS } from '../../../values/ndarrays/ndarray-shape.js';
import { fromBase64, wholeNumber } from './scalar-text.js';

const FORM = 'give { "dtype": "<i4", "shape": [2], "data": "AQAAAAIAAAA=" }, which can say any';

/** From nested arrays of numbers or booleans, or `{ dtype, shape, data }` with the bytes in base64. Throws `PackError` for other JSON. */
export function ndarrayOfJson(json: unknown): unknown {
  if (Array.isArray(json)) return ofElements(json);
  if (typeof json !== 'object' || json === null || !('dtype' in json)) return json;
  const { dtype, shape, data } = json as { dtype: unknown; shape?: unknown; data?: unknown };
  const bytes = typeof data === 'string' ? fromBase64(data) : undefined;
  if (bytes === undefined || !Array.isArray(shape)) throw new PackError(`is no numpy array: ${FORM}`);
  try {
    return NdArray.fromBytes(dtype as string, shape as number[], bytes);
  } catch (error) {
    throw new PackError(`is no numpy array: ${(error as Error).message}`);
  }
}

function ofElements(array: readonly unknown[]): NdArray {
  const shape: number[] = [];
  for (let inner: unknown = array; Array.isArray(inner); inner = inner[0]) {
    if (shape.length === MAX_DIMENSIONS) throw new PackError(`has more than ${MAX_DIMENSIONS} dimensions`);
    shape.push(inner.length);
  }
  const elements: unknown[] = [];
  collect(array, shape, 0, elements);
  const booleans = elements.length > 0 && elements.every((each) => typeof each === 'boolean');
  if (booleans) return NdArray.fromBytes('|b1', shape, Uint8Array.from(elements as never[]));
  const whole = elements.length > 0 ? integers(elements) : undefined;
  if (whole !== undefined) return NdArray.of(whole, shape);
  const odd = elements.find((each) => typeof each !== 'number');
  if (odd !== undefined) throw new PackError(`${describe(odd)} tells no type of a numpy array: ${FORM}`);
  return NdArray.of(Float64Array.from(elements as number[]), shape);
}

/** The elements as 64-bit integers, those past 2^53 being text; undefined where one is none. */
function integers(elements: readonly unknown[]): BigInt64Array | undefined {
  const whole = new BigInt64Array(elements.length);
  for (const [index, element] of elements.entries()) {
    const value =
      typeof element === 'string'
        ? wholeNumber(element)
        : Number.isSafeInteger(element)
          ? BigInt(element as number)
          : undefined;
    if (value === undefined || BigInt.asIntN(64, value) !== value) return undefined;
    whole[index] = value;
  }
  return whole;
}

function collect(array: readonly unknown[], shape: readonly number[], axis: number, into: unknown[]): void {
  const last = axis === shape.length - 1;
  if (array.length !== shape[axis]) {
    throw new PackError(`has ${array.length} elements where others beside it have ${shape[axis]}`);
  }
  array.forEach((each, index) => {
    try {
      if (last) into.push(each);
      else if (Array.isArray(each)) collect(each, shape, axis + 1, into);
      else throw new PackError(`${describe(each)} is not an array, which others beside it are`);
    } catch (error) {
      throw error instanceof PackError ? error.within(index) : error;
    }
  });
}
