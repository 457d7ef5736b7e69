/**
 * The hash table section: from the hash of a key straight to the key's bytes and to the record.
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
 * at the first larger hash. The point is cache misses: table → key → record are three that wait for one another,
 * where the plain layout has five (index, key, index of the array, record, and the search).
 */
import type { Memory, Window } from '../bytes/memory.js';
import { readLength } from '../bytes/read.js';
import { Region } from '../bytes/region.js';
import { CorruptBufferError } from '../errors.js';
import { matchesStoredKey } from './key-match.js';
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

export class HashTable {
  readonly unit: number;
  readonly #buckets: number;
  readonly #slots: number;
  readonly #region: Region;
  readonly #memory: Memory;
  readonly #keys: number;

  /** `keys`: position in the memory that key offsets count from. */
  constructor(memory: Memory, section: Section, keys: number) {
    memory.need(section.start, TABLE_HEADER, 'a hash table');
    const window = memory.windowAt(section.start);
    const offset = section.start - window.base;
    this.#buckets = window.view.getUint32(offset, true);
    this.unit = window.view.getUint32(offset + 4, true);
    this.#slots = readLength(window, offset + 8);
    if (this.#buckets > this.#slots || TABLE_HEADER + this.#slots * SLOT_BYTES > section.length) {
      throw new CorruptBufferError('the hash table is larger than its section', section.start);
    }
    this.#region = new Region(memory, section.start + TABLE_HEADER, this.#slots * SLOT_BYTES, 'a hash table');
    this.#memory = memory;
    this.#keys = keys;
  }

  /** First slot with this hash and the key in the hasher; −1 when there is none. */
  find(hash: number): number {
    return this.#search(homeOf(hash, this.#buckets), hash);
  }

  /** Next slot with the hash and key of the last `find`; −1 when there is none. */
  next(slot: number, hash: number): number {
    return this.#search(slot + 1, hash);
  }

  /** Offset of a slot's record from the array's start, in bytes. */
  recordAt(slot: number): number {
    const at = slot * SLOT_BYTES + 8;
    const window = this.#region.windowAt(at);
    return window.view.getUint32(this.#region.offsetIn(window, at), true) * this.unit;
  }

  #search(first: number, hash: number): number {
    for (let slot = first; slot < this.#slots; slot += 1) {
      const at = slot * SLOT_BYTES;
      const window = this.#region.windowAt(at);
      const offset = this.#region.offsetIn(window, at);
      const found = window.view.getUint32(offset, true);
      if (found === hash) {
        if (window.view.getUint32(offset + 8, true) === 0) return -1;
        if (this.#matches(window.view.getUint32(offset + 4, true))) return slot;
      } else if (found > hash || window.view.getUint32(offset + 8, true) === 0) {
        return -1;
      }
    }
    return -1;
  }

  #matches(keyOffset: number): boolean {
    const position = this.#keys + keyOffset;
    const window: Window = this.#memory.windowAt(position);
    return matchesStoredKey(window, position - window.base);
  }
}
