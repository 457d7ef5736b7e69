import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CorruptBufferError } from '../../errors.js';
import { lz4Compress, lz4Decompress } from './lz4.js';

type Sequence = { literals: number[]; distance: number; matched: number };

const lengthBytes = (length: number): number[] => {
  if (length < 15) return [];
  return [...new Array(Math.floor((length - 15) / 255)).fill(255), (length - 15) % 255];
};

/** A block and what it stands for, both made straight from the format's definition. */
function build(sequences: Sequence[], last: number[]): { block: Uint8Array; data: Uint8Array } {
  const block: number[] = [];
  const data: number[] = [];
  for (const { literals, distance: wanted, matched } of sequences) {
    data.push(...literals);
    const distance = 1 + (wanted % data.length);
    const extra = matched - 4;
    block.push((Math.min(15, literals.length) << 4) | Math.min(15, extra));
    block.push(...lengthBytes(literals.length), ...literals);
    block.push(distance & 255, distance >> 8, ...lengthBytes(extra));
    for (let i = 0; i < matched; i++) data.push(data[data.length - distance]!);
  }
  block.push(Math.min(15, last.length) << 4, ...lengthBytes(last.length), ...last);
  data.push(...last);
  return { block: Uint8Array.from(block), data: Uint8Array.from(data) };
}

const byte = fc.nat(255);
const sequence = fc.record({
  literals: fc.oneof(
    fc.array(byte, { minLength: 1, maxLength: 20 }),
    fc.array(byte, { minLength: 1, maxLength: 600 }),
  ),
  distance: fc.oneof(fc.nat(8), fc.nat(0xfffe)),
  matched: fc.oneof(fc.integer({ min: 4, max: 25 }), fc.integer({ min: 4, max: 2000 })),
});

/** The error that decompressing throws, with guards against writes outside the target. */
function failure(block: Uint8Array, size: number, base?: number): CorruptBufferError {
  const memory = new Uint8Array(size + 64).fill(99);
  let error: unknown;
  try {
    lz4Decompress(block, 0, block.length, memory.subarray(32, 32 + size), base);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(CorruptBufferError);
  expect(memory.subarray(0, 32).every((value) => value === 99)).toBe(true);
  expect(memory.subarray(32 + size).every((value) => value === 99)).toBe(true);
  return error as CorruptBufferError;
}

describe('lz4Decompress', () => {
  test('gives what a block made from the definition stands for', () => {
    fc.assert(
      fc.property(
        fc.array(sequence, { maxLength: 8 }),
        fc.array(byte, { maxLength: 30 }),
        (sequences, last) => {
          const { block, data } = build(sequences, last);
          const source = new Uint8Array(block.length + 10).fill(0xff);
          source.set(block, 4);
          const target = new Uint8Array(data.length);
          lz4Decompress(source, 4, 4 + block.length, target);
          expect(target).toEqual(data);
        },
      ),
    );
  });

  test('accepts a block that ends in a match', () => {
    const target = new Uint8Array(9);
    lz4Decompress(Uint8Array.of(0x10, 7, 1, 0, 0x00, 1, 0), 0, 7, target);
    expect(target).toEqual(new Uint8Array(9).fill(7));
  });

  test('the empty block is one zero byte', () => {
    expect(() => lz4Decompress(Uint8Array.of(0), 0, 1, new Uint8Array(0))).not.toThrow();
  });

  test.each<[string, number[], number, number, RegExp]>([
    ['no bytes', [], 0, 0, /is empty/],
    ['literals cut short', [0x30, 1, 2], 3, 0, /within its literals/],
    ['a literal length cut short', [0xf0], 20, 1, /within a length/],
    ['a literal length of 255s without end', [0xf0, 255, 255], 20, 3, /within a length/],
    ['an offset cut short', [0x10, 1, 1], 9, 2, /within an offset/],
    ['a match length cut short', [0x1f, 1, 1, 0], 99, 4, /within a length/],
    ['a zero offset', [0x10, 1, 0, 0, 0x10, 1], 6, 2, /points 0 bytes back when 1 are there/],
    ['an offset before the start', [0x10, 1, 2, 0, 0x10, 1], 6, 2, /points 2 bytes back when 1 are there/],
    ['more literals than declared', [0x30, 1, 2, 3], 2, 0, /more than its declared size/],
    ['more matched than declared', [0x10, 1, 1, 0, 0x00], 4, 0, /more than its declared size/],
    ['fewer bytes than declared', [0x30, 1, 2, 3], 4, 4, /holds 3 bytes where 4 are declared/],
    ['bytes after the end', [0x10, 1, 1, 0, 0x00, 1, 0, 0x00], 5, 4, /more than its declared size/],
  ])('refuses %s', (_, block, size, offset, message) => {
    const error = failure(Uint8Array.from(block), size);
    expect(error.message).toMatch(message);
    expect(error.offset).toBe(offset);
    expect(failure(Uint8Array.from(block), size, 5000).offset).toBe(5000 + offset);
  });

  test('refuses a range outside the source', () => {
    const source = new Uint8Array(10);
    for (const [start, end] of [
      [0, 11],
      [-1, 4],
      [6, 5],
    ] as const) {
      expect(() => lz4Decompress(source, start, end, new Uint8Array(3))).toThrow(CorruptBufferError);
    }
  });

  test('refuses every block that is cut short', () => {
    const data = new TextEncoder().encode(
      'to be or not to be, that is the question: to be or not to be at all',
    );
    const target = new Uint8Array(200);
    const block = target.subarray(0, lz4Compress(data, 0, data.length, target, 0));
    for (let length = 0; length < block.length; length++) failure(block.subarray(0, length), data.length);
  });

  test('fills the target or throws CorruptBufferError, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(sequence, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), byte), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: -3, max: 3 }),
        (sequences, damage, drift) => {
          const { block, data } = build(sequences, [1, 2, 3]);
          for (const [at, value] of damage) block[at % block.length] = value;
          const memory = new Uint8Array(data.length + 64).fill(99);
          const end = 32 + data.length + drift;
          try {
            lz4Decompress(block, 0, block.length, memory.subarray(32, end));
          } catch (error) {
            expect(error).toBeInstanceOf(CorruptBufferError);
          }
          expect(memory.subarray(0, 32).every((value) => value === 99)).toBe(true);
          expect(memory.subarray(end).every((value) => value === 99)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
