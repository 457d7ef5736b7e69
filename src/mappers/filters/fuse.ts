/**
 * Binary fuse filters of three places and fingerprints of a byte (Graf and Lemire, 2022): what a hash leads to in one. A hash is of
 * 32 bits; what it leads to is mixed from it and the seed of the filter.
 */

/** The shape of one filter; positions count fingerprints. */
export interface FuseShape {
  readonly seed: number;
  /** Fingerprints of a segment, a power of two. */
  readonly segment: number;
  /** Segments that a first place can be in; the other two places are in the next ones. */
  readonly segments: number;
}

export const MAX_SEGMENT: number = 2 ** 18;
const TWO_32 = 2 ** 32;

/** Fingerprints of a filter. */
export function fuseLength({ segment, segments }: FuseShape): number {
  return (segments + 2) * segment;
}

/** The shape for so many hashes, of no seed yet. */
export function shapeFor(hashes: number): Omit<FuseShape, 'seed'> {
  const count = Math.max(2, hashes);
  const segment = Math.min(MAX_SEGMENT, 2 ** Math.floor(Math.log(count) / Math.log(3.33) + 2.25));
  const spare = Math.max(1.125, 0.875 + (0.25 * Math.log(1e6)) / Math.log(count));
  return { segment, segments: Math.max(1, Math.ceil((count * spare) / segment) - 2) };
}

function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

/** The three places of a hash, into `out`, and its fingerprint. */
export function fuse(hash: number, { seed, segment, segments }: FuseShape, out: Uint32Array): number {
  const first = mixed(hash ^ seed);
  const second = mixed(first ^ 0x9e3779b9);
  const start = Math.floor(((first >>> 0) * (segments * segment)) / TWO_32);
  out[0] = start;
  out[1] = (start + segment) ^ ((second >>> 14) & (segment - 1));
  out[2] = (start + 2 * segment) ^ (second & (segment - 1));
  return (second ^ mixed(second ^ seed)) & 0xff;
}
