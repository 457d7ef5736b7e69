import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, PackError } from '../../errors.js';
import { deepEqual } from '../compare/equality.js';
import { NdArray } from './ndarray.js';

describe('an array over a typed array', () => {
  test('has one dimension unless a shape is given, and shares the elements', () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    const flat = NdArray.of(data);
    expect(flat).toMatchObject({
      shape: [6],
      strides: [1],
      offset: 0,
      size: 6,
      dtype: '<f8',
      byteLength: 48,
    });
    expect(flat.data).toBe(data);
    const table = NdArray.of(data, [2, 3]);
    expect(table).toMatchObject({ shape: [2, 3], strides: [3, 1], size: 6 });
    expect(table.get(1, 0)).toBe(4);
    data[3] = 40;
    expect(table.toArray()).toEqual([
      [1, 2, 3],
      [40, 5, 6],
    ]);
  });

  test('by strides: transposed, reversed, repeated, a part', () => {
    const data = Int16Array.of(1, 2, 3, 4, 5, 6);
    expect(NdArray.of(data, [3, 2], [1, 3]).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(NdArray.of(data, [6], [-1], 5).toArray()).toEqual([6, 5, 4, 3, 2, 1]);
    expect(NdArray.of(data, [2, 2], [0, 1], 4).toArray()).toEqual([
      [5, 6],
      [5, 6],
    ]);
    expect(NdArray.of(data, undefined, undefined, 4).toArray()).toEqual([5, 6]);
  });

  test('of no dimension is one element, of a zero dimension none', () => {
    const scalar = NdArray.of(BigInt64Array.of(-7n), []);
    expect([scalar.size, scalar.get(), scalar.toArray()]).toEqual([1, -7n, -7n]);
    const empty = NdArray.of(new Uint8Array(0), [2, 0, 3]);
    expect([empty.size, empty.toArray(), empty.toBytes().length]).toEqual([0, [[], []], 0]);
  });

  test('that the data does not hold is refused', () => {
    const data = new Int8Array(6);
    for (const [shape, strides, offset] of [
      [[7]],
      [[2, 4]],
      [
        [2, 3],
        [4, 1],
      ],
      [[6], [-1], 4],
      [[6], [1], 1],
      [[-1]],
      [[1.5]],
      [[2 ** 53, 2 ** 53, 0]],
      [new Array(65).fill(1)],
      [[2], [1, 1]],
      [[2], [0.5]],
      [[2], [1], 0.5],
    ] as [number[], number[]?, number?][]) {
      expect(() => NdArray.of(data, shape, strides, offset), String(shape)).toThrow(ArgumentError);
    }
    expect(() => NdArray.of([1, 2] as never)).toThrow('an Array is no typed array of numbers');
  });
});

describe('get', () => {
  const array = NdArray.of(Uint8Array.of(1, 2, 3, 4), [2, 2]);

  test('outside of the shape gives undefined', () => {
    for (const [row, column] of [
      [2, 0],
      [0, 2],
      [-1, 0],
      [0.5, 0],
      [Number.NaN, 0],
    ] as const)
      expect(array.get(row, column)).toBeUndefined();
  });

  test('takes one index for each dimension', () => {
    expect(() => array.get(1)).toThrow('1 indices are given for 2 dimensions');
    expect(() => array.get(1, 1, 1)).toThrow(ArgumentError);
  });
});

describe('an array from bytes', () => {
  test('of a standard type has a typed array, over the same bytes where aligned', () => {
    const bytes = new Uint8Array(new ArrayBuffer(17), 8, 8);
    const aligned = NdArray.fromBytes('<u4', [2], bytes);
    expect(aligned.data).toBeInstanceOf(Uint32Array);
    expect(aligned.data.buffer).toBe(bytes.buffer);
    const odd = NdArray.fromBytes('<u4', [2], new Uint8Array(bytes.buffer, 9, 8));
    expect(odd.data.buffer).not.toBe(bytes.buffer);
    expect(odd.data.length).toBe(2);
  });

  test('of another type has its bytes, and elements by get', () => {
    const big = NdArray.fromBytes('>u2', [3], Uint8Array.of(0, 1, 0, 2, 1, 0));
    expect(big.data).toBeInstanceOf(Uint8Array);
    expect(big.toArray()).toEqual([1, 2, 256]);
    expect(NdArray.fromBytes('|b1', [2, 1], Uint8Array.of(1, 0)).toArray()).toEqual([[true], [false]]);
    const rows = NdArray.fromBytes(
      [
        ['a', '|i1'],
        ['b', '|S2'],
      ],
      [2],
      Uint8Array.of(255, 97, 0, 1, 98, 99),
    );
    expect(rows.get(1)).toEqual({ a: 1, b: Uint8Array.of(98, 99) });
  });

  test('is refused for a type that cannot be stored, or another number of bytes', () => {
    expect(() => NdArray.fromBytes('<M8[us]', [1], new Uint8Array(8))).toThrow(PackError);
    expect(() => NdArray.fromBytes('|O', [1], new Uint8Array(8))).toThrow(
      'is no element type that can be stored',
    );
    expect(() => NdArray.fromBytes('<u4', [2], new Uint8Array(7))).toThrow('a shape of 2 takes 8 bytes');
    expect(() => NdArray.fromBytes('<u4', [-2], new Uint8Array(0))).toThrow(ArgumentError);
    expect(() => NdArray.fromBytes('<u4', [1], [0, 0, 0, 0] as never)).toThrow(ArgumentError);
  });
});

test('the bytes of any strides are those of C order', () => {
  const shapes = fc.array(fc.nat(4), { maxLength: 4 });
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.boolean()), fc.boolean(), (shape, flips, wide) => {
      const typed = (items: number[]) => (wide ? Float64Array.from(items) : Uint16Array.from(items));
      // Dimensions laid out in reverse order, some of them backwards.
      const strides: number[] = [];
      let step = 1;
      let offset = 0;
      for (const [axis, length] of shape.entries()) {
        const backwards = flips.next().value;
        strides[axis] = backwards ? -step : step;
        if (backwards) offset += step * Math.max(0, length - 1);
        step *= Math.max(1, length);
      }
      const data = typed(Array.from({ length: step }, (_, index) => index * 3));
      const array = NdArray.of(data, shape, strides, offset);
      const flat = [array.toArray()].flat(5) as number[];
      expect(array.toBytes()).toEqual(new Uint8Array(typed(flat).buffer));
      const copy = array.copy();
      expect(copy.toArray()).toEqual(array.toArray());
      expect(copy.data.buffer).not.toBe(data.buffer);
      expect(deepEqual(copy, array)).toBe(true);
    }),
  );
});

test('arrays are equal by type, shape and elements', () => {
  const array = NdArray.of(Uint8Array.of(1, 2, 3, 4), [2, 2]);
  expect(deepEqual(array, NdArray.of(Uint8Array.of(1, 3, 2, 4), [2, 2], [1, 2]))).toBe(true);
  expect(deepEqual(array, NdArray.of(Uint8Array.of(1, 2, 3, 4), [4]))).toBe(false);
  expect(deepEqual(array, NdArray.of(Int8Array.of(1, 2, 3, 4), [2, 2]))).toBe(false);
  expect(deepEqual(array, NdArray.of(Uint8Array.of(1, 2, 3, 5), [2, 2]))).toBe(false);
  expect(deepEqual(NdArray.of(Float32Array.of(1, 2)), Float32Array.of(1, 2))).toBe(true);
  expect(deepEqual(Float32Array.of(1, 2), NdArray.of(Float32Array.of(1, 2)))).toBe(true);
  expect(deepEqual(array, [1, 2, 3, 4])).toBe(false);
});

test('a shape of more empty arrays than memory holds is not spelled out', () => {
  const array = NdArray.of(new Uint8Array(0), [2 ** 40, 0]);
  expect(array.size).toBe(0);
  expect(() => array.toArray()).toThrow('is too many arrays in arrays');
});
