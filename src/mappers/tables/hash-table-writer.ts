/** Writing the table section of string keys. */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import { ChunkReader } from '../../bytes/chunk-reader.js';
import { Memory } from '../../bytes/memory.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { readBytes } from '../../values/text/text-and-bytes.js';
import type { TableBuilder, TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';
import { seededSlots } from './seeded-slots.js';
import { MAX_CROWDING, SlotWriter } from './slot-writer.js';
import { type Seed, SLOT_BYTES } from './slots.js';

/** The stored keys, whose offsets count from `start` bytes before their first; they can be read several times. */
export interface StoredKeys {
  readonly start: number;
  readonly length: number;
  chunks(keep: boolean): Iterable<Uint8Array>;
}

/** For string keys, whose index is in hash order already. `narrow`: the hash is the low half. */
export class HashTableBuilder implements TableBuilder {
  readonly #storage: Storage;
  readonly #entries: number;
  readonly #slots: SlotWriter;
  readonly #narrow: boolean;
  readonly #keys: StoredKeys;
  /** Of the last entry, and how many before it had the same. */
  #high = -1;
  #low = -1;
  #run = 0;
  #longest = 0;

  constructor(storage: Storage, entries: number, narrow: boolean, keys: StoredKeys) {
    this.#storage = storage;
    this.#entries = entries;
    this.#slots = new SlotWriter(storage, entries);
    this.#narrow = narrow;
    this.#keys = keys;
  }

  add(high: number, low: number, keyOffset: number, record: number): void {
    const hash = this.#narrow ? low : high;
    // Entries of one key, or of several with one hash: too many of them want a look at the keys.
    const repeated = high === this.#high && low === this.#low;
    this.#run = repeated ? this.#run + 1 : 0;
    if (this.#run > this.#longest) this.#longest = this.#run;
    [this.#high, this.#low] = [high, low];
    this.#slots.add(hash, hash, keyOffset, record, repeated);
  }

  end(unit: number): TableSection | undefined {
    const kind = SectionKind.hashTable;
    if (this.#slots.crowding <= MAX_CROWDING && this.#longest <= MAX_CROWDING) {
      return this.#slots.section(kind, unit);
    }
    const seeded = seededSlots(this.#storage, this.#entries, (seed, sorter) => this.#push(seed, sorter));
    this.#slots.discard();
    return seeded?.slots.section(kind, unit, seeded.seed);
  }

  discard(): void {
    this.#slots.discard();
  }

  /** Goes through the keys as they are stored, each with its record. */
  #push(seed: Seed, sorter: EntrySorter): void {
    const places = this.#places();
    const keys = new ChunkReader(this.#keys.chunks(true));
    const entry = new Uint32Array(5);
    let [offset, record] = [-1, 0];
    const add = (end: number): void => {
      if (offset < 0) return;
      keyHasher.setBytes(readBytes(Memory.over(keys.take(end - offset)).windowAt(0), 0));
      keyHasher.hashSeeded(seed.low, seed.high);
      entry.set([keyHasher.high, keyHasher.low, keyHasher.high, offset, record]);
      sorter.push(entry);
    };
    for (const batch of places.sorted()) {
      for (let at = 0; at < batch.length; at += 2) {
        add(batch[at]!);
        [offset, record] = [batch[at]!, batch[at + 1]!];
      }
    }
    add(this.#keys.start + this.#keys.length);
    places.discard();
  }

  /** Key offset and record of each slot, in the order of the keys. */
  #places(): EntrySorter {
    const sorter = this.#storage.sorter(2, 1);
    const slots = new ChunkReader(this.#slots.spool.chunks(true));
    const place = new Uint32Array(2);
    for (let slot = slots.take(SLOT_BYTES); slot.length > 0; slot = slots.take(SLOT_BYTES)) {
      const view = new DataView(slot.buffer, slot.byteOffset, SLOT_BYTES);
      const record = view.getUint32(8, true);
      if (record === 0) continue;
      place.set([view.getUint32(4, true), record]);
      sorter.push(place);
    }
    return sorter;
  }
}
