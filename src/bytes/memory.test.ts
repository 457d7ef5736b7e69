import { describe, expect, test } from 'vitest';
import { ClosedError, CorruptBufferError } from '../errors.js';
import { Memory } from './memory.js';
import { Region } from './region.js';
import { readLength, readPointer } from './structural-integers.js';
import { WINDOW_BYTES, WINDOW_STEP } from './window.js';

/** Memory of any length over no bytes, which notes the windows that are made. */
function imaginary(byteLength: number): { memory: Memory; made: [number, number][] } {
  const made: [number, number][] = [];
  const memory = new Memory(byteLength, (base, length) => {
    made.push([base, length]);
    return new Uint8Array(0);
  });
  return { memory, made };
}

describe('memory over a buffer', () => {
  test.each([
    ['an ArrayBuffer', () => Uint8Array.of(1, 2, 3).buffer],
    ['a SharedArrayBuffer', () => Object.assign(new SharedArrayBuffer(3))],
    ['a part of an array', () => new Uint8Array(10).subarray(5, 8)],
  ])('is %s itself, not a copy', (_, make) => {
    const data = make();
    const { byteLength } = data;
    const window = Memory.over(data).windowAt(0);
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
    bytes[1] = 77;
    expect([byteLength, window.size, window.bytes[1], window.view.getUint8(1)]).toEqual([3, 3, 77, 77]);
  });

  test('has no position outside', () => {
    const memory = Memory.over(new Uint8Array(10));
    for (const position of [-1, 10, 2 ** 53, NaN]) {
      expect(() => memory.windowAt(position)).toThrow(CorruptBufferError);
    }
    expect(() => memory.need(8, 3, 'a thing')).toThrow('a thing is said to take 3 bytes from position 8');
    expect(() => memory.need(-1, 1, 'a thing')).toThrow(CorruptBufferError);
    expect(() => memory.need(10, 0, 'nothing')).not.toThrow();
    expect(() => memory.need(0, NaN, 'a thing')).toThrow(CorruptBufferError);
  });

  test('of no bytes has no window', () => {
    expect(() => Memory.over(new Uint8Array(0)).windowAt(0)).toThrow(CorruptBufferError);
  });
});

describe('windows', () => {
  test('of a long memory overlap by half, and are made once, when needed', () => {
    const length = 5 * WINDOW_STEP + 100;
    const { memory, made } = imaginary(length);
    expect(made).toEqual([]);
    const first = memory.windowAt(WINDOW_STEP - 1);
    expect(memory.windowAt(0)).toBe(first);
    expect(memory.windowAt(WINDOW_STEP)).not.toBe(first);
    expect(made).toEqual([
      [0, WINDOW_BYTES],
      [WINDOW_STEP, WINDOW_BYTES],
    ]);
    const last = memory.windowAt(length - 1);
    expect(memory.windowAt(4 * WINDOW_STEP)).toBe(last);
    expect([last.base, made.at(-1)]).toEqual([4 * WINDOW_STEP, [4 * WINDOW_STEP, WINDOW_STEP + 100]]);
    expect(memory.windowAt(3 * WINDOW_STEP)).not.toBe(last);
  });

  test.each([1, WINDOW_BYTES - 1, WINDOW_BYTES])('of %i bytes are one', (length) => {
    const { memory, made } = imaginary(length);
    expect(memory.windowAt(length - 1)).toBe(memory.windowAt(0));
    expect(made).toEqual([[0, length]]);
  });

  test('hold what starts below their reach to a gibibyte on', () => {
    const { memory } = imaginary(WINDOW_BYTES + 1);
    const [first, last] = [memory.windowAt(0), memory.windowAt(WINDOW_BYTES)];
    expect([first.reach, last.base, last.reach]).toEqual([WINDOW_STEP, WINDOW_STEP, last.size]);
  });

  test('refuse what ends outside, with the place in the memory', () => {
    const window = Memory.over(new Uint8Array(10), 'the file').windowAt(0);
    window.need(0, 10);
    window.need(10, 0);
    for (const [offset, length] of [
      [0, 11],
      [10, 1],
      [-1, 1],
      [NaN, 1],
    ] as const) {
      expect(() => window.need(offset, length)).toThrow(CorruptBufferError);
    }
    expect(() => window.need(7, 8)).toThrow('8 bytes are needed where the file has 3');
    expect(() => window.need(7, 8)).toThrow(expect.objectContaining({ offset: 7 }));
  });
});

describe('closed memory', () => {
  test('reads nothing more, through windows held too', () => {
    const memory = Memory.over(new Uint8Array(10), 'the file');
    const window = memory.windowAt(0);
    const region = new Region(memory, 0, 8, 'a region');
    memory.close();
    memory.close();
    expect(memory.closed).toBe(true);
    for (const read of [
      () => memory.windowAt(0),
      () => memory.windowAt(99),
      () => memory.need(0, 1, 'a thing'),
      () => window.need(0, 0),
      () => readLength(window, 0),
      () => region.windowAt(0),
    ]) {
      expect(read).toThrow(ClosedError);
      expect(read).toThrow('the file is closed');
    }
    expect([window.size, window.reach, window.bytes.length]).toEqual([-1, -1, 0]);
  });
});

describe('structural integers', () => {
  const window = (value: bigint) =>
    Memory.over(BigInt64Array.of(BigInt.asIntN(64, value)).buffer).windowAt(0);

  test('are exact up to 2^53', () => {
    for (const value of [0n, 1n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n]) {
      expect(readLength(window(value), 0)).toBe(Number(value));
      expect(readPointer(window(value), 0)).toBe(Number(value));
      expect(readPointer(window(-value), 0) + Number(value)).toBe(0);
    }
  });

  test('beyond are refused', () => {
    for (const value of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
      expect(() => readLength(window(value), 0)).toThrow(CorruptBufferError);
    }
    for (const value of [2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      expect(() => readPointer(window(value), 0)).toThrow(CorruptBufferError);
    }
    expect(() => readLength(window(0n), 1)).toThrow(CorruptBufferError);
    expect(() => readPointer(window(0n), -1)).toThrow(CorruptBufferError);
  });
});

describe('regions', () => {
  test('have one window where one holds them whole', () => {
    const { memory } = imaginary(4 * WINDOW_STEP);
    expect(new Region(memory, 0, WINDOW_BYTES, 'it').window).toBe(memory.windowAt(0));
    expect(new Region(memory, WINDOW_STEP + 5, 100, 'it').window).toBe(memory.windowAt(WINDOW_STEP));
    expect(new Region(memory, 1, WINDOW_BYTES, 'it').window).toBeUndefined();
    expect(new Region(memory, 0, WINDOW_BYTES + 1, 'it').window).toBeUndefined();
    expect(new Region(memory, 4 * WINDOW_STEP, 0, 'it').window).toBeUndefined();
  });

  test('without one are read through the windows of the memory', () => {
    const { memory } = imaginary(4 * WINDOW_STEP);
    const region = new Region(memory, 8, 3 * WINDOW_STEP, 'it');
    const window = region.windowAt(2 * WINDOW_STEP);
    expect([window.base, region.offsetIn(window, 2 * WINDOW_STEP)]).toEqual([2 * WINDOW_STEP, 8]);
  });

  test('lie in the memory', () => {
    const memory = Memory.over(new Uint8Array(10));
    expect(() => new Region(memory, 5, 6, 'the index')).toThrow('the index is said to take 6 bytes');
    expect(() => new Region(memory, 5, 2 ** 53, 'the index')).toThrow(CorruptBufferError);
    expect(() => new Region(memory, 5, -1, 'the index')).toThrow(CorruptBufferError);
  });
});
