/** The hash of bucket tables, held against the words of docs/format.md 13.7 in integers of any size. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBytes, hashInteger } from './table-hash.js';

const WORD = 2n ** 32n;

function byTheFormat(bytes: Uint8Array, p: bigint, q: bigint): number {
  let h = BigInt(bytes.length);
  for (let at = 0; at < bytes.length; at += 4) {
    let w = 0n;
    for (let byte = 0; byte < 4; byte += 1) w += BigInt(bytes[at + byte] ?? 0) << BigInt(8 * byte);
    const s = (w * p) % WORD;
    const turned = ((h << 13n) % WORD) | (h >> 19n);
    h = ((turned ^ s ^ (s >> 15n)) * q) % WORD;
  }
  h = ((h ^ (h >> 15n)) * 0x85ebca6bn) % WORD;
  return Number(BigInt.asIntN(32, h ^ (h >> 16n)));
}

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const unsigned = (value: number): bigint => BigInt(value >>> 0);

test('of bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), word, word, (bytes, first, second) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const hash = hashBytes(view, bytes.length, { first, second });
      expect(hash).toBe(byTheFormat(bytes, unsigned(first), unsigned(second)));
    }),
  );
});

test('of integers: that of their 8 bytes', () => {
  fc.assert(
    fc.property(word, word, word, word, (high, low, first, second) => {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setInt32(0, low, true);
      new DataView(bytes.buffer).setInt32(4, high, true);
      const hash = hashInteger(high, low, { first, second });
      expect(hash).toBe(byTheFormat(bytes, unsigned(first), unsigned(second)));
    }),
  );
});
