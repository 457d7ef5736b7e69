/**
 * The bucket table section, for keys of text and bytes and for integers (docs/format.md 13.7):
 *
 * ```
 *  0 u32 homes          buckets that hashes lead to
 *  4 u32 extra          buckets past the last home
 *  8 u32 unit           record offsets are in units of this many bytes
 * 12 u32 list words     32-bit words of the lists
 * 16 u32, u32           multipliers of the hash, odd
 * 24 u32 reach          most buckets between a home and what is at home there
 * 28 u32 zero
 *    buckets of 64 bytes, from the first multiple of 64 past 32 on, counted from the mapping's start:
 *        7 tags of a byte, 0 for a free slot; a byte of flags
 *        7 slots of u32 key, u32 record offset (from the array's start, in units); of a list: u32 entries, u32 first word
 *    lists: u32 key, u32 record offset, for each of several entries of one hash, in their order
 * ```
 * A key is where it is stored, from the mapper's start, or for integers the number of its entry in the sorted index.
 *
 * A bucket is one cache line. Its tags say, for all its slots at once and without a branch that depends on the data, where
 * the key can be; a processor that guesses so goes on to the key, to the record and to the next look-up while the line is
 * on its way. A bucket that overflowed says so, and what it could not hold is in one of the next.
 */
import type { Memory } from '../../bytes/memory.js';
import { CorruptBufferError } from '../../errors.js';
import type { Multipliers } from '../../hash/table-hash.js';
import type { Section } from './sections.js';

export const BUCKET_HEADER = 32;
export const BUCKET_BYTES = 64;
export const BUCKET_SLOTS = 7;
/** Of a bucket: where its slots start, and the bytes of one. */
export const SLOTS_AT = 8;
export const SLOT_BYTES = 8;
/** In the second word of a bucket: more is in the next ones; the first of seven bits that say which slots are lists. */
export const OVERFLOW: number = 2 ** 31;
export const LIST_BIT = 24;
/** Share of slots in use: what memory costs against how many keys are not in their home. */
const LOAD = 0.8;
/** Most buckets that a search goes on for: of ten million keys, 22. A table in which it would have to is not written. */
export const MAX_REACH = 64;
const TWO_31 = 2 ** 31;

export function homesFor(keys: number): number {
  return Math.max(1, Math.ceil(keys / (BUCKET_SLOTS * LOAD)));
}

/** What a hash is multiplied by, less its lowest bit, to give its home; which grows with the hash, taken as unsigned. */
export function scaleOf(homes: number): number {
  return homes / TWO_31;
}

/** Number of the bucket where a hash is at home. */
export function homeOf(hash: number, scale: number): number {
  return ((hash >>> 1) * scale) | 0;
}

/** The byte that stands for a hash in its bucket: 1 to 255. */
export function tagOf(hash: number): number {
  const tag = hash & 0xff;
  return tag + ((tag - 1) >>> 31);
}

/** Position of the first bucket of a section whose payload starts at a position. */
export function bucketsAt(start: number): number {
  return Math.ceil((start + BUCKET_HEADER) / BUCKET_BYTES) * BUCKET_BYTES;
}

/** What the header of a bucket table says, checked against its section. */
export interface Buckets {
  readonly homes: number;
  readonly unit: number;
  readonly multipliers: Multipliers;
  readonly reach: number;
  /** Positions in the memory of the buckets, the lists and where these end. */
  readonly start: number;
  readonly lists: number;
  readonly end: number;
}

/** Throws `CorruptBufferError` for a table that does not fit its section. */
export function readBuckets(memory: Memory, section: Section): Buckets {
  const { view } = memory.peek(section.start, BUCKET_HEADER, 'a bucket table');
  const homes = view.getUint32(0, true);
  const start = bucketsAt(section.start);
  const lists = start + (homes + view.getUint32(4, true)) * BUCKET_BYTES;
  const end = lists + view.getUint32(12, true) * 4;
  if (homes === 0 || homes > TWO_31 || end > section.start + section.length) {
    throw new CorruptBufferError('a bucket table is larger than its section', section.start);
  }
  memory.need(start, end - start, 'a bucket table');
  return {
    homes,
    unit: view.getUint32(8, true),
    multipliers: { first: view.getInt32(16, true), second: view.getInt32(20, true) },
    reach: Math.min(view.getUint32(24, true), MAX_REACH),
    start,
    lists,
    end,
  };
}
