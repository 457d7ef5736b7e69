import { describe, expect, test } from 'vitest';
import { lz4Compress, lz4Decompress, lz4MaxExpansion } from './lz4.js';

/** One literal and one match, with as many length bytes as fit in `storedSize`. */
function largestBlock(storedSize: number): Uint8Array {
  if (storedSize < 4) return new Uint8Array(storedSize).fill(1, 1).fill((storedSize - 1) << 4, 0, 1);
  const block = new Uint8Array(storedSize).fill(255);
  block.set([storedSize === 4 ? 0x1e : 0x1f, 0x61, 1, 0]);
  if (storedSize > 4) block[storedSize - 1] = 254;
  return block;
}

describe('lz4MaxExpansion', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 20, 1000])('a block of %i bytes reaches it', (storedSize) => {
    const size = lz4MaxExpansion(storedSize);
    const target = new Uint8Array(size);
    expect(() => lz4Decompress(largestBlock(storedSize), 0, storedSize, target)).not.toThrow();
  });

  test('is not exceeded by zeros, the most compressible input', () => {
    for (let size = 0; size < 3000; size++) {
      const stored = lz4Compress(new Uint8Array(size), 0, size, new Uint8Array(size + 20), 0);
      expect(lz4MaxExpansion(stored)).toBeGreaterThanOrEqual(size);
    }
  });

  test('of no bytes is none', () => {
    expect(lz4MaxExpansion(0)).toBe(0);
  });
});
