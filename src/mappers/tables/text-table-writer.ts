/** Writing the bucket table of keys of text and bytes. */
import type { EntrySorter, Storage } from '../../bytes/build-storage.js';
import { ChunkReader } from '../../bytes/chunk-reader.js';
import { Memory } from '../../bytes/memory.js';
import type { KeyHasher } from '../../hash/key-hasher.js';
import { hashBytes, type Multipliers } from '../../hash/table-hash.js';
import { readBytes } from '../../values/text/text-and-bytes.js';
import { BucketTableBuilder, FIRST_MULTIPLIERS, SLOT_WORDS, type TableForm } from './bucket-table-writer.js';
import type { TableBuilder, TableSection } from './section-writer.js';

/** The stored keys, whose offsets count from `start` bytes before their first; they can be read several times. */
export interface StoredKeys {
  readonly start: number;
  readonly length: number;
  chunks(keep: boolean): Iterable<Uint8Array>;
}

/** Takes keys as they are stored, and then the index in its order, from which it knows how many keys there are. */
export class TextTableBuilder implements TableBuilder {
  readonly #table: BucketTableBuilder;
  readonly #storage: Storage;
  readonly #keys: StoredKeys;
  readonly #entry = new Uint32Array(SLOT_WORDS);
  /** Different hashes in the index, and the last one. */
  #hashes = 0;
  #high = 0;
  #low = 0;

  constructor(storage: Storage, keys: StoredKeys, form: TableForm) {
    this.#storage = storage;
    this.#keys = keys;
    this.#table = new BucketTableBuilder(storage, SLOT_WORDS, form, (...all) => this.#hashAgain(...all));
  }

  /** Adds the entry of the key that a hasher holds. `record`: in units, from the array's start. */
  addKey({ bytes, view, length }: KeyHasher, offset: number, record: number): void {
    const entry = this.#entry;
    const key = view ?? new DataView(bytes.buffer, bytes.byteOffset, length);
    entry[0] = hashBytes(key, length, FIRST_MULTIPLIERS);
    entry[1] = offset;
    entry[2] = record;
    this.#table.add(entry);
  }

  add(high: number, low: number): void {
    if (this.#hashes > 0 && high === this.#high && low === this.#low) return;
    this.#hashes += 1;
    this.#high = high;
    this.#low = low;
  }

  end(unit: number): TableSection | undefined {
    return this.#table.end(unit, this.#hashes);
  }

  filter(): TableSection | undefined {
    return this.#table.filter();
  }

  discard(): void {
    this.#table.discard();
  }

  /** Goes through the keys as they are stored, each with its record. */
  #hashAgain(entries: EntrySorter, multipliers: Multipliers, push: (entry: Uint32Array) => void): void {
    const places = this.#places(entries);
    const keys = new ChunkReader(this.#keys.chunks(true));
    const entry = this.#entry;
    let [offset, record] = [-1, 0];
    const add = (end: number): void => {
      if (offset < 0) return;
      const key = readBytes(Memory.over(keys.take(end - offset)).windowAt(0), 0);
      const view = new DataView(key.buffer, key.byteOffset, key.length);
      entry[0] = hashBytes(view, key.length, multipliers);
      entry[1] = offset;
      entry[2] = record;
      push(entry);
    };
    for (const batch of places.sorted()) {
      for (let at = 0; at < batch.length; at += 2) {
        add(batch[at]!);
        [offset, record] = [batch[at]!, batch[at + 1]!];
      }
    }
    add(this.#keys.start + this.#keys.length);
    places.discard();
  }

  /** Key offset and record of each entry, in the order of the keys. */
  #places(entries: EntrySorter): EntrySorter {
    const places = this.#storage.sorter(2, 1);
    const place = new Uint32Array(2);
    for (const batch of entries.sorted()) {
      for (let at = 0; at < batch.length; at += SLOT_WORDS) {
        place[0] = batch[at + 1]!;
        place[1] = batch[at + 2]!;
        places.push(place);
      }
    }
    return places;
  }
}
