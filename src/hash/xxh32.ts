/** xxh32 with seed 0: the hash of the `32` variants of string id mappers (docs/format.md 11). */

const P1 = 0x9e3779b1 | 0;
const P2 = 0x85ebca77 | 0;
const P3 = 0xc2b2ae3d | 0;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;

/** Bytes that one turn of the four lanes takes in. */
const STRIPE = 16;

function read32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

function round(lane: number, word: number): number {
  const sum = (lane + Math.imul(word, P2)) | 0;
  return Math.imul((sum << 13) | (sum >>> 19), P1);
}

/** The sum of the four lanes after all whole stripes of `bytes[start..stop)`. */
function hashStripes(bytes: Uint8Array, start: number, stop: number): number {
  let a = (P1 + P2) | 0;
  let b = P2;
  let c = 0;
  let d = -P1 | 0;
  for (let at = start; at < stop; at += STRIPE) {
    a = round(a, read32(bytes, at));
    b = round(b, read32(bytes, at + 4));
    c = round(c, read32(bytes, at + 8));
    d = round(d, read32(bytes, at + 12));
  }
  const low = ((a << 1) | (a >>> 31)) + ((b << 7) | (b >>> 25));
  return (low + ((c << 12) | (c >>> 20)) + ((d << 18) | (d >>> 14))) | 0;
}

/** The 32-bit xxHash, seed 0, of `bytes[start..end)`, unsigned. */
export function xxh32(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let at = start;
  let hash = P5;
  if (length >= STRIPE) {
    at = end - (length % STRIPE);
    hash = hashStripes(bytes, start, at);
  }
  // The length counts modulo 2³², which the truncation does.
  hash = (hash + length) | 0;
  for (; at + 4 <= end; at += 4) {
    hash = (hash + Math.imul(read32(bytes, at), P3)) | 0;
    hash = Math.imul((hash << 17) | (hash >>> 15), P4);
  }
  for (; at < end; at++) {
    hash = (hash + Math.imul(bytes[at]!, P5)) | 0;
    hash = Math.imul((hash << 11) | (hash >>> 21), P1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), P2);
  hash = Math.imul(hash ^ (hash >>> 13), P3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
