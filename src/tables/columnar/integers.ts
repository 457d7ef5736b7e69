/** 64-bit integers as numbers wherever that is exact: a bigint for each value would cost more than packing it. */

const HIGH = 2 ** 32;
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A number where it is exact, else the bigint. */
export function plainInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A column of them. */
export function plainIntegers(values: BigInt64Array | BigUint64Array): ArrayLike<number | bigint> {
  const { length } = values;
  if (!LITTLE_ENDIAN) return Array.from(values as Iterable<bigint>, plainInteger);
  const low = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
  const high =
    values instanceof BigInt64Array ? new Int32Array(values.buffer, values.byteOffset, 2 * length) : low;
  const numbers = new Float64Array(length);
  for (let index = 0; index < length; index += 1) {
    const number = high[2 * index + 1]! * HIGH + low[2 * index]!;
    if (!Number.isSafeInteger(number)) return Array.from(values as Iterable<bigint>, plainInteger);
    numbers[index] = number;
  }
  return numbers;
}
