/** Writing the slots of hash tables. */
import type { Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { Batch, section, type TableSection } from './section-writer.js';
import type { SectionKind } from './sections.js';
import { bucketsFor, homeOf, SLOT_BYTES, TABLE_HEADER } from './slots.js';

/** Slots in hash order: each takes its home or the next slot after the last one taken. */
export class SlotWriter {
  readonly batch: Batch;
  readonly #buckets: number;
  #next = 0;

  constructor(storage: Storage, entries: number) {
    this.batch = new Batch(storage);
    this.#buckets = bucketsFor(entries);
  }

  add(hash: number, first: number, second: number, record: number): void {
    const home = homeOf(hash, this.#buckets);
    while (this.#next < home) this.#put(0, 0, 0);
    this.#put(first, second, record);
  }

  /** Fills up to the last bucket; slots past it are only there when entries overflowed into them. */
  section(kind: SectionKind, unit: number): TableSection {
    while (this.#next < this.#buckets) this.#put(0, 0, 0);
    const header = new Writer(TABLE_HEADER);
    header.take(TABLE_HEADER);
    header.view.setUint32(0, this.#buckets, true);
    header.view.setUint32(4, unit, true);
    header.setLength(8, this.#next);
    return section(kind, header, this.batch);
  }

  #put(first: number, second: number, record: number): void {
    const at = this.batch.take(SLOT_BYTES);
    const { view } = this.batch.writer;
    view.setUint32(at, first, true);
    view.setUint32(at + 4, second, true);
    view.setUint32(at + 8, record, true);
    this.#next += 1;
  }
}
