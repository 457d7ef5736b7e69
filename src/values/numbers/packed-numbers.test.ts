import { CorruptBufferError } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import type { Window } from '../../bytes/window.js';
import { codecForIntegers, readNumberAt, readNumbers, readSequenceHead } from './packed-numbers.js';

function windowOf(length: number, fill: (view: DataView, bytes: Uint8Array) => void): Window {
  const bytes = new Uint8Array(length);
  fill(new DataView(bytes.buffer), bytes);
  return Memory.over(bytes).windowAt(0);
}

const code = (letter: string): number => letter.charCodeAt(0);

describe('heads of sequences (docs/format.md 4)', () => {
  test('narrow: a 24-bit length, numbers from byte 4 on', () => {
    const window = windowOf(8, (view) => view.setUint32(0, code('h') | (2 << 8), true));
    expect(readSequenceHead(window, 0)).toEqual({ code: code('h'), length: 2, start: 4, size: 2 });
    expect(readNumbers(window, readSequenceHead(window, 0))).toEqual([0, 0]);
  });

  test('narrow and long: a u64 length, numbers from byte 12 on', () => {
    const length = 0xffffff;
    const window = windowOf(12 + length, (view, bytes) => {
      view.setUint32(0, (code('B') | (0xffffff << 8)) >>> 0, true);
      view.setUint32(4, length, true);
      bytes[12] = 9;
      bytes[11 + length] = 8;
    });
    const head = readSequenceHead(window, 0);
    expect(head).toEqual({ code: code('B'), length, start: 12, size: 1 });
    const values = readNumbers(window, head);
    expect([values[0], values[1], values.at(-1)]).toEqual([9, 0, 8]);
    expect(readNumberAt(window, head.code, 12)).toBe(9);
  });

  test.each(['q', 'Q', 'd', 'f', 't', 'T'])('%s: a 56-bit length, elements from byte 8 on', (letter) => {
    const window = windowOf(24, (view) => view.setUint32(0, code(letter) | (1 << 8), true));
    const size = letter === 'f' || letter === 'T' ? 4 : 8;
    expect(readSequenceHead(window, 0)).toEqual({ code: code(letter), length: 1, start: 8, size });
  });

  test('a length that the memory does not hold is refused before anything is made', () => {
    for (const letter of 'BbHhIiQqdftT') {
      const window = windowOf(16, (view) => {
        view.setUint32(0, (code(letter) | (0xffffff << 8)) >>> 0, true);
        view.setUint32(4, 0xffffffff, true);
        view.setUint32(8, 0x00ffffff, true);
      });
      expect(() => readSequenceHead(window, 0), letter).toThrow(CorruptBufferError);
    }
  });

  test('foreign codes and cut heads are refused', () => {
    for (const letter of '\0?xmM') {
      const window = windowOf(8, (_, bytes) => bytes.fill(code(letter), 0, 1));
      expect(() => readSequenceHead(window, 0)).toThrow('is no element code');
    }
    expect(() =>
      readSequenceHead(
        windowOf(3, () => {}),
        0,
      ),
    ).toThrow(CorruptBufferError);
  });
});

test('64-bit integers come as numbers when exact, else as bigints', () => {
  const window = windowOf(24, (view) => {
    view.setUint32(0, code('q') | (2 << 8), true);
    view.setBigInt64(8, -(2n ** 53n), true);
    view.setBigInt64(16, 2n ** 53n - 1n, true);
  });
  expect(readNumbers(window, readSequenceHead(window, 0))).toEqual([-(2n ** 53n), 2 ** 53 - 1]);
});

test('the codec follows from the smallest and the largest', () => {
  expect(codecForIntegers([]).name).toBe('uint8');
  expect(codecForIntegers([3, 200]).name).toBe('uint8');
  expect(codecForIntegers([-1n, 2 ** 31]).name).toBe('bigint64');
  expect(() => codecForIntegers([-1, 2n ** 63n])).toThrow('no common 64-bit form');
});
