/** Writing directory sections while an index is written, entry by entry in its order. */
import type { Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { bucketOf, DIRECTORY_HEADER, directoryBuckets } from './directory.js';
import { Batch, section, type TableBuilder, type TableSection } from './section-writer.js';
import { SectionKind } from './sections.js';

export class DirectoryBuilder implements TableBuilder {
  readonly #batch: Batch;
  readonly #entries: number;
  readonly #buckets: number;
  readonly #first: number;
  readonly #scale: number;
  #entry = 0;
  /** Buckets written. */
  #next = 0;

  /** For so many entries, at least one, whose keys or hashes go from `first` to `last`. */
  constructor(storage: Storage, entries: number, first: number, last: number) {
    this.#batch = new Batch(storage);
    this.#entries = entries;
    this.#buckets = directoryBuckets(entries);
    this.#first = first;
    this.#scale = last > first ? this.#buckets / (last - first) : 0;
  }

  add(high: number, low: number): void {
    const bucket = bucketOf(high * 2 ** 32 + low, this.#first, this.#scale, this.#buckets);
    while (this.#next <= bucket) this.#put(this.#entry);
    this.#entry += 1;
  }

  end(): TableSection {
    // Empty buckets at the end have no later entry to lead to: the last one is as near as can be.
    while (this.#next < this.#buckets) this.#put(this.#entries - 1);
    const header = new Writer(DIRECTORY_HEADER);
    header.take(DIRECTORY_HEADER);
    header.setLength(0, this.#entries);
    header.setLength(8, this.#buckets);
    header.view.setFloat64(16, this.#first, true);
    header.view.setFloat64(24, this.#scale, true);
    return section(SectionKind.directory, header, this.#batch);
  }

  discard(): void {
    this.#batch.spool.discard();
  }

  #put(entry: number): void {
    this.#batch.writer.view.setUint32(this.#batch.take(4), entry, true);
    this.#next += 1;
  }
}
