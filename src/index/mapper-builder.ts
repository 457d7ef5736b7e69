/** Writing id mappers (FORMAT.md 11) and, beside them, the hash table section. */
import { type EntrySorter, padSink, type Sink, type Spool, type Storage } from '../bytes/storage.js';
import { Writer } from '../bytes/writer.js';
import { PackError } from '../errors.js';
import { keyHasher } from '../hash/key-hasher.js';
import { setKey } from '../values/key-match.js';
import { writeBytes } from '../values/text.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from './id-mapper.js';
import { hasTextKeys, type KeySpec } from './key-spec.js';
import {
  HashTableBuilder,
  integerTableBuilder,
  type TableBuilder,
  type TableSection,
} from './table-builder.js';

const TWO_32 = 2 ** 32;
/** Readers and other tools hold a key whole, so a longer one is surely a mistake. */
const MAX_KEY_BYTES = 2 ** 24;
/** An index starts at a multiple of this; Python leaves it where the keys end (FORMAT.md 11). */
const INDEX_ALIGNMENT = 8;
const BATCH_BYTES = 2 ** 18;

/** Words of an entry in the sorter: hash or key (2), key offset (2, string keys only), value (2), record (1). */
const HIGH = 0;
const LOW = 1;

export class MapperBuilder {
  readonly #spec: KeySpec;
  readonly #strings: boolean;
  readonly #keys: Spool | undefined;
  readonly #sorter: EntrySorter;
  readonly #storage: Storage;
  readonly #entry: Uint32Array;
  readonly #key = new Writer(256);
  #tabled: boolean;
  #table: TableBuilder | undefined;
  #first = Number.POSITIVE_INFINITY;
  #last = 0;

  /** `table`: make a table too; `add` must then be given where each record lies. */
  constructor(spec: KeySpec, storage: Storage, table: boolean) {
    this.#spec = spec;
    this.#strings = hasTextKeys(spec);
    this.#storage = storage;
    const words = this.#strings ? 7 : 5;
    this.#entry = new Uint32Array(words);
    this.#keys = this.#strings ? storage.spool() : undefined;
    // Numeric entries are sorted by value too; string ones keep insertion order among equal hashes.
    this.#sorter = storage.sorter(words, this.#strings ? 2 : 4);
    this.#tabled = table;
  }

  get size(): number {
    return this.#sorter.length;
  }

  /**
   * Adds an entry. `record`: place of the record in table units, from the array's start. Throws `PackError` for a key
   * of another type, or what a 32-bit mapper cannot hold.
   */
  add(key: unknown, value: number | bigint, record = 0): void {
    this.#spec.check(key);
    const entry = this.#entry;
    if (this.#strings) this.#addKey(key, entry);
    else this.#setKey(key as number | bigint);
    const at = this.#strings ? 4 : 2;
    this.#setHalves(at, value, 'value');
    entry[at + 2] = record;
    // Tables have 32 bits for each offset: beyond that, look-ups go by the index.
    if (record >= TWO_32 || (this.#strings && entry[2] !== 0)) this.#tabled = false;
    this.#sorter.push(entry);
  }

  #setKey(key: number | bigint): void {
    this.#setHalves(HIGH, key, 'key');
    const approximate = Number(key);
    if (approximate < this.#first) this.#first = approximate;
    if (approximate > this.#last) this.#last = approximate;
  }

  #addKey(key: unknown, entry: Uint32Array): void {
    if (!setKey(key)) throw new PackError('a lone surrogate in the key has no UTF-8 form');
    const { bytes, length } = keyHasher;
    if (length > MAX_KEY_BYTES)
      throw new PackError(`a key of ${length} bytes is longer than ${MAX_KEY_BYTES}`);
    if (this.#spec.width === 4) {
      entry[HIGH] = 0;
      entry[LOW] = keyHasher.hash32();
    } else {
      keyHasher.hash64();
      entry[HIGH] = keyHasher.high;
      entry[LOW] = keyHasher.low;
    }
    this.#setHalves(2, MAPPER_HEADER + this.#keys!.length, 'key offset');
    this.#key.end = 0;
    writeBytes(this.#key, bytes.subarray(0, length));
    this.#keys!.append(this.#key.bytes.subarray(0, this.#key.end));
  }

  #setHalves(at: number, value: number | bigint, what: string): void {
    const high = typeof value === 'bigint' ? Number(value >> 32n) : Math.floor(value / TWO_32);
    if (high !== 0 && this.#spec.width === 4) {
      throw new PackError(`the ${what} ${value} does not fit a 32-bit mapper: declare it with width 64`);
    }
    this.#entry[at] = high;
    this.#entry[at + 1] = typeof value === 'bigint' ? Number(value & 0xffffffffn) : value;
  }

  /** Writes the mapper, which must start at the sink's position 0 or a multiple of 32; yields between batches. */
  *finish(sink: Sink): Generator<void> {
    const start = sink.position;
    const keyBytes = this.#keys?.length ?? 0;
    const past = (MAPPER_HEADER + keyBytes) % INDEX_ALIGNMENT;
    const indexOffset = MAPPER_HEADER + keyBytes + (past === 0 ? 0 : INDEX_ALIGNMENT - past);
    const header = new Writer(MAPPER_HEADER);
    header.take(MAPPER_HEADER);
    header.setLength(0, this.size);
    header.setLength(8, indexOffset);
    sink.write(header.bytes);
    for (const chunk of this.#keys?.chunks() ?? []) {
      sink.write(chunk);
      yield;
    }
    this.#keys?.discard();
    padSink({ position: sink.position - start, write: (bytes) => sink.write(bytes) }, INDEX_ALIGNMENT);
    yield* this.#writeIndex(sink);
    padSink(sink, MAPPER_ALIGNMENT);
  }

  *#writeIndex(sink: Sink): Generator<void> {
    const words = this.#entry.length;
    const columns = this.#strings ? 3 : 2;
    const row = columns * this.#spec.width;
    const table = this.#makeTable();
    const record = words - 1;
    const batch = new Writer(BATCH_BYTES + row);
    for (const entries of this.#sorter.sorted()) {
      for (let at = 0; at < entries.length; at += words) {
        const place = batch.take(row);
        for (let column = 0; column < columns; column += 1) {
          const low = entries[at + 2 * column + 1]!;
          if (this.#spec.width === 4) {
            batch.view.setUint32(place + 4 * column, low, true);
          } else {
            batch.view.setUint32(place + 8 * column, low, true);
            batch.view.setUint32(place + 8 * column + 4, entries[at + 2 * column]!, true);
          }
        }
        table?.add(entries[at + HIGH]!, entries[at + LOW]!, entries[at + 3]!, entries[at + record]!);
        if (batch.end >= BATCH_BYTES) {
          sink.write(batch.bytes.subarray(0, batch.end));
          batch.end = 0;
          yield;
        }
      }
    }
    sink.write(batch.bytes.subarray(0, batch.end));
    this.#sorter.discard();
  }

  #makeTable(): TableBuilder | undefined {
    const { size } = this;
    if (!this.#tabled || size === 0 || size >= TWO_32) return undefined;
    this.#table = this.#strings
      ? new HashTableBuilder(this.#storage, size, this.#spec.width === 4)
      : integerTableBuilder(this.#storage, size, this.#first, this.#last);
    return this.#table;
  }

  /** The table of the index just written; undefined where there is none. */
  table(unit: number): TableSection | undefined {
    return this.#table?.end(unit);
  }

  discard(): void {
    this.#keys?.discard();
    this.#sorter.discard();
    this.#table?.discard();
  }
}
