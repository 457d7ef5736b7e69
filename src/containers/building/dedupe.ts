/**
 * Finds records that were written a short while ago, byte for byte: a value may have been changed since, and comparing
 * values would cost more than packing them.
 *
 * The last records stand in a ring. A map leads to them from 32 bits of their hash (equal hashes of unequal records only
 * cost a find), or from the value that was packed, where only the same object counts as the same record: two counters
 * that both start at zero are equal, but are not one.
 */
import { keyHasher } from '../../hash/key-hasher.js';

/** Bytes of records that are remembered, at most. */
const RING_BYTES = 2 ** 20;
/** Records longer than this are not looked for: few would fit the ring, and equal ones are hardly ever met. */
const MAX_RECORD_BYTES = 2 ** 14;

function sameBytes(ring: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if (ring[start + at] !== bytes[at]) return false;
  return true;
}

function hashOf(bytes: Uint8Array): number {
  keyHasher.setBytes(bytes);
  return keyHasher.hash32();
}

/** The last `entries` records, however many of them are alike. */
export class RecentRecords {
  readonly #entries: number;
  readonly #same: 'bytes' | 'object';
  /** Of each hash or object, the number of the last record that had it; records are counted from 0. */
  readonly #byKey = new Map<unknown, number>();
  // By number, modulo #entries.
  readonly #keys: unknown[];
  readonly #starts: Float64Array;
  readonly #lengths: Int32Array;
  readonly #items: Float64Array;
  readonly #offsets: Float64Array;
  /** Of the record that `find` found: its number in the array. */
  item = -1;
  /** And its offset from the array's start, in bytes. */
  offset = -1;
  /** Records before this one are not found. */
  floor = 0;
  readonly #ring = new Uint8Array(RING_BYTES);
  /** Where the next record starts, counted on past the ring's end. */
  #end = 0;
  #count = 0;
  #key: unknown;
  readonly #patience: number;
  #fruitless = 0;

  /** `same`: what makes two records one. `patience`: after how many records in a row without an equal one to stop looking. */
  constructor(entries: number, same: 'bytes' | 'object', patience: number = Number.POSITIVE_INFINITY) {
    this.#entries = entries;
    this.#same = same;
    this.#patience = patience;
    this.#keys = new Array(entries).fill(undefined);
    this.#starts = new Float64Array(entries);
    this.#lengths = new Int32Array(entries);
    this.#items = new Float64Array(entries);
    this.#offsets = new Float64Array(entries);
  }

  /** Whether it has stopped looking. */
  get exhausted(): boolean {
    return this.#fruitless > this.#patience;
  }

  /** Whether a record of the same bytes, and object, is remembered; it then counts as added again. */
  find(bytes: Uint8Array, value: unknown): boolean {
    if (bytes.length > MAX_RECORD_BYTES || this.exhausted) return false;
    this.#fruitless += 1;
    this.#key = this.#same === 'object' ? value : hashOf(bytes);
    const last = this.#byKey.get(this.#key);
    if (last === undefined) return false;
    const slot = last % this.#entries;
    const start = this.#starts[slot]!;
    const overwritten = this.#end - start > RING_BYTES;
    if (overwritten || this.#lengths[slot] !== bytes.length || this.#items[slot]! < this.floor) return false;
    if (!sameBytes(this.#ring, start % RING_BYTES, bytes)) return false;
    this.#fruitless = 0;
    this.item = this.#items[slot]!;
    this.offset = this.#offsets[slot]!;
    this.add(bytes, this.item, this.offset);
    return true;
  }

  /** Remembers the bytes that `find` was just asked for. */
  add(bytes: Uint8Array, item: number, offset: number): void {
    if (bytes.length > MAX_RECORD_BYTES || this.exhausted) return;
    const slot = this.#count % this.#entries;
    // What the slot held goes, unless a later record took its place in the map.
    if (this.#byKey.get(this.#keys[slot]) === this.#count - this.#entries)
      this.#byKey.delete(this.#keys[slot]);
    const past = this.#end % RING_BYTES;
    if (past + bytes.length > RING_BYTES) this.#end += RING_BYTES - past;
    this.#ring.set(bytes, this.#end % RING_BYTES);
    this.#keys[slot] = this.#key;
    this.#starts[slot] = this.#end;
    this.#lengths[slot] = bytes.length;
    this.#items[slot] = item;
    this.#offsets[slot] = offset;
    this.#byKey.set(this.#key, this.#count);
    this.#end += bytes.length;
    this.#count += 1;
  }
}
