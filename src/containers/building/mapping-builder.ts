/** Writing typed mappings (docs/format.md 11): mapper, extension sections, array, footer. */
import { padSink, type Sink, type Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { ArgumentError } from '../../errors.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import { checkIndexKind, type IndexKind } from '../../mappers/building/index-option.js';
import { MapperBuilder } from '../../mappers/building/mapper-builder.js';
import { hasKeyData, type KeySpec } from '../../mappers/key-kind.js';
import { SECTION_HEADER, SectionKind, sectionHeader, sectionName } from '../../mappers/tables/sections.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import { HeadSink } from '../../trailer/head-sink.js';
import type { TrailerFacts } from '../../trailer/trailer-info.js';
import type { Sealable, TrailerOptions } from '../../trailer/write-trailer.js';
import { describe } from '../../values/base/codec.js';
import { aboutBytes } from '../about-section.js';
import { ColumnBuilder } from '../columns/column-section-writer.js';
import { ArrayBuilder, type ArrayBuildOptions } from './array-builder.js';
import { RecentRecords } from './dedupe.js';
import { ItemOrder } from './item-order.js';
import type { PackedEntries } from './relocatable-chunk.js';
import { recordUnit } from './relocatable-record.js';

export interface MappingBuildOptions
  extends ArrayBuildOptions,
    TrailerOptions,
    Pick<DiscardOptions, 'discardDuplicateKeys'> {
  /**
   * Whether to write extension sections: what the mapping is, so that it opens without a declaration, and what
   * `index` says. Python passes them by. Default true; false leaves out the trailer too, but for `checksums: true`.
   */
  readonly sections?: boolean | undefined;
  /**
   * What to find keys by, besides the sorted index. `table` (default): a table from keys to records, 11.5 bytes a key, 4
   * to 12 for integers that lie close together; `get` and `has` take it, for keys other than approximate ones and those
   * of type any. `compact`: a directory of the index, 2 bytes a key, for all kinds of keys and `getAll` too. `none`:
   * nothing.
   */
  readonly index?: IndexKind | undefined;
  /**
   * Among how many last entries to look for a record of the same bytes, which is then not written again:
   * `mapping.array` has fewer records than the mapping has entries. `false` for none, up to 2²⁰; `true` means 1024.
   *
   * Default, as in Python: the same object under several keys is one record, if it was not changed in between; equal
   * objects are not, since in a writable file they may come to differ. It looks among 1024 entries, until 16,384 in a
   * row were new, without `sharing`. The index of integer keys has the entries of one key by record: there, one that would
   * so come before others added earlier is written anew, as are all after 2¹⁸ keys. Not for approximate keys. What is asked
   * for is done without such care, as by Python.
   */
  readonly dedupe?: number | boolean | undefined;
  /**
   * Names of number fields, neither optional nor nullable, of which to store columns as well: `array.column(name)`
   * is then a typed array over the file's own bytes. Default none. Not with `sharing`, by which a record's bytes may
   * be those of an earlier one, nor without `sections`.
   */
  readonly columns?: readonly string[] | undefined;
}

const SECTION_ALIGNMENT = 32;
/** As many as in Python. Looking costs a build 0.2 to 0.3 µs an entry: 5 to 10 % of records of some 150 bytes. */
const DEDUPE_ENTRIES = 1024;
const MAX_DEDUPE_ENTRIES = 2 ** 20;
/** After how many records without an equal one a build that was not asked to look stops looking. */
const PATIENCE = 2 ** 14;

function recentRecords(spec: KeySpec, options: MappingBuildOptions): RecentRecords | undefined {
  const { sharing, dedupe = sharing === undefined && !spec.approximate } = options;
  const entries = dedupe === true ? DEDUPE_ENTRIES : dedupe || 0;
  if (!Number.isInteger(entries) || entries < 0 || entries > MAX_DEDUPE_ENTRIES) {
    throw new ArgumentError(
      `dedupe is a number of entries up to ${MAX_DEDUPE_ENTRIES}, not ${describe(entries)}`,
    );
  }
  if (entries === 0) return undefined;
  if (sharing === undefined) {
    return options.dedupe === undefined
      ? new RecentRecords(entries, 'object', PATIENCE)
      : new RecentRecords(entries, 'bytes');
  }
  throw new ArgumentError(
    'dedupe compares the bytes of records, and with sharing they depend on where a record lies: give one of the two',
  );
}

function columnBuilder(
  codec: StructCodec,
  storage: Storage,
  { columns, sections, sharing }: MappingBuildOptions,
): ColumnBuilder | undefined {
  if (columns === undefined || columns?.length === 0) return undefined;
  if (sections !== false && sharing === undefined) return new ColumnBuilder(codec, columns, storage);
  throw new ArgumentError(
    sections === false
      ? 'columns are stored in a section: leave out sections: false, or columns'
      : 'columns are made from the bytes of each record, of which sharing may leave none: give one of the two',
  );
}

export class MappingBuilder implements Sealable {
  readonly #spec: KeySpec;
  readonly #array: ArrayBuilder;
  readonly #mapper: MapperBuilder;
  readonly #unit: number;
  readonly #sections: boolean;
  readonly #columns: ColumnBuilder | undefined;
  readonly #recent: RecentRecords | undefined;
  /** Where records are stored once unasked, and their numbers order the entries of a key. */
  readonly #order: ItemOrder | undefined;
  /** Position of the array, once it is written. */
  #arrayAt = 0;
  /** How their payloads start, of those whose start says how to read the rest. */
  readonly #heads: { [section: string]: string } = {};
  /** Where the payloads of the sections lie, once they are written. */
  readonly #placed: { [section: string]: [position: number, bytes: number] } = {};

  constructor(spec: KeySpec, codec: StructCodec, storage: Storage, options: MappingBuildOptions) {
    this.#spec = spec;
    const { sections = true, index = 'table' } = options;
    checkIndexKind(index);
    this.#sections = sections;
    this.#unit = recordUnit(codec);
    this.#columns = columnBuilder(codec, storage, options);
    const recent = recentRecords(spec, options);
    this.#recent = recent;
    this.#order = options.dedupe === undefined && recent && !hasKeyData(spec) ? new ItemOrder() : undefined;
    this.#array = new ArrayBuilder(codec, storage, options, recent, this.#columns);
    this.#mapper = new MapperBuilder(spec, storage, sections ? index : 'none', options);
  }

  /** Entries added. */
  get size(): number {
    return this.#mapper.size;
  }

  /** Bytes the records take so far. */
  get bytes(): number {
    return this.#array.bytes;
  }

  /** Adds an entry. Throws `PackError` with the entry's number for a key or value that does not fit. */
  add(key: unknown, value: unknown): void {
    const order = this.#recent?.exhausted === false ? this.#order : undefined;
    if (order !== undefined) this.#recent!.floor = order.floorOf(key);
    const offset = this.#array.add(value);
    order?.note(key, this.#array.lastItem);
    this.#mapper.add(key, this.#array.lastItem, offset / this.#unit);
  }

  /** Adds the entries of a chunk. */
  addChunk(chunk: PackedEntries<unknown>): void {
    const { keys, offsets } = chunk;
    if (!Array.isArray(keys)) {
      throw new ArgumentError(
        'the chunk has records without keys: pack it by the mapping, not by an array of the same records',
      );
    }
    if (keys.length !== offsets.length) {
      throw new ArgumentError(
        `the chunk has ${keys.length} keys for ${offsets.length} records: give each its key`,
      );
    }
    const first = this.#array.length;
    const start = this.#array.addChunk(chunk);
    for (let at = 0; at < offsets.length; at += 1) {
      this.#mapper.add(keys[at], first + at, (start + offsets[at]!) / this.#unit);
    }
  }

  /** As that of arrays. */
  declareAs(codec: StructCodec): void {
    this.#array.declareAs(codec);
  }

  get schema(): Uint8Array {
    return this.#array.schema;
  }

  /** Writes the mapping but for its footer where the sink is, at its position 0; yields between chunks. */
  *write(sink: Sink): Generator<void> {
    yield* this.#mapper.write(sink);
    if (this.#sections) yield* this.#writeSections(sink);
    if (this.#columns !== undefined) {
      const start = sink.position;
      yield* this.#columns.write(sink);
      this.#place(SectionKind.columns, start, sink.position - start - SECTION_HEADER);
    }
    this.#arrayAt = sink.position;
    yield* this.#array.write(sink);
    this.discard();
  }

  footer(): Uint8Array {
    const footer = new Writer(8);
    footer.setLength(footer.take(8), this.#arrayAt);
    return footer.bytes;
  }

  facts(): TrailerFacts {
    const { parts, ...records } = this.#array.facts();
    const { entries, key, parts: own } = this.#mapper.facts();
    const heads = Object.keys(this.#heads).length > 0 ? { heads: this.#heads } : undefined;
    return {
      ...records,
      kind: 'mapping',
      entries,
      key,
      parts: { ...own, ...this.#placed, ...parts },
      ...heads,
    };
  }

  *#writeSections(sink: Sink): Generator<void> {
    const about = aboutBytes(this.#spec);
    this.#place(SectionKind.about, sink.position, about.length);
    sink.write(sectionHeader(SectionKind.about, about.length));
    sink.write(about);
    padSink(sink, SECTION_ALIGNMENT);
    const table = this.#mapper.table(this.#unit);
    if (table === undefined) return;
    this.#place(table.kind, sink.position, table.length);
    sink.write(sectionHeader(table.kind, table.length, table.version));
    const head = new HeadSink(sink);
    yield* table.write(head);
    this.#heads[sectionName(table.kind)] = head.base64;
    padSink(sink, SECTION_ALIGNMENT);
  }

  /** Notes where a section lies that starts at `position`, with a payload of so many bytes. */
  #place(kind: SectionKind, position: number, bytes: number): void {
    this.#placed[sectionName(kind)] = [position + SECTION_HEADER, bytes];
  }

  discard(): void {
    this.#array.discard();
    this.#mapper.discard();
    this.#columns?.discard();
  }
}
