/** Writing bucket tables: entries are sorted by their hash, and by another one where keys crowd. */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import type { Multipliers } from '../../hash/table-hash.js';
import { FilterBuilder } from '../filters/filter-writer.js';
import { BucketWriter, MAX_LIST } from './bucket-writer.js';
import type { TableSection } from './section-writer.js';

/** What a table is written with unless somebody has chosen the keys: odd, their bits as if random. */
export const FIRST_MULTIPLIERS: Multipliers = { first: 0x9e3779b1 | 0, second: 0x6a09e667 | 0 };
/** Others that are tried. That all of them fail by chance is less likely than damage to the disk. */
const TRIES = 4;
/** Those of reproducible tables, which whoever chooses keys can know. */
const FIXED: readonly number[] = [
  0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19, 0xcbbb9d5d, 0x629a292a,
];

/** What a table is to be like, besides what is in it. */
export interface TableForm {
  /** Whether a filter is wanted. */
  readonly filtered: boolean;
  readonly reproducible: boolean;
}
/** Words of an entry that the table needs: hash, place of the key, record. */
export const SLOT_WORDS = 3;

/** Gives the hash of each entry for other multipliers: entries as words, in any order; they may be changed. */
export type HashAgain = (
  entries: EntrySorter,
  multipliers: Multipliers,
  push: (entry: Uint32Array) => void,
) => void;

export class BucketTableBuilder {
  readonly #storage: Storage;
  readonly #words: number;
  readonly #hashAgain: HashAgain;
  readonly #form: TableForm;
  #filter: FilterBuilder | undefined;
  #entries: EntrySorter;

  /** `words` of each entry: `SLOT_WORDS`, and what `hashAgain` needs. */
  constructor(storage: Storage, words: number, form: TableForm, hashAgain: HashAgain) {
    this.#storage = storage;
    this.#form = form;
    this.#words = words;
    this.#hashAgain = hashAgain;
    this.#entries = storage.sorter(words, 1);
  }

  /** Takes a copy of an entry, hashed with `FIRST_MULTIPLIERS`. Those of one key come in their order. */
  add(entry: Uint32Array): void {
    this.#entries.push(entry);
  }

  /**
   * The section; `undefined` where keys crowd with every hash that was tried. `keys`: how many different ones there are,
   * about.
   */
  end(unit: number, keys: number): TableSection | undefined {
    const section = this.#section(unit, keys);
    this.#entries.discard();
    if (section === undefined) this.#dropFilter();
    return section;
  }

  filter(): TableSection | undefined {
    return this.#filter?.end();
  }

  discard(): void {
    this.#entries.discard();
    this.#dropFilter();
  }

  #dropFilter(): void {
    this.#filter?.discard();
    this.#filter = undefined;
  }

  #section(unit: number, keys: number): TableSection | undefined {
    let buckets = this.#write(keys);
    if (buckets.longest <= MAX_LIST && !buckets.crowded) return buckets.section(unit, FIRST_MULTIPLIERS);
    // Many entries of one key, or keys that were chosen to have one hash: with another, only those of one key do.
    for (let tries = 0; tries < TRIES; tries += 1) {
      buckets.discard();
      const multipliers = this.#form.reproducible ? fixed(tries) : random();
      this.#sortAgain(multipliers);
      buckets = this.#write(keys);
      if (!buckets.crowded) return buckets.section(unit, multipliers);
    }
    buckets.discard();
    return undefined;
  }

  #write(keys: number): BucketWriter {
    const writer = new BucketWriter(this.#storage, keys);
    this.#dropFilter();
    const filter = this.#form.filtered ? new FilterBuilder(this.#storage, keys) : undefined;
    this.#filter = filter;
    for (const entries of this.#entries.sorted()) {
      for (let at = 0; at < entries.length; at += this.#words) {
        writer.add(entries[at]! | 0, entries[at + 1]!, entries[at + 2]!);
        filter?.add(entries[at]!);
      }
      if (writer.crowded) return writer;
    }
    writer.end();
    return writer;
  }

  #sortAgain(multipliers: Multipliers): void {
    const again = this.#storage.sorter(this.#words, 1);
    this.#hashAgain(this.#entries, multipliers, (entry) => again.push(entry));
    this.#entries.discard();
    this.#entries = again;
  }
}

function fixed(tries: number): Multipliers {
  return { first: FIXED[2 * tries]! | 1, second: FIXED[2 * tries + 1]! | 1 };
}

function random(): Multipliers {
  const [first, second] = crypto.getRandomValues(new Int32Array(2)) as unknown as [number, number];
  return { first: first | 1, second: second | 1 };
}
