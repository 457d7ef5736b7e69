/** Writing the table of integer keys. */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import { hashInteger, type Multipliers } from '../../hash/table-hash.js';
import { BucketTableBuilder, FIRST_MULTIPLIERS, SLOT_WORDS, type TableForm } from './bucket-table-writer.js';
import { DirectTableBuilder } from './direct-table-writer.js';
import type { TableBuilder, TableSection } from './section-writer.js';

/** Keys of the range for each entry, up to which a direct table is smaller than a bucket table. */
const DIRECT_SPARSITY = 3;
/** What a bucket table needs, and the key. */
const WORDS = SLOT_WORDS + 2;

/** For integer keys anywhere, whose slots lead to the index. */
class IntegerTableBuilder implements TableBuilder {
  readonly #table: BucketTableBuilder;
  readonly #entry = new Uint32Array(WORDS);
  #entries = 0;
  #keys = 0;

  constructor(storage: Storage, form: TableForm) {
    this.#table = new BucketTableBuilder(storage, WORDS, form, hashAgain);
  }

  add(high: number, low: number, record: number): void {
    const entry = this.#entry;
    if (this.#entries === 0 || entry[3] !== high || entry[4] !== low) this.#keys += 1;
    entry[0] = hashInteger(high | 0, low | 0, FIRST_MULTIPLIERS);
    entry[1] = this.#entries;
    entry[2] = record;
    entry[3] = high;
    entry[4] = low;
    this.#entries += 1;
    this.#table.add(entry);
  }

  end(unit: number): TableSection | undefined {
    return this.#table.end(unit, this.#keys);
  }

  filter(): TableSection | undefined {
    return this.#table.filter();
  }

  discard(): void {
    this.#table.discard();
  }
}

function hashAgain(entries: EntrySorter, multipliers: Multipliers, push: (entry: Uint32Array) => void): void {
  for (const batch of entries.sorted()) {
    for (let at = 0; at < batch.length; at += WORDS) {
      batch[at] = hashInteger(batch[at + 3]! | 0, batch[at + 4]! | 0, multipliers);
      push(batch.subarray(at, at + WORDS));
    }
  }
}

/** The smaller table for integer keys from `first` to `last`. */
export function integerTableBuilder(
  storage: Storage,
  entries: number,
  first: number,
  last: number,
  form: TableForm,
): TableBuilder {
  const direct = last < Number.MAX_SAFE_INTEGER && last - first < entries * DIRECT_SPARSITY;
  return direct ? new DirectTableBuilder(storage, first) : new IntegerTableBuilder(storage, form);
}
