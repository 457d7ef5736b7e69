/** Writing typed mappings (docs/format.md 11): mapper, extension sections, array, footer. */
import { padSink, type Sink, type Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { ArgumentError } from '../../errors.js';
import { checkIndexKind } from '../../mappers/building/index-option.js';
import { MapperBuilder } from '../../mappers/building/mapper-builder.js';
import { storedAs } from '../../mappers/forms/key-form.js';
import { hasKeyData, type KeySpec } from '../../mappers/key-kind.js';
import type { TableSection } from '../../mappers/tables/section-writer.js';
import { SECTION_HEADER, SectionKind, sectionHeader, sectionName } from '../../mappers/tables/sections.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import { HeadSink } from '../../trailer/head-sink.js';
import type { TrailerFacts } from '../../trailer/trailer-info.js';
import type { Sealable } from '../../trailer/write-trailer.js';
import type { ColumnBuilder } from '../columns/column-section-writer.js';
import { type SecondaryBuilder, secondaryBuilder } from '../secondary/secondary-builder.js';
import { aboutBytes, aboutVersion } from './about-bytes.js';
import { ArrayBuilder } from './array-builder.js';
import type { RecentRecords } from './dedupe.js';
import { recentRecords } from './dedupe-option.js';
import { ItemOrder } from './item-order.js';
import { columnBuilder, type MappingBuildOptions } from './mapping-options.js';
import { type PlacedChunk, placeAll, placeNew } from './placed-chunk.js';
import { assertChunk, type PackedChunk, type PackedEntries } from './relocatable-chunk.js';
import { recordUnit } from './relocatable-record.js';
import type { TextColumn } from './text-column.js';

const SECTION_ALIGNMENT = 32;

export class MappingBuilder implements Sealable {
  readonly #spec: KeySpec;
  readonly #array: ArrayBuilder;
  readonly #mapper: MapperBuilder;
  readonly #unit: number;
  readonly #sections: boolean;
  readonly #columns: ColumnBuilder | undefined;
  readonly #secondary: SecondaryBuilder | undefined;
  readonly #recent: RecentRecords | undefined;
  /** Whether equal records of chunks are looked for, too: where that was asked for. */
  readonly #dedupes: boolean;
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
    this.#secondary = secondaryBuilder(codec, storage, options);
    const recent = recentRecords(spec, options);
    this.#recent = recent;
    this.#dedupes = recent !== undefined && options.dedupe !== undefined;
    this.#order = options.dedupe === undefined && recent && !hasKeyData(spec) ? new ItemOrder() : undefined;
    this.#array = new ArrayBuilder(codec, storage, options, recent, this.#columns);
    for (const name of ['ordered', 'filter'] as const) {
      if (!options[name] || sections) continue;
      throw new ArgumentError(`${name} is stored in a section: leave out sections: false, or ${name}`);
    }
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
    const { form } = this.#spec;
    const plain = order && form ? storedAs(form, key) : key;
    if (order !== undefined) this.#recent!.floor = order.floorOf(plain);
    const offset = this.#array.add(value);
    order?.note(plain, this.#array.lastItem);
    this.#secondary?.add(value, this.#array.lastItem, this.size);
    this.#mapper.add(key, this.#array.lastItem, offset / this.#unit);
  }

  /** Adds the entries of a chunk. */
  addChunk(chunk: PackedEntries<unknown>): void {
    assertChunk(chunk);
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
    const placed = this.#added(chunk);
    for (let at = 0; at < offsets.length; at += 1) {
      this.#mapper.add(keys[at], placed.item(at), placed.offset(at) / this.#unit);
    }
  }

  /** The same with keys of text, which are there for all records. Not for approximate mappings. */
  addTextChunk(chunk: PackedChunk, { bytes, starts, lengths }: TextColumn): void {
    const placed = this.#added(chunk);
    for (let at = 0; at < chunk.offsets.length; at += 1) {
      const record = placed.offset(at) / this.#unit;
      this.#mapper.addText(bytes, starts[at]!, lengths[at]!, placed.item(at), record);
    }
  }

  #added(chunk: PackedChunk): PlacedChunk {
    const placed = this.#dedupes ? placeNew(this.#array, chunk) : placeAll(this.#array, chunk);
    this.#secondary?.addChunk(chunk, placed, this.size);
    return placed;
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
    if (this.#secondary !== undefined) {
      const start = sink.position;
      yield* this.#secondary.write(sink);
      this.#place(SectionKind.secondary, start, sink.position - start - SECTION_HEADER);
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
    sink.write(sectionHeader(SectionKind.about, about.length, aboutVersion(this.#spec)));
    sink.write(about);
    padSink(sink, SECTION_ALIGNMENT);
    const table = this.#mapper.table(this.#unit);
    if (table !== undefined) {
      const head = new HeadSink(sink);
      yield* this.#writeSection(table, sink, head);
      this.#heads[sectionName(table.kind)] = head.base64;
      const filter = this.#mapper.filter();
      if (filter !== undefined) yield* this.#writeSection(filter, sink, sink);
    }
    const order = this.#mapper.order();
    if (order !== undefined) yield* this.#writeSection(order, sink, sink);
  }

  /** Writes the payload into `through`, which leads to the sink. */
  *#writeSection(section: TableSection, sink: Sink, through: Sink): Generator<void> {
    this.#place(section.kind, sink.position, section.length);
    sink.write(sectionHeader(section.kind, section.length, section.version));
    yield* section.write(through);
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
    this.#secondary?.discard();
  }
}
