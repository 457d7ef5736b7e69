/** Writing the table section of integer keys that lie close together. */
import type { Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { DIRECT_HEADER } from './direct-table.js';
import { Batch, section, type TableBuilder, type TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';

/** For integer keys close together, which the index has in order. */
export class DirectTableBuilder implements TableBuilder {
  readonly #batch: Batch;
  readonly #first: number;
  #next: number;

  constructor(storage: Storage, first: number) {
    this.#batch = new Batch(storage);
    this.#first = first;
    this.#next = first;
  }

  add(high: number, low: number, record: number): void {
    const key = high * 2 ** 32 + low;
    // Of entries with one key, the first is the one that a look-up gives.
    if (key < this.#next) return;
    for (; this.#next < key; this.#next += 1) this.#put(0);
    this.#put(record);
    this.#next += 1;
  }

  end(unit: number): TableSection {
    const header = new Writer(DIRECT_HEADER);
    header.zeros(DIRECT_HEADER);
    header.setLength(0, this.#first);
    header.setLength(8, this.#next - this.#first);
    header.view.setUint32(16, unit, true);
    return section(SectionKind.directTable, header, this.#batch);
  }

  discard(): void {
    this.#batch.spool.discard();
  }

  #put(record: number): void {
    this.#batch.writer.view.setUint32(this.#batch.take(4), record, true);
  }
}
