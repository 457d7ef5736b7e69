import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lz4Compress, lz4Decompress } from './lz4.js';

function compress(data: Uint8Array): Uint8Array {
  const target = new Uint8Array(data.length + Math.ceil(data.length / 255) + 16);
  const size = lz4Compress(data, 0, data.length, target, 0);
  expect(size).toBeGreaterThan(0);
  return target.subarray(0, size);
}

function decompress(block: Uint8Array, size: number): Uint8Array {
  const target = new Uint8Array(size);
  lz4Decompress(block, 0, block.length, target);
  return target;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

/** Pseudo-random integers below `limit`, the same on every machine. */
function randomInts(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const inputs = {
  /** Words of a vocabulary of 2000, as text is. */
  words(size: number): Uint8Array {
    const below = randomInts(1);
    const words = Array.from({ length: 2000 }, () =>
      Array.from({ length: 1 + below(9) }, () => 'abcdefghijklmnopqrstuvwxyzéñ€'[below(29)]).join(''),
    );
    let text = '';
    while (text.length < size) text += `${words[below(2000)]} `;
    return new TextEncoder().encode(text).subarray(0, size);
  },
  /** Records of a counter, a small number and noise. */
  records(size: number): Uint8Array {
    const below = randomInts(2);
    return Uint8Array.from({ length: size }, (_, i) => {
      const record = Math.floor(i / 12);
      return [record & 255, (record >> 8) & 255, 0, 0, record % 5, 0, 0, 0][i % 12] ?? below(256);
    });
  },
  noise(size: number): Uint8Array {
    const below = randomInts(3);
    return Uint8Array.from({ length: size }, () => below(256));
  },
  /** Four byte values only: short matches everywhere. */
  letters(size: number): Uint8Array {
    const below = randomInts(4);
    return Uint8Array.from({ length: size }, () => below(4));
  },
  /** Noise, then the same noise `size / 2` later: matches as far back as they may lie, and beyond. */
  twice(size: number): Uint8Array {
    const half = inputs.noise(Math.ceil(size / 2));
    return Uint8Array.from({ length: size }, (_, i) => half[i % half.length]!);
  },
  zeros: (size: number): Uint8Array => new Uint8Array(size),
};

describe('lz4Compress', () => {
  test.each([
    ['a', 513, '1f610100ffe9506161616161'],
    ['foobar', 1024, `6f666f6f6261720600${'ff'.repeat(23)}f9506f6f626172`],
    ['héllo ', 100, '7f68c3a96c6c6f200700ffff9f50a96c6c6f20'],
    ['ab', 20000, `2f61620200${'ff'.repeat(156)}c2506261626162`],
  ])('writes %s repeated as Python does', (text, times, block) => {
    expect(hex(compress(new TextEncoder().encode(text.repeat(times))))).toBe(block);
  });

  // Sizes and SHA-1 of what python-lz4 4.4.5 gives: lz4.block.compress(data, store_size=False).
  test.each<[keyof typeof inputs, number, number, string]>([
    ['words', 1, 2, '2e1638cd0e7975324ff098107d1de2192e11d226'],
    ['words', 12, 13, '74c4d4edf76a3a50d39951a1ee844e4102ce9246'],
    ['words', 13, 14, '68b6db5f0098f08df56b8043c4356d901c61c3ba'],
    ['words', 513, 492, '1d04b1038c741bddc3ebf1ec272f86eaab6b8409'],
    ['words', 40000, 27730, 'ec8f509702e8686375f42686729ec9cec5d3cd1f'],
    ['words', 65547, 43706, 'f05e5369b8343b94eebeba4d1980fc81eb8ac40a'],
    ['words', 200000, 127770, 'c6be5db062acc627d252fb14cf7e3604cf9db71b'],
    ['records', 600, 423, 'b35485919097c09907ad1940358f7506283044e3'],
    ['records', 65536, 43860, '30a489c7bcc90197a5d4c59a4b4da9c57f4fb028'],
    ['records', 150001, 100388, '665b676381af26a46a15f45d81387c6d231d9812'],
    ['noise', 700, 704, '9b477cfa25eac96b229e0aa386f1b3fbb452a721'],
    ['noise', 70000, 70276, '2dafee0b757423640c13b99c811311db755e6b13'],
    ['letters', 513, 427, '33b44eb1c7cf694e10e0995d4e670f3e186104b6'],
    ['letters', 5000, 3098, 'ae00c30bbd67ac59ab616cd4b9a1cde4e66c845d'],
    ['letters', 100000, 56792, 'f0d24d17d6f995468136c16cd004421c7f6dedcb'],
    ['twice', 2000, 1017, '624aa59db701d289b8441d5717ae8c73728f4ffe'],
    ['twice', 131070, 66058, '7b3bfacc4da2b38c03e159df3b62c86b19c4e7d6'],
    ['twice', 131072, 131587, '7d345a455e32f9c6c3d908ce71c3e1a8ada54074'],
    ['zeros', 13, 10, 'f18672dc3b67babad48eb31425c08510811cbd5b'],
    ['zeros', 65536, 267, 'e9cbaf7e3ec193569c598308bbebdb5e6bd068f4'],
    ['zeros', 200000, 795, 'fd2bd8663c45998e51076e4898d656f2611a1f5a'],
  ])('writes %s of %i bytes as python-lz4 does', (kind, size, storedSize, digest) => {
    const block = compress(inputs[kind](size));
    expect([block.length, sha1(block)]).toEqual([storedSize, digest]);
  });

  test('what it writes decompresses to the input', () => {
    const chunk = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(new Uint8Array(300)));
    fc.assert(
      fc.property(
        fc.array(chunk, { maxLength: 30 }),
        fc.array(fc.nat(29), { maxLength: 60 }),
        (chunks, order) => {
          const data = Uint8Array.from(order.flatMap((index) => [...(chunks[index] ?? [index])]));
          expect(decompress(compress(data), data.length)).toEqual(data);
        },
      ),
    );
  });

  test('does not depend on earlier calls or on where the input lies', () => {
    const data = inputs.words(3000);
    const block = hex(compress(data));
    compress(inputs.records(5000));
    const moved = new Uint8Array(3100).fill(7);
    moved.set(data, 33);
    const target = new Uint8Array(4000);
    const size = lz4Compress(moved.subarray(13), 20, 3020, target, 50);
    expect(hex(target.subarray(50, 50 + size))).toBe(block);
    expect(target.subarray(0, 50).every((byte) => byte === 0)).toBe(true);
  });

  test.each(Object.keys(inputs) as (keyof typeof inputs)[])(
    'uses exact room for %s, else gives −1',
    (kind) => {
      const data = inputs[kind](2000);
      const { length } = compress(data);
      expect(lz4Compress(data, 0, 2000, new Uint8Array(length + 3), 3)).toBe(length);
      for (const room of [length - 1, Math.floor(length / 2), 1, 0]) {
        const memory = new Uint8Array(length + 20).fill(99);
        expect(lz4Compress(data, 0, 2000, memory.subarray(0, room), 0)).toBe(-1);
        expect(memory.subarray(room).every((byte) => byte === 99)).toBe(true);
      }
    },
  );

  test('reads shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(1500));
    shared.set(inputs.words(1500));
    expect(hex(compress(shared))).toBe(hex(compress(inputs.words(1500))));
  });
});
