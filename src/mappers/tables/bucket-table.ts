/** Looking keys up in a bucket table; buckets.ts has the layout. */
import type { Memory } from '../../bytes/memory.js';
import { AHEAD, AHEAD_FROM, readAhead } from '../../bytes/read-ahead.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import {
  BUCKET_BYTES,
  type Buckets,
  homeOf,
  LIST_BIT,
  SLOT_BYTES,
  SLOTS_AT,
  scaleOf,
  tagOf,
} from './buckets.js';
import type { Hashes, RecordTable } from './record-table.js';
import type { TableKeys } from './table-keys.js';

const ONES = 0x01010101;
/** The record of a free slot, whose key, 0, can be that of a stored key, and whose tag can be taken for another. */
const FREE = 0;
/** The upper bits of four tags, and of three and the flags. */
const FOUR = 0x80808080 | 0;
const THREE = 0x00808080;

/**
 * Which of a bucket's slots may hold a tag, from its two words: a bit for each, at 0, 8, 16, 24, 4, 12 and 20. The lowest
 * is surely one; others can be wrong where a tag differs from it by one. `pattern`: the tag, four times.
 */
function candidates(low: number, high: number, pattern: number): number {
  const a = low ^ pattern;
  const b = high ^ pattern;
  return (((a - ONES) & ~a & FOUR) >>> 7) | (((b - ONES) & ~b & THREE) >>> 3);
}

/** Number of the slot of the lowest candidate. */
function slotOf(found: number): number {
  const bit = 31 - Math.clz32(found & -found);
  return (bit >> 3) + (bit & 4);
}

export class BucketTable implements RecordTable {
  readonly #memory: Memory;
  readonly #keys: TableKeys;
  readonly #scale: number;
  readonly #start: number;
  readonly #lists: number;
  readonly #end: number;
  readonly #unit: number;
  readonly #reach: number;
  readonly #records: number;
  /** Positions of the buckets of keys that are looked up together, and the patterns of their tags. */
  readonly #homes = new Float64Array(AHEAD);
  readonly #patterns = new Int32Array(AHEAD);
  /** Positions of their keys and records. */
  readonly #found = new Float64Array(2 * AHEAD);

  /** `records`: position that record offsets count from. */
  constructor(memory: Memory, buckets: Buckets, keys: TableKeys, records: number) {
    this.#records = records;
    this.#memory = memory;
    this.#keys = keys;
    this.#scale = scaleOf(buckets.homes);
    this.#start = buckets.start;
    this.#lists = buckets.lists;
    this.#end = buckets.end;
    this.#unit = buckets.unit;
    this.#reach = buckets.reach;
  }

  find(key: unknown): number {
    const keys = this.#keys;
    const hash = keys.take(key);
    const pattern = Math.imul(tagOf(hash), ONES);
    let position = this.#start + homeOf(hash, this.#scale) * BUCKET_BYTES;
    for (let left = this.#reach; ; left -= 1) {
      const window = this.#memory.windowAt(position);
      const { view } = window;
      const at = position - window.base;
      const high = view.getInt32(at + 4, true);
      let found = candidates(view.getInt32(at, true), high, pattern);
      while (found !== 0) {
        const slot = slotOf(found);
        const place = at + SLOTS_AT + slot * SLOT_BYTES;
        if (((high >>> (LIST_BIT + slot)) & 1) === 0) {
          if (keys.matches(view.getUint32(place, true))) {
            const record = view.getUint32(place + 4, true);
            if (record !== FREE) return record * this.#unit;
          }
        } else {
          const first = this.#walk(window, place);
          if (first >= 0) return first;
        }
        found &= found - 1;
      }
      position += BUCKET_BYTES;
      // Without the flag of overflow, which is the sign.
      if (high >= 0 || left === 0 || position >= this.#lists) return keys.missing(key);
    }
  }

  lacks(key: unknown, filter: Hashes): boolean {
    if (filter.mayHave(this.#keys.take(key))) return false;
    this.#keys.missing(key);
    return true;
  }

  findAll(key: unknown): number[] {
    const records: number[] = [];
    const keys = this.#keys;
    const hash = keys.take(key);
    const pattern = Math.imul(tagOf(hash), ONES);
    let position = this.#start + homeOf(hash, this.#scale) * BUCKET_BYTES;
    for (let left = this.#reach; left >= 0 && position < this.#lists; left -= 1) {
      const window = this.#memory.windowAt(position);
      const { view } = window;
      const at = position - window.base;
      const high = view.getInt32(at + 4, true);
      let found = candidates(view.getInt32(at, true), high, pattern);
      for (; found !== 0; found &= found - 1) {
        const slot = slotOf(found);
        const place = at + SLOTS_AT + slot * SLOT_BYTES;
        const record = view.getUint32(place + 4, true);
        if (((high >>> (LIST_BIT + slot)) & 1) === 1) this.#walk(window, place, records);
        else if (record !== FREE && keys.matches(view.getUint32(place, true))) {
          records.push(record * this.#unit);
        }
      }
      if (high >= 0) break;
      position += BUCKET_BYTES;
    }
    if (records.length === 0) keys.missing(key);
    return records;
  }

  likelyPlaces(key: unknown): readonly number[] {
    const hash = this.#keys.take(key);
    this.#homes[0] = this.#start + homeOf(hash, this.#scale) * BUCKET_BYTES;
    this.#patterns[0] = Math.imul(tagOf(hash), ONES);
    return Array.from(this.#found.subarray(0, this.#locate(1)));
  }

  /** Computes all places, and then reads from them, in a loop of its own. */
  prefetch(keys: ArrayLike<unknown>, from: number, to: number): void {
    if (this.#end - this.#start < AHEAD_FROM) return;
    for (let first = from; first < to; first += AHEAD) {
      const count = Math.min(to - first, AHEAD);
      for (let at = 0; at < count; at += 1) {
        const hash = this.#keys.take(keys[first + at]);
        this.#homes[at] = this.#start + homeOf(hash, this.#scale) * BUCKET_BYTES;
        this.#patterns[at] = Math.imul(tagOf(hash), ONES);
      }
      readAhead(this.#memory, this.#homes, count);
      readAhead(this.#memory, this.#found, this.#locate(count));
    }
  }

  /** Puts where the keys and records of buckets that were read are likely to be into `#found`; gives their number. */
  #locate(count: number): number {
    let places = 0;
    for (let at = 0; at < count; at += 1) {
      const home = this.#homes[at]!;
      const window = this.#memory.windowAt(home);
      const { view } = window;
      const bucket = home - window.base;
      const high = view.getInt32(bucket + 4, true);
      const found = candidates(view.getInt32(bucket, true), high, this.#patterns[at]!);
      const slot = slotOf(found);
      if (found === 0 || ((high >>> (LIST_BIT + slot)) & 1) === 1) continue;
      const place = bucket + SLOTS_AT + slot * SLOT_BYTES;
      this.#found[places] = this.#keys.positionOf(view.getUint32(place, true));
      this.#found[places + 1] = this.#records + view.getUint32(place + 4, true) * this.#unit;
      places += 2;
    }
    return places;
  }

  /** Offset of the first record of the key in the list that a slot leads to; or −1, and all are added to `records`. */
  #walk({ view }: Window, slot: number, records?: number[]): number {
    let position = this.#lists + view.getUint32(slot + 4, true) * 4;
    const count = view.getUint32(slot, true);
    if (position + count * SLOT_BYTES > this.#end) {
      throw new CorruptBufferError(
        'a list of a table is longer than its section: the data is damaged',
        position,
      );
    }
    for (let left = count; left > 0; left -= 1, position += SLOT_BYTES) {
      const window = this.#memory.windowAt(position);
      const at = position - window.base;
      if (!this.#keys.matches(window.view.getUint32(at, true))) continue;
      const record = window.view.getUint32(at + 4, true) * this.#unit;
      if (records === undefined) return record;
      records.push(record);
    }
    return -1;
  }
}
