/**
 * The table section for integer keys, with a seed (version 2; docs/format.md 13.3): slots are ordered by the xxh64 of the
 * key's 8 bytes. That hash is not in the slot, so a search goes by the most slots that any has to pass, which the header
 * says, instead of ending at a larger hash.
 */
import type { Memory } from '../../../bytes/memory.js';
import { keyHasher } from '../../../hash/key-hasher.js';
import { notFound, splitHigh, splitKey, splitLow } from '../../integer-key.js';
import type { RecordTable } from '../record-table.js';
import type { Section } from '../sections.js';
import { RECORD_AT, type Seed, SLOT_BYTES, SlotRegion } from './slots.js';

const KEY: Uint8Array = /* @__PURE__ */ new Uint8Array(8);

/** Hashes an integer key, in halves, into the key hasher. */
export function hashInteger(high: number, low: number, seed: Seed): void {
  for (let at = 0; at < 4; at += 1) {
    KEY[at] = low >>> (8 * at);
    KEY[at + 4] = high >>> (8 * at);
  }
  keyHasher.setBytes(KEY);
  keyHasher.hashSeeded(seed.low, seed.high);
}

export class SeededIntegerTable implements RecordTable {
  readonly #slots: SlotRegion;
  readonly #seed: Seed;

  constructor(memory: Memory, section: Section) {
    this.#slots = new SlotRegion(memory, section);
    this.#seed = this.#slots.seed!;
  }

  find(key: unknown): number {
    const slot = splitKey(key) ? this.#first(splitHigh, splitLow) : notFound(key);
    return slot < 0 ? -1 : this.#slots.recordAt(slot);
  }

  findAll(key: unknown): number[] {
    const records: number[] = [];
    if (!splitKey(key)) {
      notFound(key);
      return records;
    }
    const [high, low] = [splitHigh, splitLow];
    let slot = this.#first(high, low);
    // Entries of one key lie side by side.
    while (slot >= 0 && slot < this.#slots.length && this.#holds(slot, high, low) === true) {
      records.push(this.#slots.recordAt(slot));
      slot += SLOT_BYTES;
    }
    return records;
  }

  /** Byte of the first slot with the key; −1 if none has. */
  #first(high: number, low: number): number {
    const slots = this.#slots;
    hashInteger(high, low, this.#seed);
    const home = slots.home(keyHasher.high);
    const end = Math.min(slots.length, home + (slots.reach + 1) * SLOT_BYTES);
    for (let slot = home; slot < end; slot += SLOT_BYTES) {
      const holds = this.#holds(slot, high, low);
      if (holds === true) return slot;
      if (holds === undefined) return -1;
    }
    return -1;
  }

  /** Whether a slot has the key; undefined for a free one. */
  #holds(slot: number, high: number, low: number): boolean | undefined {
    const { view } = this.#slots.windowAt(slot);
    const at = this.#slots.origin + slot;
    if (view.getUint32(at + RECORD_AT, true) === 0) return undefined;
    return view.getUint32(at, true) === low && view.getUint32(at + 4, true) === high;
  }
}
