/** Writing table sections while an index is written, entry by entry in its order. */
import type { EntrySorter, Sink, Spool, Storage } from '../bytes/storage.js';
import { Writer } from '../bytes/writer.js';
import { DIRECT_HEADER } from './direct-table.js';
import { mixInteger } from './integer-table.js';
import { SectionKind } from './sections.js';
import { bucketsFor, homeOf, SLOT_BYTES, TABLE_HEADER } from './slots.js';

const BATCH_BYTES = 2 ** 18;
/** Keys of the range for each entry, up to which a direct table is smaller than a hash table. */
const DIRECT_SPARSITY = 3;

/** A section ready to be written: its payload and what it is. */
export interface TableSection {
  readonly kind: SectionKind;
  /** Bytes of the payload. */
  readonly length: number;
  /** Writes the payload; yields between chunks. */
  write(sink: Sink): Generator<void>;
}

/** Takes the entries of an index in their order. `record` is in units, from the array's start. */
export interface TableBuilder {
  /** `keyOffset` is of string keys only. */
  add(high: number, low: number, keyOffset: number, record: number): void;
  end(unit: number): TableSection;
  discard(): void;
}

/** Output to a spool by way of a batch. */
export class Batch {
  readonly spool: Spool;
  readonly writer: Writer = new Writer(BATCH_BYTES);

  constructor(storage: Storage) {
    this.spool = storage.spool();
  }

  take(length: number): number {
    if (this.writer.end + length > BATCH_BYTES) this.flush();
    return this.writer.take(length);
  }

  flush(): void {
    this.spool.append(this.writer.bytes.subarray(0, this.writer.end));
    this.writer.end = 0;
  }
}

/** Of what went through a batch, which is flushed, with a header in front. */
export function section(kind: SectionKind, header: Writer, batch: Batch): TableSection {
  batch.flush();
  return {
    kind,
    length: header.end + batch.spool.length,
    *write(sink) {
      sink.write(header.bytes.subarray(0, header.end));
      for (const chunk of batch.spool.chunks()) {
        sink.write(chunk);
        yield;
      }
    },
  };
}

/** Slots in hash order: each takes its home or the next slot after the last one taken. */
class Slots {
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

/** For string keys, whose index is in hash order already. `narrow`: the hash is the low half. */
export class HashTableBuilder implements TableBuilder {
  readonly #slots: Slots;
  readonly #narrow: boolean;

  constructor(storage: Storage, entries: number, narrow: boolean) {
    this.#slots = new Slots(storage, entries);
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

/** For integer keys anywhere: sorted once more, by the hash of the key. */
class IntegerTableBuilder implements TableBuilder {
  readonly #slots: Slots;
  readonly #sorter: EntrySorter;
  readonly #entry = new Uint32Array(4);

  constructor(storage: Storage, entries: number) {
    this.#slots = new Slots(storage, entries);
    this.#sorter = storage.sorter(4, 1);
  }

  add(high: number, low: number, _keyOffset: number, record: number): void {
    this.#entry[0] = mixInteger(high, low);
    this.#entry[1] = low;
    this.#entry[2] = high;
    this.#entry[3] = record;
    this.#sorter.push(this.#entry);
  }

  end(unit: number): TableSection {
    for (const entries of this.#sorter.sorted()) {
      for (let at = 0; at < entries.length; at += 4) {
        this.#slots.add(entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!);
      }
    }
    this.#sorter.discard();
    return this.#slots.section(SectionKind.integerTable, unit);
  }

  discard(): void {
    this.#sorter.discard();
    this.#slots.batch.spool.discard();
  }
}

/** For integer keys close together, which the index has in order. */
class DirectTableBuilder implements TableBuilder {
  readonly #batch: Batch;
  readonly #first: number;
  #next: number;

  constructor(storage: Storage, first: number) {
    this.#batch = new Batch(storage);
    this.#first = first;
    this.#next = first;
  }

  add(high: number, low: number, _keyOffset: number, record: number): void {
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

/** The smaller table for integer keys from `first` to `last`. */
export function integerTableBuilder(
  storage: Storage,
  entries: number,
  first: number,
  last: number,
): TableBuilder {
  const direct = last < Number.MAX_SAFE_INTEGER && last - first < entries * DIRECT_SPARSITY;
  return direct ? new DirectTableBuilder(storage, first) : new IntegerTableBuilder(storage, entries);
}
