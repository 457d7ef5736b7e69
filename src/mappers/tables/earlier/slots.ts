/** What the two hash tables share: 12-byte slots, in the order of a 32-bit hash. */
import type { Memory } from '../../../bytes/memory.js';
import { Region } from '../../../bytes/region.js';
import { readLength } from '../../../bytes/structural-integers.js';
import type { Window } from '../../../bytes/window.js';
import { CorruptBufferError } from '../../../errors.js';
import type { Section } from '../sections.js';

export const TABLE_HEADER = 16;
/** With the seed (8), the most slots that a search passes (4) and zeros (4): version 2. */
export const SEEDED_HEADER = 32;
export const SLOT_BYTES = 12;
/** Where in a slot the record's offset is; what lies before differs between the tables. */
export const RECORD_AT = 8;
/** Share of buckets in use: the memory it costs against the slots that a search passes. */
const LOAD = 0.8;
const TWO_32 = 2 ** 32;

export function bucketsFor(entries: number): number {
  return Math.max(1, Math.ceil(entries / LOAD));
}

/** The bucket where a hash, unsigned, is at home; grows with the hash. */
export function homeOf(hash: number, buckets: number): number {
  return ((hash * buckets) / TWO_32) >>> 0;
}

/** What hashes of a table are computed with, in halves. */
export interface Seed {
  readonly low: number;
  readonly high: number;
}

/** A table's header and slots, checked to lie in its section. */
export class SlotRegion {
  readonly buckets: number;
  /** Record offsets are in units of this many bytes. */
  readonly unit: number;
  /** Halves of the seed that hashes have; undefined in version 1, whose hashes have none. */
  readonly seed: Seed | undefined;
  /** Most slots between a home and what is at home there. */
  readonly reach: number;
  /** Bytes of all slots. */
  readonly length: number;
  /** Offset of the first slot in the window that `windowAt` gave last. */
  origin = 0;
  /** Offset in that window of the last slot that lies whole in it. */
  last = 0;
  readonly #region: Region;
  #window: Window | undefined;

  constructor(memory: Memory, { start, length, version }: Section) {
    const size = version === 1 ? TABLE_HEADER : SEEDED_HEADER;
    const header = memory.peek(start, size, 'a hash table');
    this.buckets = header.view.getUint32(0, true);
    this.unit = header.view.getUint32(4, true);
    const slots = readLength(header, 8);
    this.length = slots * SLOT_BYTES;
    const { view } = header;
    const seeded = version !== 1;
    this.seed = seeded ? { low: view.getUint32(16, true), high: view.getUint32(20, true) } : undefined;
    this.reach = seeded ? view.getUint32(24, true) : slots;
    if (this.buckets > slots || size + this.length > length) {
      throw new CorruptBufferError('a hash table is larger than its section', start);
    }
    this.#region = new Region(memory, start + size, this.length, 'a hash table');
  }

  /** Byte of the slots where the search for a hash, unsigned, begins. */
  home(hash: number): number {
    return homeOf(hash, this.buckets) * SLOT_BYTES;
  }

  /** The window to search from byte `start` of the slots; sets `origin` and `last`. */
  windowAt(start: number): Window {
    const window = this.#window;
    return window !== undefined && window.size >= 0 ? window : this.#enter(start);
  }

  /** Bytes from the array's start to the record of the slot at byte `start`. */
  recordAt(start: number): number {
    const { view } = this.windowAt(start);
    return view.getUint32(this.origin + start + RECORD_AT, true) * this.unit;
  }

  #enter(start: number): Window {
    const region = this.#region;
    const window = region.windowAt(start);
    if (region.window !== undefined) this.#window = window;
    this.origin = region.offsetIn(window, 0);
    // `| 0`, as it is below 2 GiB: searches then compute with whole numbers.
    this.last = (Math.min(window.size, this.origin + this.length) - SLOT_BYTES) | 0;
    // Windows over blocks may end in the midst of a slot: then they are to be longer, or a search would stay in front of it.
    if (start < this.length) window.need(this.origin + start, SLOT_BYTES);
    return window;
  }
}
