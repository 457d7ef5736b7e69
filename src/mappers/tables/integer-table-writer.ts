/** Writing the table sections of integer keys. */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import { DirectTableBuilder } from './direct-table-writer.js';
import { mixInteger } from './integer-table.js';
import type { TableBuilder, TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';
import { SlotWriter } from './slot-writer.js';

/** Keys of the range for each entry, up to which a direct table is smaller than a hash table. */
const DIRECT_SPARSITY = 3;

/** For integer keys anywhere: sorted once more, by the hash of the key. */
class IntegerTableBuilder implements TableBuilder {
  readonly #slots: SlotWriter;
  readonly #sorter: EntrySorter;
  readonly #entry = new Uint32Array(4);

  constructor(storage: Storage, entries: number) {
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

  end(unit: number): TableSection {
    for (const entries of this.#sorter.sorted()) {
      for (let at = 0; at < entries.length; at += 4) {
        this.#slots.add(entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!);
      }
    }
    this.#sorter.discard();
    return this.#slots.section(SectionKind.integerTable, unit);
  }

  discard(): void {
    this.#sorter.discard();
    this.#slots.batch.spool.discard();
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
