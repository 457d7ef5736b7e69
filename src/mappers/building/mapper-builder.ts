/** Writing id mappers (docs/format.md 11) and, beside them, the section to find keys by. */
import { type EntrySorter, padSink, type Sink, type Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { NOTHING } from '../../bytes/window.js';
import { PackError } from '../../errors.js';
import { keyHasher } from '../../hash/key-hasher.js';
import type { TrailerFacts } from '../../trailer/trailer-info.js';
import type { Sealable } from '../../trailer/write-trailer.js';
import { hasKeyData, type KeySpec } from '../key-kind.js';
import { MAPPER_ALIGNMENT, MAPPER_HEADER } from '../mapper-header.js';
import { needsOrder, OrderBuilder } from '../ordered/order-writer.js';
import type { TableForm } from '../tables/bucket-table-writer.js';
import { DirectoryBuilder } from '../tables/directory-writer.js';
import { integerTableBuilder } from '../tables/integer-table-writer.js';
import type { TableBuilder, TableSection } from '../tables/section-writer.js';
import { TextTableBuilder } from '../tables/text-table-writer.js';
import { countKept, type DiscardRule, discardRule } from './discard.js';
import { EntryWords, HIGH, LOW } from './entry-words.js';
import { EntryWriter } from './entry-writer.js';
import { checkFilter, type IndexKind, type MapperOptions } from './index-option.js';
import { KeySpool } from './key-spool.js';
import { mapperFacts } from './mapper-facts.js';

const TWO_32 = 2 ** 32;
/** An index starts at a multiple of this; Python leaves it where the keys end (docs/format.md 11). */
const INDEX_ALIGNMENT = 8;

export class MapperBuilder implements Sealable {
  readonly #spec: KeySpec;
  readonly #keys: KeySpool | undefined;
  readonly #sorter: EntrySorter;
  readonly #storage: Storage;
  readonly #entry: EntryWords;
  readonly #discard: DiscardRule;
  readonly #index: IndexKind;
  readonly #form: TableForm;
  #tabled: boolean;
  #table: TableBuilder | undefined;
  /** The table of keys that are stored, which it has to see. */
  #texts: TextTableBuilder | undefined;
  readonly #order: OrderBuilder | undefined;
  #facts: TrailerFacts = { kind: 'idMapper', parts: {} };

  /** `index`: for `table`, `add` must be given where each record lies. */
  constructor(spec: KeySpec, storage: Storage, index: IndexKind, options: MapperOptions = {}) {
    this.#spec = spec;
    this.#discard = discardRule(spec, options);
    this.#storage = storage;
    this.#keys = hasKeyData(spec) ? new KeySpool(storage) : undefined;
    this.#entry = new EntryWords(spec, this.#keys);
    this.#sorter = storage.sorter(this.#entry.words.length, this.#entry.sorted);
    this.#index = index;
    const { filter: filtered = false, reproducible = false } = options;
    this.#form = { filtered, reproducible };
    if (filtered) checkFilter(spec, index);
    this.#tabled = index === 'table' && !spec.approximate && spec.kind !== 'object';
    const order = needsOrder(spec, options.ordered ?? false);
    this.#order = order ? new OrderBuilder(storage, this.#keys!) : undefined;
    if (this.#tabled && this.#keys !== undefined)
      this.#texts = new TextTableBuilder(storage, this.#keys, this.#form);
  }

  get size(): number {
    return this.#sorter.length;
  }

  /**
   * Adds an entry. `record`: place of the record in table units, from the array's start. Throws `PackError` with the
   * entry's number for a key of another type, a value that is no unsigned integer, or what a 32-bit mapper cannot hold.
   */
  add(key: unknown, value: number | bigint, record = 0): void {
    let part = 'key';
    try {
      this.#entry.setKey(key);
      part = 'value';
      this.#push(value, record);
    } catch (error) {
      throw error instanceof PackError ? error.within(part).within(this.size) : error;
    }
  }

  /** The same for a key of text, as UTF-8 that was checked, among other bytes. */
  addText(bytes: Uint8Array, start: number, length: number, value: number, record: number): void {
    this.#entry.setText(bytes, start, length);
    this.#push(value, record);
  }

  #push(value: number | bigint, record: number): void {
    const entry = this.#entry;
    entry.setValue(value, record);
    // Tables have 32 bits for each offset: beyond that, look-ups go by the index.
    if (entry.isFar(record)) this.#leaveTable();
    this.#texts?.addKey(keyHasher, entry.words[3]!, record);
    this.#sorter.push(entry.words);
  }

  /** Writes the mapper, which must start at the sink's position 0 or a multiple of 32; yields between batches. */
  *write(sink: Sink): Generator<void> {
    const start = sink.position;
    const keyBytes = this.#keys?.length ?? 0;
    const past = (MAPPER_HEADER + keyBytes) % INDEX_ALIGNMENT;
    const indexOffset = MAPPER_HEADER + keyBytes + (past === 0 ? 0 : INDEX_ALIGNMENT - past);
    const header = new Writer(MAPPER_HEADER);
    header.take(MAPPER_HEADER);
    // It stands in front of the entries, so they are gone through once more for it.
    const kept = yield* countKept(this.#sorter, this.#entry.words.length, this.#discard);
    header.setLength(0, kept);
    header.setLength(8, indexOffset);
    sink.write(header.bytes);
    // The table may have to go through them once more; the order does.
    const keep = (this.#index === 'table' && this.#tabled) || this.#order !== undefined;
    for (const chunk of this.#keys?.chunks(keep) ?? []) {
      sink.write(chunk);
      yield;
    }
    if (!keep) this.#keys?.discard();
    padSink({ position: sink.position - start, write: (bytes) => sink.write(bytes) }, INDEX_ALIGNMENT);
    yield* this.#writeIndex(sink, kept);
    this.#facts = mapperFacts(this.#spec, kept, keyBytes, indexOffset, sink.position - start);
    padSink(sink, MAPPER_ALIGNMENT);
  }

  facts(): TrailerFacts {
    return this.#facts;
  }

  get schema(): Uint8Array {
    return NOTHING;
  }

  footer(): Uint8Array {
    return NOTHING;
  }

  *#writeIndex(sink: Sink, kept: number): Generator<void> {
    const words = this.#entry.words.length;
    const table = this.#makeTable(kept);
    const filter = this.#discard?.();
    const writer = new EntryWriter(sink, this.#keys === undefined ? 2 : 3, this.#spec.width);
    for (const entries of this.#sorter.sorted()) {
      for (let at = 0; at < entries.length; at += words) {
        if (filter?.keeps(entries, at) === false) continue;
        table?.add(entries[at + HIGH]!, entries[at + LOW]!, entries[at + words - 1]!);
        this.#order?.add(entries[at + 2]!, entries[at + 3]!);
        if (writer.add(entries, at)) yield;
      }
    }
    writer.flush();
    this.#sorter.discard();
  }

  #makeTable(size: number): TableBuilder | undefined {
    if (size === 0 || size >= TWO_32) return undefined;
    const storage = this.#storage;
    const { first, last } = this.#entry;
    if (this.#index === 'compact') {
      this.#table = new DirectoryBuilder(storage, size, first, last);
    } else if (this.#tabled) {
      this.#table = this.#texts ?? integerTableBuilder(storage, size, first, last, this.#form);
    }
    return this.#table;
  }

  #leaveTable(): void {
    this.#tabled = false;
    this.#texts?.discard();
    this.#texts = undefined;
  }

  /** The table of the index just written; undefined where there is none. */
  table(unit: number): TableSection | undefined {
    const table = this.#table?.end(unit);
    if (this.#order === undefined) this.#keys?.discard();
    return table;
  }

  /** The filter of the table just made, where that was asked for; to be written after it. */
  filter(): TableSection | undefined {
    return this.#table?.filter?.();
  }

  /** The order of the keys of the index just written, where that was asked for; to be written after the table. */
  order(): TableSection | undefined {
    return this.#order?.section();
  }

  discard(): void {
    this.#keys?.discard();
    this.#sorter.discard();
    this.#table?.discard();
    this.#texts?.discard();
    this.#order?.discard();
  }
}
