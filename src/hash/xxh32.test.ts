import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import oracle from 'xxhash-wasm';
import vectors from '../../test/fixtures/hash-vectors.json' with { type: 'json' };
import { xxh32 } from './xxh32.js';

const { h32Raw } = await oracle();

describe('xxh32', () => {
  test.each(vectors.xxhash_seed0.rows as [string, string, string][])('golden %j', (text, _, expected) => {
    const bytes = new TextEncoder().encode(text);
    expect(xxh32(bytes, 0, bytes.length)).toBe(Number(expected));
  });

  test('agrees with another implementation at every length up to 300', () => {
    for (let length = 0; length <= 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 197 + length * 31 + 128) & 0xff);
      expect(xxh32(bytes, 0, length), `length ${length}`).toBe(h32Raw(bytes) >>> 0);
    }
  });

  test('hashes any part of any bytes, whatever lies around it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(), fc.nat(), (bytes, a, b) => {
        const start = a % (bytes.length + 1);
        const end = start + (b % (bytes.length - start + 1));
        expect(xxh32(bytes, start, end)).toBe(h32Raw(bytes.slice(start, end)) >>> 0);
      }),
      { numRuns: 1000 },
    );
  });

  test('hashes megabytes', () => {
    const bytes = Uint8Array.from({ length: 3_000_001 }, (_, index) => Math.imul(index, 2654435761) >>> 24);
    expect(xxh32(bytes, 0, bytes.length)).toBe(h32Raw(bytes) >>> 0);
  });
});
