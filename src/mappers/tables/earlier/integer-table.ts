/**
 * The hash table section for integer keys. The layout is that of the table for string keys, but for the slots:
 * u32 and u32, the halves of the key, low first; u32 record offset. The key is in the slot, so that two cache misses
 * are enough, table and record; its hash, by which slots are ordered, is computed anew.
 */
import type { Memory } from '../../../bytes/memory.js';
import { notFound, splitHigh, splitKey, splitLow } from '../../integer-key.js';
import type { RecordTable } from '../record-table.js';
import type { Section } from '../sections.js';
import { RECORD_AT, SLOT_BYTES, SlotRegion } from './slots.js';

const TWO_32 = 2 ** 32;
/** Upper half of the largest safe integer. */
const MAX_HIGH = 2 ** 21 - 1;

/** 32 well-mixed bits of a key in halves: multiply and fold, twice, as MurmurHash3 ends. */
export function mixInteger(high: number, low: number): number {
  let mixed = Math.imul(high ^ 0x9e3779b9, 0x85ebca6b) ^ low;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export class IntegerTable implements RecordTable {
  readonly #slots: SlotRegion;

  constructor(memory: Memory, section: Section) {
    this.#slots = new SlotRegion(memory, section);
  }

  find(key: unknown): number {
    if (typeof key !== 'number') return splitKey(key) ? this.#first(splitHigh | 0, splitLow | 0) : -1;
    // Not through `splitKey`, whose results, being variables of a module, would be boxed: 25 ns.
    const high = (key / TWO_32) | 0;
    const low = key | 0;
    const whole = high >= 0 && high <= MAX_HIGH && high * TWO_32 + (low >>> 0) === key;
    return whole ? this.#first(high, low) : notFound(key);
  }

  findAll(key: unknown): number[] {
    const records: number[] = [];
    if (!splitKey(key)) {
      notFound(key);
      return records;
    }
    const [high, low] = [splitHigh | 0, splitLow | 0];
    const hash = mixInteger(high, low);
    for (let slot = this.#slots.home(hash); ; slot += SLOT_BYTES) {
      slot = this.#next(high, low, hash, slot);
      if (slot < 0) return records;
      records.push(this.#slots.recordAt(slot));
    }
  }

  #first(high: number, low: number): number {
    const hash = mixInteger(high, low);
    const slot = this.#next(high, low, hash, this.#slots.home(hash));
    return slot < 0 ? -1 : this.#slots.recordAt(slot);
  }

  /** First slot from byte `from` on that has the key; −1 if none has. Halves are signed, to compare as they are read. */
  #next(high: number, low: number, hash: number, from: number): number {
    const slots = this.#slots;
    for (let start = from; start < slots.length; ) {
      const { view } = slots.windowAt(start);
      const { origin, last } = slots;
      let at = (origin + start) | 0;
      for (; at <= last; at += SLOT_BYTES) {
        if (view.getInt32(at + RECORD_AT, true) === 0) return -1;
        const foundLow = view.getInt32(at, true);
        const foundHigh = view.getInt32(at + 4, true);
        if (foundLow === low && foundHigh === high) return at - origin;
        if (mixInteger(foundHigh, foundLow) > hash) return -1;
      }
      start = at - origin;
    }
    return -1;
  }
}
