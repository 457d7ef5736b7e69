/** What the two hash tables share: 12-byte slots, in the order of a 32-bit hash. */
import type { Memory } from '../bytes/memory.js';
import { readLength } from '../bytes/read.js';
import { Region } from '../bytes/region.js';
import { CorruptBufferError } from '../errors.js';
import type { Section } from './sections.js';

export const TABLE_HEADER = 16;
export const SLOT_BYTES = 12;
/** Share of buckets in use: the memory it costs against the slots that a search passes. */
const LOAD = 0.8;
const TWO_32 = 2 ** 32;

export function bucketsFor(entries: number): number {
  return Math.max(1, Math.ceil(entries / LOAD));
}

/** The bucket where a hash is at home; grows with the hash. */
export function homeOf(hash: number, buckets: number): number {
  return Math.floor((hash * buckets) / TWO_32);
}

/** A table's header and slots, checked to lie in its section. */
export class SlotRegion {
  readonly buckets: number;
  /** Record offsets are in units of this many bytes. */
  readonly unit: number;
  /** Number of slots. */
  readonly length: number;
  readonly region: Region;

  constructor(memory: Memory, { start, length }: Section) {
    const header = memory.peek(start, TABLE_HEADER, 'a hash table');
    this.buckets = header.view.getUint32(0, true);
    this.unit = header.view.getUint32(4, true);
    this.length = readLength(header, 8);
    if (this.buckets > this.length || TABLE_HEADER + this.length * SLOT_BYTES > length) {
      throw new CorruptBufferError('a hash table is larger than its section', start);
    }
    this.region = new Region(memory, start + TABLE_HEADER, this.length * SLOT_BYTES, 'a hash table');
  }
}
