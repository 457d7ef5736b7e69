/**
 * Tables against chosen keys. Who may choose keys can choose them such that their hashes, which anyone can compute,
 * crowd in one place, and every look-up there passes thousands. When that shows while a table is written, it is written
 * again, in the order of hashes with a seed from the system's random source, which nobody knew when the keys were chosen.
 */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import { MAX_CROWDING, SlotWriter } from './slot-writer.js';
import type { Seed } from './slots.js';

/** Seeds that are tried. That one fails by chance is less likely than damage to the disk. */
const TRIES = 4;
/** Words of an entry: hash (2), what stands in the slot (3). */
const WORDS = 5;
const HASH_WORDS = 2;

/** Pushes all entries, each key's in their order: the hash with this seed, high half first, and the slot's words. */
export type PushEntries = (seed: Seed, sorter: EntrySorter) => void;

export interface SeededSlots {
  readonly slots: SlotWriter;
  readonly seed: Seed;
}

/** The slots of all entries by hashes with a seed; `undefined` if they are crowded with each that was tried. */
export function seededSlots(storage: Storage, entries: number, push: PushEntries): SeededSlots | undefined {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [low, high] = crypto.getRandomValues(new Uint32Array(2)) as unknown as [number, number];
    const seed = { low, high };
    const sorter = storage.sorter(WORDS, HASH_WORDS);
    push(seed, sorter);
    const slots = new SlotWriter(storage, entries);
    addSorted(slots, sorter);
    sorter.discard();
    if (slots.crowding <= MAX_CROWDING) return { slots, seed };
    slots.discard();
  }
  return undefined;
}

function addSorted(slots: SlotWriter, sorter: EntrySorter): void {
  let [lastHigh, lastLow] = [-1, -1];
  for (const entries of sorter.sorted()) {
    for (let at = 0; at < entries.length; at += WORDS) {
      const [high, low] = [entries[at]!, entries[at + 1]!];
      // Nobody could choose two keys of one hash of 64 bits, so these are one key.
      const repeated = high === lastHigh && low === lastLow;
      slots.add(high, entries[at + 2]!, entries[at + 3]!, entries[at + 4]!, repeated);
      [lastHigh, lastLow] = [high, low];
    }
  }
}
