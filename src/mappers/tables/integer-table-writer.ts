/** Writing the table sections of integer keys. */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import { ChunkReader } from '../../bytes/chunk-reader.js';
import { keyHasher } from '../../hash/key-hasher.js';
import { DirectTableBuilder } from './direct-table-writer.js';
import { mixInteger } from './integer-table.js';
import type { TableBuilder, TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';
import { hashInteger } from './seeded-integer-table.js';
import { seededSlots } from './seeded-slots.js';
import { MAX_CROWDING, SlotWriter } from './slot-writer.js';
import { type Seed, SLOT_BYTES } from './slots.js';

/** Keys of the range for each entry, up to which a direct table is smaller than a hash table. */
const DIRECT_SPARSITY = 3;

/** For integer keys anywhere: sorted once more, by the hash of the key. */
class IntegerTableBuilder implements TableBuilder {
  readonly #storage: Storage;
  readonly #entries: number;
  readonly #slots: SlotWriter;
  readonly #sorter: EntrySorter;
  readonly #entry = new Uint32Array(4);

  constructor(storage: Storage, entries: number) {
    this.#storage = storage;
    this.#entries = entries;
    this.#slots = new SlotWriter(storage, entries);
    this.#sorter = storage.sorter(4, 1);
  }

  add(high: number, low: number, _keyOffset: number, record: number): void {
    this.#entry[0] = mixInteger(high, low);
    this.#entry[1] = low;
    this.#entry[2] = high;
    this.#entry[3] = record;
    this.#sorter.push(this.#entry);
  }

  end(unit: number): TableSection | undefined {
    const kind = SectionKind.integerTable;
    let [lastLow, lastHigh] = [-1, -1];
    for (const entries of this.#sorter.sorted()) {
      for (let at = 0; at < entries.length; at += 4) {
        const [low, high] = [entries[at + 1]!, entries[at + 2]!];
        const repeated = low === lastLow && high === lastHigh;
        this.#slots.add(entries[at]!, low, high, entries[at + 3]!, repeated);
        [lastLow, lastHigh] = [low, high];
      }
    }
    this.#sorter.discard();
    if (this.#slots.crowding <= MAX_CROWDING) return this.#slots.section(kind, unit);
    const seeded = seededSlots(this.#storage, this.#entries, (seed, sorter) => this.#push(seed, sorter));
    this.#slots.discard();
    return seeded?.slots.section(kind, unit, seeded.seed);
  }

  discard(): void {
    this.#sorter.discard();
    this.#slots.discard();
  }

  /** Goes through the slots as they were written first. */
  #push(seed: Seed, sorter: EntrySorter): void {
    const entry = new Uint32Array(5);
    const slots = new ChunkReader(this.#slots.spool.chunks(true));
    for (let slot = slots.take(SLOT_BYTES); slot.length > 0; slot = slots.take(SLOT_BYTES)) {
      const view = new DataView(slot.buffer, slot.byteOffset, SLOT_BYTES);
      const [low, high, record] = [view.getUint32(0, true), view.getUint32(4, true), view.getUint32(8, true)];
      if (record === 0) continue;
      hashInteger(high, low, seed);
      entry.set([keyHasher.high, keyHasher.low, low, high, record]);
      sorter.push(entry);
    }
  }
}

/** The smaller table for integer keys from `first` to `last`. */
export function integerTableBuilder(
  storage: Storage,
  entries: number,
  first: number,
  last: number,
): TableBuilder {
  const direct = last < Number.MAX_SAFE_INTEGER && last - first < entries * DIRECT_SPARSITY;
  return direct ? new DirectTableBuilder(storage, first) : new IntegerTableBuilder(storage, entries);
}
