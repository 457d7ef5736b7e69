/** The hash of bucket tables (docs/format.md 13.7), over 32-bit words, with multipliers that a table's builder chooses. */

/** What the hash of a table multiplies by: two odd words. */
export interface Multipliers {
  readonly first: number;
  readonly second: number;
}

/**
 * One step of the hash, whose longest chain is six cycles. A difference between two keys is spread by one multiplication
 * before the step and one before the next, so that who does not know both cannot undo it by the next word.
 */
export function mixWord(hash: number, word: number, first: number, second: number): number {
  const spread = Math.imul(word, first);
  return Math.imul(((hash << 13) | (hash >>> 19)) ^ spread ^ (spread >>> 15), second);
}

/** The hash, signed, when all words are mixed in. */
export function finishHash(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 16);
}

/** Hash, signed, of the first `length` bytes of `view`. */
export function hashBytes(view: DataView, length: number, { first, second }: Multipliers): number {
  let hash = length;
  let at = 0;
  for (; at <= length - 4; at += 4) hash = mixWord(hash, view.getInt32(at, true), first, second);
  if (at < length) {
    let word = 0;
    for (let shift = 0; at < length; at += 1, shift += 8) word |= view.getUint8(at) << shift;
    hash = mixWord(hash, word, first, second);
  }
  return finishHash(hash);
}

/** Hash, signed, of an integer key in halves, signed too: that of its 8 bytes. */
export function hashInteger(high: number, low: number, { first, second }: Multipliers): number {
  return finishHash(mixWord(mixWord(8, low, first, second), high, first, second));
}
