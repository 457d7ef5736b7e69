/**
 * LZ4 compression: greedy matching through a hash table of recent positions.
 *
 * Any valid block would do for readers. This one follows the choices of LZ4's streaming compressor, which
 * python-lz4 uses for every input: a table of 2¹² positions over a hash of five bytes, whatever the input's
 * size. So files come out as Python writes them, byte for byte.
 */
import { MAX_DISTANCE, MIN_MATCH, TOKEN_MAX } from './lz4-block.js';

const HASH_BITS = 12;
/** The hash is the top bits of the low 40 of (five bytes × this prime): 889523592379 = 0xCF_1BBC_DCBB. */
const PRIME_LOW_32 = 0x1bbcdcbb;
const PRIME_LOW_8 = 0xbb;
const PRIME_HIGH_32 = 0xcf1bbcdc | 0;

/** A block ends in at least this many literals, so that decoders may copy eight bytes at a time. */
const LAST_LITERALS = 5;
/** No match starts within this many bytes of the end, for the same reason. */
const MATCH_MARGIN = 12;
/** The search widens its step by one byte after every 2⁶ positions without a match. */
const SKIP_SHIFT = 6;

/**
 * Position of the last occurrence of each hash. Zero stands for position 0 and for "never seen" alike: what
 * lies at a position is compared anyway. Cleared by each call, so that no output depends on an earlier one.
 */
const table = new Int32Array(1 << HASH_BITS);

/**
 * Writes `source[start..end)` as one LZ4 block at `target[at]`. Returns the block's size, or −1 if it does not
 * fit in `target`, of which the bytes from `at` on are then undefined.
 */
export function lz4Compress(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  const length = end - start;
  const input = source.subarray(start, end);
  const view = new DataView(source.buffer, source.byteOffset + start, length);
  const lastStart = length - MATCH_MARGIN;
  table.fill(0);

  let out = at;
  let anchor = 0;
  // Position 0 is in the table by its being zero, so the search starts at 1.
  let position = 1;
  while (position <= lastStart) {
    let match = 0;
    let next = position;
    let nextHash = hash(view, position);
    let step = 1;
    let tried = 1 << SKIP_SHIFT;
    do {
      position = next;
      next += step;
      step = tried++ >> SKIP_SHIFT;
      // Passes over a match at the last position tried, as LZ4 does.
      if (next > lastStart + 1) {
        out = putLiterals(input, anchor, length, 0, target, out);
        return out < 0 ? -1 : out - at;
      }
      const slot = nextHash;
      nextHash = hash(view, next);
      match = table[slot]!;
      table[slot] = position;
    } while (!matches(view, position, match));
    while (position > anchor && match > 0 && input[position - 1] === input[match - 1]) {
      position--;
      match--;
    }

    // A match straight after a match is tried at once, without the search.
    do {
      const matched = matchLength(view, position, match, length - LAST_LITERALS);
      out = putSequence(input, anchor, position, position - match, matched, target, out);
      if (out < 0) return -1;
      position += matched;
      anchor = position;
      if (position > lastStart) break;
      table[hash(view, position - 2)] = position - 2;
      const slot = hash(view, position);
      match = table[slot]!;
      table[slot] = position;
    } while (matches(view, position, match));
    position++;
  }
  out = putLiterals(input, anchor, length, 0, target, out);
  return out < 0 ? -1 : out - at;
}

function matches(view: DataView, position: number, match: number): boolean {
  return match + MAX_DISTANCE >= position && view.getInt32(match, true) === view.getInt32(position, true);
}

function hash(view: DataView, position: number): number {
  const first = view.getUint8(position);
  const rest = view.getInt32(position + 1, true);
  const carry = (first * PRIME_LOW_8) >>> 8;
  return (Math.imul(rest, PRIME_LOW_32) + Math.imul(first, PRIME_HIGH_32) + carry) >>> (32 - HASH_BITS);
}

/** Length of the match at `match` for `position`, at least 4 and ending at `limit` at the latest. */
function matchLength(view: DataView, position: number, match: number, limit: number): number {
  let end = position + MIN_MATCH;
  const back = position - match;
  while (end + 4 <= limit && view.getInt32(end, true) === view.getInt32(end - back, true)) end += 4;
  while (end < limit && view.getUint8(end) === view.getUint8(end - back)) end++;
  return end - position;
}

/** Writes a whole sequence; returns where the next one goes, or −1 if there is no room. */
function putSequence(
  input: Uint8Array,
  anchor: number,
  position: number,
  distance: number,
  matched: number,
  target: Uint8Array,
  at: number,
): number {
  const extra = matched - MIN_MATCH;
  const out = putLiterals(input, anchor, position, Math.min(extra, TOKEN_MAX), target, at);
  if (out < 0) return -1;
  const lengthBytes = extra < TOKEN_MAX ? 0 : Math.floor((extra - TOKEN_MAX) / 255) + 1;
  if (out + 2 + lengthBytes > target.length) return -1;
  target[out] = distance & 0xff;
  target[out + 1] = distance >> 8;
  return extra < TOKEN_MAX ? out + 2 : putLength(extra - TOKEN_MAX, target, out + 2);
}

/** Writes a token and its literals; returns where the offset goes, or −1 if there is no room. */
function putLiterals(
  input: Uint8Array,
  from: number,
  to: number,
  lowHalf: number,
  target: Uint8Array,
  at: number,
): number {
  const count = to - from;
  const lengthBytes = count < TOKEN_MAX ? 0 : Math.floor((count - TOKEN_MAX) / 255) + 1;
  if (at + 1 + lengthBytes + count > target.length) return -1;
  let out = at + 1;
  target[at] = (Math.min(count, TOKEN_MAX) << 4) | lowHalf;
  if (count >= TOKEN_MAX) out = putLength(count - TOKEN_MAX, target, out);
  if (count <= 32) for (let i = 0; i < count; i++) target[out + i] = input[from + i]!;
  else target.set(input.subarray(from, to), out);
  return out + count;
}

function putLength(length: number, target: Uint8Array, at: number): number {
  const full = Math.floor(length / 255);
  target.fill(255, at, at + full);
  target[at + full] = length - full * 255;
  return at + full + 1;
}
