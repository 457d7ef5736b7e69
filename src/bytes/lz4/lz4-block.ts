/**
 * The LZ4 block format (docs/format.md 2). A block is a run of sequences and has no header, length or checksum:
 *
 * ```
 * u8 token           high 4 bits: number of literals; low 4 bits: match length − 4
 * u8[...]            only if the high bits are 15: more literals, summed up to the first byte below 255
 * u8[literals]       copied as they are
 * u16 offset         distance back in the output to the match; 1 or more, may be shorter than the match
 * u8[...]            only if the low bits are 15: more match length, summed likewise
 * ```
 * The last sequence ends after its literals.
 */

/** Fewest bytes that a match stands for. */
export const MIN_MATCH = 4;
/** Farthest that a match may lie back, in bytes. */
export const MAX_DISTANCE = 0xffff;
/** Value of a token's half that says that length bytes follow. */
export const TOKEN_MAX = 15;

/**
 * The largest uncompressed size, in bytes, of a block of `storedSize` bytes (without the 4-byte size before it).
 * That is one literal and one match, all other bytes being length bytes of 255 and a last one of 254.
 */
export function lz4MaxExpansion(storedSize: number): number {
  if (storedSize <= 3) return Math.max(0, storedSize - 1);
  return MIN_MATCH + TOKEN_MAX + 255 * (storedSize - 4);
}
