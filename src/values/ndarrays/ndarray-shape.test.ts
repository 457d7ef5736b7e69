import { expect, test } from 'vitest';
import { cOrder, elementCount, extent, gather } from './ndarray-shape.js';

test('number of elements', () => {
  expect(elementCount([])).toBe(1);
  expect(elementCount([2, 3, 4])).toBe(24);
  expect(elementCount([2, 0, 2 ** 40])).toBe(0);
  expect(elementCount([2 ** 26, 2 ** 26])).toBe(2 ** 52);
  for (const shape of [[2 ** 27, 2 ** 27], [0, 2 ** 40, 2 ** 40], [-1], [0.5], ['2'], [2n], [Number.NaN]])
    expect(elementCount(shape)).toBe(-1);
});

test('strides of C order', () => {
  expect(cOrder([])).toEqual([]);
  expect(cOrder([5])).toEqual([1]);
  expect(cOrder([2, 3, 4])).toEqual([12, 4, 1]);
});

test('first and last element', () => {
  expect(extent([], [], 7)).toEqual([7, 7]);
  expect(extent([2, 3], [3, 1], 1)).toEqual([1, 6]);
  expect(extent([2, 3], [-3, 1], 3)).toEqual([0, 5]);
});

test('gathering in C order', () => {
  const bytes = Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31);
  const layout = { shape: [2, 2], strides: [1, 2], offset: 0, size: 4 };
  expect(gather(bytes, layout, 2)).toEqual(Uint8Array.of(0, 1, 20, 21, 10, 11, 30, 31));
});
