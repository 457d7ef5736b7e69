import { expect, test } from 'vitest';
import { heapFor, tooLarge } from './heap.js';

const GIB = 2 ** 30;

test('a heap is larger than usual where millions of objects need it', () => {
  expect(heapFor(1_000_000)).toBeUndefined();
  expect(heapFor(10_000_000)).toBeGreaterThan(5 * 1024);
});

test('what does not fit the machine is left out', () => {
  expect(tooLarge(10_000_000, 64 * GIB)).toBeUndefined();
  expect(tooLarge(1_000_000, GIB)).toBeUndefined();
  expect(tooLarge(10_000_000, 8 * GIB)).toBe('9 GiB of heap are too much for this machine');
});
