/** Writing typed arrays (FORMAT.md 10), record by record. */
import type { Sink, Spool, Storage } from '../bytes/storage.js';
import { Writer } from '../bytes/writer.js';
import { PackError } from '../errors.js';
import { schemaBytes } from '../schema/stored.js';
import type { StructCodec } from '../schema/struct-codec.js';
import { Packer } from '../values/packer.js';
import type { Sharing } from '../values/sharing.js';
import { ARRAY_HEADER, ARRAY_VERSION } from './array-header.js';

export interface ArrayBuildOptions {
  /**
   * Values to point to instead of writing them again, across records. Default: none, each record has its own bytes.
   * It fills as records are written; clear it now and then to bound it.
   */
  readonly sharing?: Sharing | undefined;
  /** Whether the embedded schema describes registered structs, for readers without their declarations. Default true. */
  readonly describeStructs?: boolean | undefined;
}

export class ArrayBuilder {
  readonly #codec: StructCodec;
  readonly #packer: Packer;
  readonly #items: Spool;
  readonly #index: Spool;
  readonly #schema: Uint8Array;
  readonly #offsets = new Writer(8 * 4096);
  readonly #shares: boolean;
  #length = 0;

  constructor(codec: StructCodec, storage: Storage, options: ArrayBuildOptions) {
    this.#codec = codec;
    this.#schema = schemaBytes(codec.schema, options.describeStructs ?? true);
    this.#packer = new Packer(codec.schema.registry);
    this.#shares = options.sharing !== undefined;
    if (options.sharing !== undefined) this.#packer.sharing = options.sharing;
    this.#items = storage.spool();
    this.#index = storage.spool();
  }

  /** Records added. */
  get length(): number {
    return this.#length;
  }

  /** Bytes the records take so far. */
  get bytes(): number {
    return this.#items.length;
  }

  /** Adds a record and returns its offset from the array's start. Throws `PackError` with the record's number. */
  add(value: unknown): number {
    const packer = this.#packer;
    const end = ARRAY_HEADER + this.#items.length;
    packer.restart();
    packer.implicitOffset = end;
    let offset: number;
    try {
      // Where sharing spans records, one that was written before, whole, lies there and adds no bytes.
      offset = end + packer.place(this.#codec, value);
    } catch (error) {
      throw error instanceof PackError ? error.within(this.#length) : error;
    }
    packer.align(this.#codec.schema.layout.alignment);
    if (!this.#shares) packer.sharing.clear();
    this.#items.append(packer.bytes.subarray(0, packer.end));
    this.#putOffset(offset);
    this.#length += 1;
    return offset;
  }

  #putOffset(offset: number): void {
    const offsets = this.#offsets;
    offsets.setLength(offsets.take(8), offset);
    if (offsets.end === offsets.bytes.length) this.#flushOffsets();
  }

  #flushOffsets(): void {
    this.#index.append(this.#offsets.bytes.subarray(0, this.#offsets.end));
    this.#offsets.end = 0;
  }

  /** Writes the array where the sink is; yields between chunks. */
  *finish(sink: Sink): Generator<void> {
    this.#flushOffsets();
    const indexOffset = ARRAY_HEADER + this.#items.length;
    const schemaOffset = indexOffset + this.#index.length;
    const header = new Writer(ARRAY_HEADER);
    header.take(ARRAY_HEADER);
    const totalSize = schemaOffset + this.#schema.length;
    header.setLength(0, totalSize);
    header.setLength(8, indexOffset);
    header.setLength(16, this.#length);
    header.setLength(24, ARRAY_VERSION);
    header.setLength(32, ARRAY_VERSION);
    header.setLength(40, schemaOffset);
    header.setLength(48, this.#schema.length);
    sink.write(header.bytes);
    for (const spool of [this.#items, this.#index]) {
      for (const chunk of spool.chunks()) {
        sink.write(chunk);
        yield;
      }
    }
    sink.write(this.#schema);
    this.discard();
  }

  discard(): void {
    this.#items.discard();
    this.#index.discard();
  }
}
