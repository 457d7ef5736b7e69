import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import oracle from 'xxhash-wasm';
import vectors from '../../test/fixtures/hash-vectors.json' with { type: 'json' };
import { xxh64 } from './xxh64.js';

const { h64Raw } = await oracle();
const out = new Uint32Array(2);

function hash(bytes: Uint8Array, start = 0, end: number = bytes.length): bigint {
  xxh64(bytes, start, end, out);
  return (BigInt(out[1]!) << 32n) | BigInt(out[0]!);
}

describe('xxh64', () => {
  test.each(vectors.xxhash_seed0.rows as [string, string, string][])('golden %j', (text, expected) => {
    expect(hash(new TextEncoder().encode(text))).toBe(BigInt(expected));
  });

  test('agrees with another implementation at every length up to 300', () => {
    for (let length = 0; length <= 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 197 + length * 31 + 128) & 0xff);
      expect(hash(bytes), `length ${length}`).toBe(h64Raw(bytes));
    }
  });

  test.each([1n, 0xffffffffn, 0xffffffff_00000000n, 0x123456789abcdef0n, 2n ** 64n - 1n])(
    'with seed %i',
    (seed) => {
      for (let length = 0; length <= 100; length++) {
        const bytes = Uint8Array.from({ length }, (_, index) => (index * 197 + length * 31 + 128) & 0xff);
        xxh64(bytes, 0, length, out, Number(seed & 0xffffffffn), Number(seed >> 32n));
        expect((BigInt(out[1]!) << 32n) | BigInt(out[0]!), `length ${length}`).toBe(h64Raw(bytes, seed));
      }
    },
  );

  test('hashes any part of any bytes, whatever lies around it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(), fc.nat(), (bytes, a, b) => {
        const start = a % (bytes.length + 1);
        const end = start + (b % (bytes.length - start + 1));
        expect(hash(bytes, start, end)).toBe(h64Raw(bytes.slice(start, end)));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([0x00, 0x7f, 0x80, 0xff])('carries are right for runs of byte %i', (byte) => {
    for (let length = 0; length <= 100; length++) {
      const bytes = new Uint8Array(length).fill(byte);
      expect(hash(bytes), `length ${length}`).toBe(h64Raw(bytes));
    }
  });

  test('hashes megabytes', () => {
    const bytes = Uint8Array.from({ length: 3_000_001 }, (_, index) => Math.imul(index, 2654435761) >>> 24);
    expect(hash(bytes)).toBe(h64Raw(bytes));
    expect(hash(bytes, 13)).toBe(h64Raw(bytes.slice(13)));
  });
});
