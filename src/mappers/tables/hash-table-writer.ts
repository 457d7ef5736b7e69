/** Writing the table section of string keys. */
import type { Storage } from '../../bytes/build-storage.js';
import type { TableBuilder, TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';
import { SlotWriter } from './slot-writer.js';

/** For string keys, whose index is in hash order already. `narrow`: the hash is the low half. */
export class HashTableBuilder implements TableBuilder {
  readonly #slots: SlotWriter;
  readonly #narrow: boolean;

  constructor(storage: Storage, entries: number, narrow: boolean) {
    this.#slots = new SlotWriter(storage, entries);
    this.#narrow = narrow;
  }

  add(high: number, low: number, keyOffset: number, record: number): void {
    const hash = this.#narrow ? low : high;
    this.#slots.add(hash, hash, keyOffset, record);
  }

  end(unit: number): TableSection {
    return this.#slots.section(SectionKind.hashTable, unit);
  }

  discard(): void {
    this.#slots.batch.spool.discard();
  }
}
