/** Writing typed arrays (docs/format.md 10), record by record. */
import type { Sink, Spool, Storage } from '../../bytes/build-storage.js';
import { Writer } from '../../bytes/byte-writer.js';
import { PackError } from '../../errors.js';
import { describeTypes } from '../../schema/stored/described-types.js';
import { schemaBytes } from '../../schema/stored/embedded-schema.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import type { TrailerFacts } from '../../trailer/trailer-info.js';
import type { Sealable } from '../../trailer/write-trailer.js';
import type { Sharing } from '../../values/base/sharing.js';
import { ARRAY_HEADER, ARRAY_VERSION } from '../array-header.js';
import type { ColumnBuilder } from '../columns/column-section-writer.js';
import type { RecentRecords } from './dedupe.js';
import { RecordLengths } from './record-lengths.js';
import { checkChunk, type PackedChunk } from './relocatable-chunk.js';
import { RecordPacker } from './relocatable-record.js';
import type { WriteHooks } from './write-hooks.js';

/** Bytes of records that are passed on at once. */
const BLOCK_BYTES = 2 ** 17;

/** How an array is built. */
export interface ArrayBuildOptions {
  /**
   * Values to point to instead of writing them again, across records. Default: none, each record has its own bytes.
   * It is emptied first, for positions count from this array's start, and fills as records are written. Objects are
   * known by identity: do not change one and add it again.
   */
  readonly sharing?: Sharing | undefined;
  /** Whether the embedded schema describes registered structs, for readers without their declarations. Default true. */
  readonly describeStructs?: boolean | undefined;
  /** Functions to call before and after each record is written. Default: none. */
  readonly onWrite?: WriteHooks | undefined;
}

export class ArrayBuilder implements Sealable {
  /** By which records are packed. */
  readonly codec: StructCodec;
  /** What the trailer says that records were declared as. */
  #declared: StructCodec;
  readonly #packer: RecordPacker;
  #recent: RecentRecords | undefined;
  readonly #columns: ColumnBuilder | undefined;
  readonly #hooks: WriteHooks;
  readonly #items: Spool;
  readonly #index: Spool;
  /** The schema as it is embedded. */
  readonly schema: Uint8Array;
  readonly #offsets = new Writer(8 * 4096);
  #length = 0;
  #lastItem = -1;
  readonly #lengths = new RecordLengths();
  /** Whether records may point to what is not their own. */
  #sharing: boolean;
  /** Where the array and its parts lie, once written. */
  #parts: TrailerFacts['parts'] = {};

  /** `recent`: records not to be written again, one item standing for equal ones. */
  constructor(
    codec: StructCodec,
    storage: Storage,
    options: ArrayBuildOptions,
    recent?: RecentRecords,
    columns?: ColumnBuilder,
  ) {
    this.codec = codec;
    this.#declared = codec;
    this.schema = schemaBytes(codec.schema, options.describeStructs ?? true);
    options.sharing?.clear();
    this.#sharing = options.sharing !== undefined;
    this.#packer = new RecordPacker(codec, options.sharing);
    this.#recent = recent;
    this.#columns = columns;
    this.#hooks = options.onWrite ?? {};
    this.#items = storage.spool();
    this.#index = storage.spool();
  }

  /** Records added. */
  get length(): number {
    return this.#length;
  }

  /** Bytes the records take so far. */
  get bytes(): number {
    return this.#items.length + this.#packer.kept;
  }

  /** Number of the record that the last `add` was given: of the equal one, where it was not written again. */
  get lastItem(): number {
    return this.#lastItem;
  }

  /** Adds a record and returns its offset from the array's start. Throws `PackError` with the record's number. */
  add(value: unknown): number {
    const index = this.#length;
    const packer = this.#packer;
    const end = ARRAY_HEADER + this.bytes;
    let offset: number;
    try {
      this.#hooks.before?.(value as never, index);
      offset = packer.pack(value, end);
    } catch (error) {
      throw error instanceof PackError ? error.within(index) : error;
    }
    const recent = this.#recent;
    if (recent !== undefined) {
      if (recent.find(packer.bytes, value)) {
        this.#lastItem = recent.item;
        return recent.offset;
      }
      recent.add(packer.bytes, index, offset);
      if (recent.exhausted) this.#recent = undefined;
    }
    this.#lengths.add(packer.length);
    if (packer.length > 0) this.#hooks.after?.(value as never, index, offset, packer.bytes);
    this.#columns?.add(packer.bytes, offset - end);
    packer.keep();
    if (packer.kept >= BLOCK_BYTES) this.#flushRecords();
    this.#putOffset(offset);
    this.#lastItem = index;
    this.#length += 1;
    return offset;
  }

  /** Adds the records of a chunk and returns by how much their offsets are greater in the array. */
  addChunk(chunk: PackedChunk): number {
    checkChunk(this.codec, chunk);
    this.#flushRecords();
    const start = ARRAY_HEADER + this.#items.length;
    this.#items.append(chunk.bytes);
    this.#sharing ||= chunk.shared !== false;
    let last = -1;
    for (const offset of chunk.offsets) {
      this.#columns?.add(chunk.bytes, offset);
      this.#putOffset(start + offset);
      // Records that were written before add nothing.
      if (last >= 0 && offset > last) this.#lengths.add(offset - last);
      if (offset > last) last = offset;
    }
    if (last >= 0) this.#lengths.add(chunk.bytes.length - last);
    this.#length += chunk.offsets.length;
    return start;
  }

  /**
   * Adds a record of a chunk that shares no values among its records, so that these bytes are all of it, and returns its offset
   * as `add` does: that of an equal one, where such is remembered.
   */
  addPacked(bytes: Uint8Array): number {
    const recent = this.#recent;
    if (recent?.find(bytes, undefined)) {
      this.#lastItem = recent.item;
      return recent.offset;
    }
    const offset = ARRAY_HEADER + this.bytes;
    recent?.add(bytes, this.#length, offset);
    this.#lengths.add(bytes.length);
    this.#columns?.add(bytes, 0);
    this.#flushRecords();
    this.#items.append(bytes);
    this.#putOffset(offset);
    this.#lastItem = this.#length;
    this.#length += 1;
    return offset;
  }

  /**
   * Lets the trailer say that records were declared by another codec of the same layout, which differs in which fields may be
   * missing or null: that is known when all records are.
   */
  declareAs(codec: StructCodec): void {
    this.#declared = codec;
  }

  #putOffset(offset: number): void {
    const offsets = this.#offsets;
    offsets.setLength(offsets.take(8), offset);
    if (offsets.end === offsets.bytes.length) this.#flushOffsets();
  }

  #flushRecords(): void {
    this.#items.append(this.#packer.takeKept());
  }

  #flushOffsets(): void {
    this.#index.append(this.#offsets.bytes.subarray(0, this.#offsets.end));
    this.#offsets.end = 0;
  }

  /** Writes the array where the sink is; yields between chunks. */
  *write(sink: Sink): Generator<void> {
    this.#flushRecords();
    this.#flushOffsets();
    const start = sink.position;
    const indexOffset = ARRAY_HEADER + this.#items.length;
    const schemaOffset = indexOffset + this.#index.length;
    const header = new Writer(ARRAY_HEADER);
    header.take(ARRAY_HEADER);
    const totalSize = schemaOffset + this.schema.length;
    header.setLength(0, totalSize);
    header.setLength(8, indexOffset);
    header.setLength(16, this.#length);
    header.setLength(24, ARRAY_VERSION);
    header.setLength(32, ARRAY_VERSION);
    header.setLength(40, schemaOffset);
    header.setLength(48, this.schema.length);
    sink.write(header.bytes);
    for (const spool of [this.#items, this.#index]) {
      for (const chunk of spool.chunks()) {
        sink.write(chunk);
        yield;
      }
    }
    sink.write(this.schema);
    this.#parts = {
      array: [start, totalSize],
      records: [start + ARRAY_HEADER, indexOffset - ARRAY_HEADER],
      recordIndex: [start + indexOffset, schemaOffset - indexOffset],
      schema: [start + schemaOffset, this.schema.length],
    };
    this.discard();
  }

  facts(): TrailerFacts {
    const recordBytes = this.#lengths.summary;
    const types = describeTypes(this.#declared.schema);
    return {
      kind: 'array',
      records: this.#length,
      parts: this.#parts,
      ...(recordBytes && { recordBytes }),
      sharing: this.#sharing,
      ...(types && { types }),
    };
  }

  footer(): Uint8Array {
    return new Uint8Array(0);
  }

  discard(): void {
    this.#items.discard();
    this.#index.discard();
  }
}
