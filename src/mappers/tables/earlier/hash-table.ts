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
 *
 * In version 2 the header goes on with u64 seed, u32 most slots that a search passes, u32 zero, and hash bits are those of
 * xxh64 with the seed (docs/format.md 13.2): seeded-slots.ts says what for.
 */
import type { Memory } from '../../../bytes/memory.js';
import { keyHasher } from '../../../hash/key-hasher.js';
import { matchesStoredKey, setKey } from '../../../values/compare/key-match.js';
import type { RecordTable } from '../record-table.js';
import type { Section } from '../sections.js';
import { RECORD_AT, type Seed, SLOT_BYTES, SlotRegion } from './slots.js';

export class HashTable implements RecordTable {
  readonly #slots: SlotRegion;
  readonly #memory: Memory;
  readonly #narrow: boolean;
  readonly #seed: Seed | undefined;
  readonly #records: number;
  /** What `#touch` read last. */
  touched = 0;

  /**
   * `narrow`: hashes are xxh32; else the upper half of xxh64. Key offsets count from position 0 of the memory, record
   * offsets from position `records`.
   */
  constructor(memory: Memory, section: Section, narrow: boolean, records: number) {
    this.#slots = new SlotRegion(memory, section);
    this.#seed = this.#slots.seed;
    this.#memory = memory;
    this.#narrow = narrow;
    this.#records = records;
  }

  find(key: unknown): number {
    if (!setKey(key)) return -1;
    const hash = this.#hash();
    const slot = this.#next(hash, this.#slots.home(hash));
    return slot < 0 ? -1 : this.#slots.recordAt(slot);
  }

  findAll(key: unknown): number[] {
    const records: number[] = [];
    if (!setKey(key)) return records;
    const hash = this.#hash();
    for (let slot = this.#slots.home(hash); ; slot += SLOT_BYTES) {
      slot = this.#next(hash, slot);
      if (slot < 0) return records;
      records.push(this.#slots.recordAt(slot));
    }
  }

  /** Of the key in the hasher. */
  #hash(): number {
    const seed = this.#seed;
    if (seed !== undefined) keyHasher.hashSeeded(seed.low, seed.high);
    else if (this.#narrow) return keyHasher.hash32();
    else keyHasher.hash64();
    return keyHasher.high;
  }

  /** First slot from byte `from` on that has the key in the hasher; −1 if none has. */
  #next(hash: number, from: number): number {
    const slots = this.#slots;
    for (let start = from; start < slots.length; ) {
      const { view } = slots.windowAt(start);
      const { origin, last } = slots;
      let at = (origin + start) | 0;
      for (; at <= last; at += SLOT_BYTES) {
        const record = view.getUint32(at + RECORD_AT, true);
        if (record === 0) return -1;
        const found = view.getUint32(at, true);
        if (found < hash) continue;
        if (found > hash) return -1;
        this.#touch(this.#records + record * slots.unit);
        if (this.#matches(view.getUint32(at + 4, true))) return at - origin;
      }
      start = at - origin;
    }
    return -1;
  }

  /**
   * Reads from the record that is likely to be the one, so that waiting for its cache line overlaps with waiting for
   * the key's: a fifth of a look-up among a million. What was read is kept, or engines would leave the reading out.
   */
  #touch(position: number): void {
    const window = this.#memory.windowAt(position);
    const offset = position - window.base;
    if (offset <= window.size - 4) this.touched = window.view.getInt32(offset, true);
  }

  #matches(position: number): boolean {
    const window = this.#memory.windowAt(position);
    return matchesStoredKey(window, position - window.base);
  }
}
