/** Writing the entries of an index (docs/format.md 11) in batches. */

import type { Sink } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import type { EntryWidth } from '../../bytes/sorted-index.js';
import { PackError } from '../../errors.js';

const BATCH_BYTES = 2 ** 18;

export class EntryWriter {
  readonly #sink: Sink;
  readonly #columns: number;
  readonly #width: EntryWidth;
  readonly #batch: Writer;

  constructor(sink: Sink, columns: 2 | 3, width: EntryWidth) {
    this.#sink = sink;
    this.#columns = columns;
    this.#width = width;
    this.#batch = new Writer(BATCH_BYTES + columns * width);
  }

  /**
   * Appends the entry whose columns, two words each with the upper one first, start at `at`. True when a batch went
   * out. Throws `PackError` for what a 32-bit index cannot hold.
   */
  add(words: Uint32Array, at: number): boolean {
    const batch = this.#batch;
    const place = batch.take(this.#columns * this.#width);
    for (let column = 0; column < this.#columns; column += 1) {
      const high = words[at + 2 * column]!;
      batch.view.setUint32(place + column * this.#width, words[at + 2 * column + 1]!, true);
      if (this.#width === 8) batch.view.setUint32(place + 8 * column + 4, high, true);
      else if (high !== 0)
        throw new PackError('an entry does not fit a 32-bit mapper: declare it with width 64');
    }
    if (batch.end < BATCH_BYTES) return false;
    this.flush();
    return true;
  }

  flush(): void {
    this.#sink.write(this.#batch.bytes.subarray(0, this.#batch.end));
    this.#batch.end = 0;
  }
}
