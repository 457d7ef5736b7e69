/** Writing the slots of hash tables. */
import type { Spool, Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { Batch, section, type TableSection } from './section-writer.js';
import type { SectionKind } from './sections.js';
import { bucketsFor, homeOf, SEEDED_HEADER, type Seed, SLOT_BYTES, TABLE_HEADER } from './slots.js';

/**
 * Most keys that a search may pass, or that may share a hash. Among ten million keys, of which nobody chose the hashes,
 * a search passes 36 at most, and among 2³² some 50.
 */
export const MAX_CROWDING = 128;

/** Slots in hash order: each takes its home or the next slot after the last one taken. */
export class SlotWriter {
  readonly #batch: Batch;
  readonly #buckets: number;
  #next = 0;
  /** Most keys that a search would pass if each had one entry: what several of one key add, no hash could mend. */
  crowding = 0;
  /** Next slot in a table with one entry of each key. */
  #nextOfKeys = 0;
  /** Most slots between a home and what is at home there. */
  #reach = 0;

  constructor(storage: Storage, entries: number) {
    this.#batch = new Batch(storage);
    this.#buckets = bucketsFor(entries);
  }

  /** The slots written, which `section` reads as well. */
  get spool(): Spool {
    this.#batch.flush();
    return this.#batch.spool;
  }

  /** `repeated`: the entry has the key of the one before. */
  add(hash: number, first: number, second: number, record: number, repeated: boolean): void {
    const home = homeOf(hash, this.#buckets);
    while (this.#next < home) this.#put(0, 0, 0);
    const distance = this.#next - home;
    if (distance > this.#reach) this.#reach = distance;
    if (!repeated) {
      const slot = Math.max(this.#nextOfKeys, home);
      if (slot - home > this.crowding) this.crowding = slot - home;
      this.#nextOfKeys = slot + 1;
    }
    this.#put(first, second, record);
  }

  /** Fills up to the last bucket; slots past it are only there when entries overflowed into them. */
  section(kind: SectionKind, unit: number, seed?: Seed): TableSection {
    while (this.#next < this.#buckets) this.#put(0, 0, 0);
    const header = new Writer(SEEDED_HEADER);
    header.zeros(seed === undefined ? TABLE_HEADER : SEEDED_HEADER);
    header.view.setUint32(0, this.#buckets, true);
    header.view.setUint32(4, unit, true);
    header.setLength(8, this.#next);
    if (seed === undefined) return section(kind, header, this.#batch);
    header.view.setUint32(16, seed.low, true);
    header.view.setUint32(20, seed.high, true);
    header.view.setUint32(24, this.#reach, true);
    return section(kind, header, this.#batch, 2);
  }

  discard(): void {
    this.#batch.spool.discard();
  }

  #put(first: number, second: number, record: number): void {
    const at = this.#batch.take(SLOT_BYTES);
    const { view } = this.#batch.writer;
    view.setUint32(at, first, true);
    view.setUint32(at + 4, second, true);
    view.setUint32(at + 8, record, true);
    this.#next += 1;
  }
}
