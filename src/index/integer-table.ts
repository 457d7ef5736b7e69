/**
 * The hash table section for integer keys. The layout is that of the table for string keys, but for the slots:
 * u32 and u32, the halves of the key, low first; u32 record offset. The key is in the slot, so that two cache misses
 * are enough, table and record; its hash, by which slots are ordered, is computed anew.
 */
import type { Memory } from '../bytes/memory.js';
import { splitHigh, splitKey, splitLow } from './integer-key.js';
import type { RecordTable } from './record-table.js';
import type { Section } from './sections.js';
import { homeOf, SLOT_BYTES, SlotRegion } from './slots.js';

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
    if (!splitKey(key)) return -1;
    const [high, low] = [splitHigh, splitLow];
    const hash = mixInteger(high, low);
    const { region, buckets, length, unit } = this.#slots;
    for (let slot = homeOf(hash, buckets); slot < length; slot += 1) {
      const at = slot * SLOT_BYTES;
      const window = region.windowAt(at);
      const offset = region.offsetIn(window, at);
      const record = window.view.getUint32(offset + 8, true);
      if (record === 0) return -1;
      const foundLow = window.view.getUint32(offset, true);
      const foundHigh = window.view.getUint32(offset + 4, true);
      if (foundLow === low && foundHigh === high) return record * unit;
      if (mixInteger(foundHigh, foundLow) > hash) return -1;
    }
    return -1;
  }
}
