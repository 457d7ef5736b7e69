/**
 * The hash table section for string keys:
 *
 * ```
 *  0 u32 buckets        homes of hashes; slots past them take what the last homes overflow
 *  4 u32 unit           record offsets are in units of this many bytes
 *  8 u64 slots          in all
 * 16 slots of 12 bytes: u32 hash bits, u32 key offset (from the mapper's start),
 *                       u32 record offset (from the array's start, in units; 0 marks a free slot)
 * ```
 * Slots are filled in hash order, each at its home or the next free slot after it (ordered linear probing), so the
 * table can be written as a stream, entries with one hash lie side by side in insertion order, and a search ends
 * at the first larger hash. Three misses: table, key, record.
 */
import type { Memory } from '../bytes/memory.js';
import { keyHasher } from '../hash/key-hasher.js';
import { matchesStoredKey, setKey } from '../values/key-match.js';
import type { RecordTable } from './record-table.js';
import type { Section } from './sections.js';
import { homeOf, SLOT_BYTES, SlotRegion } from './slots.js';

export class HashTable implements RecordTable {
  readonly #slots: SlotRegion;
  readonly #memory: Memory;
  readonly #narrow: boolean;

  /** `narrow`: hashes are xxh32; else the upper half of xxh64. Key offsets count from position 0 of the memory. */
  constructor(memory: Memory, section: Section, narrow: boolean) {
    this.#slots = new SlotRegion(memory, section);
    this.#memory = memory;
    this.#narrow = narrow;
  }

  find(key: unknown): number {
    if (!setKey(key)) return -1;
    let hash: number;
    if (this.#narrow) {
      hash = keyHasher.hash32();
    } else {
      keyHasher.hash64();
      hash = keyHasher.high;
    }
    const { region, buckets, length, unit } = this.#slots;
    for (let slot = homeOf(hash, buckets); slot < length; slot += 1) {
      const at = slot * SLOT_BYTES;
      const window = region.windowAt(at);
      const offset = region.offsetIn(window, at);
      const found = window.view.getUint32(offset, true);
      if (found < hash && window.view.getUint32(offset + 8, true) !== 0) continue;
      if (found !== hash) return -1;
      const record = window.view.getUint32(offset + 8, true);
      if (record === 0) return -1;
      if (this.#matches(window.view.getUint32(offset + 4, true))) return record * unit;
    }
    return -1;
  }

  #matches(position: number): boolean {
    const window = this.#memory.windowAt(position);
    return matchesStoredKey(window, position - window.base);
  }
}
