/** Writing the records of one key after another, and codes for them; record-lists.ts has the layout. */
import { padSink, type Sink, type Storage } from '../../bytes/build-storage.js';
import { Batch } from '../../mappers/tables/section-writer.js';
import { SectionKind, sectionHeader } from '../../mappers/tables/sections.js';

const WORD = 4;
const ALIGNMENT = 32;

export class ListWriter {
  readonly #batch: Batch;
  #words = 0;
  /** Records of the key at hand, and the last of them. */
  #count = 0;
  #last = 0;
  /** Records of all keys. */
  entries = 0;

  constructor(storage: Storage) {
    this.#batch = new Batch(storage);
  }

  /** Adds a record to the key at hand, which was given in their order. */
  add(record: number): void {
    if (this.#count > 0 && record === this.#last) return;
    // The first goes into the list when it is known that it is not the only one.
    if (this.#count === 1) this.#put(this.#last);
    if (this.#count > 0) this.#put(record);
    this.#last = record;
    this.#count += 1;
    this.entries += 1;
  }

  /** The code of the key at hand, which ends; 0 where there is none. */
  end(): number {
    const count = this.#count;
    this.#count = 0;
    if (count < 2) return count === 0 ? 0 : 2 * this.#last + 1;
    this.#put(count);
    return 2 * (this.#words - 1);
  }

  #put(word: number): void {
    const at = this.#batch.take(WORD);
    this.#batch.writer.view.setUint32(at, word, true);
    this.#words += 1;
  }

  *write(sink: Sink): Generator<void> {
    if (this.#words === 0) return;
    this.#batch.flush();
    sink.write(sectionHeader(SectionKind.recordLists, this.#words * WORD));
    for (const chunk of this.#batch.spool.chunks()) {
      sink.write(chunk);
      yield;
    }
    padSink(sink, ALIGNMENT);
  }

  discard(): void {
    this.#batch.spool.discard();
  }
}
