/** The records of a block: of entries one by one, or straight from the bytes of the block. */
import { Writer } from '../../bytes/byte-writer.js';
import type { PackedChunk, PackedEntries } from '../../containers/building/relocatable-chunk.js';
import { RecordPacker } from '../../containers/building/relocatable-record.js';
import { structOf } from '../../containers/record-type.js';
import { PackError } from '../../errors.js';
import { schemaBytes } from '../../schema/stored/embedded-schema.js';
import type { Entry, EntryPlan } from '../plan/second-pass.js';

export class BlockRecords {
  readonly #hasKeys: boolean;
  readonly #schema: Uint8Array;
  readonly #packer: RecordPacker;
  /** Where the records are, one behind the other. */
  readonly writer: Writer = new Writer(2 ** 16);
  #offsets: number[] = [];
  #keys: unknown[] = [];

  constructor({ schema, types }: EntryPlan) {
    const { codec } = structOf(types.root);
    this.#hasKeys = schema.key !== undefined;
    this.#schema = schemaBytes(codec.schema, false);
    this.#packer = new RecordPacker(codec, undefined);
  }

  /** Adds an entry. Throws `PackError` with the number of its record in the block. */
  add([key, record]: Entry): void {
    const start = this.writer.end;
    try {
      this.#packer.pack(record, start);
    } catch (error) {
      throw error instanceof PackError ? error.within(this.#offsets.length) : error;
    }
    this.writer.append(this.#packer.bytes);
    this.added(key, start);
  }

  /** Notes a record that was written at a place. */
  added(key: unknown, start: number): void {
    this.#offsets.push(start);
    if (this.#hasKeys) this.#keys.push(key);
  }

  /** All that was added, after which another block begins. */
  take(): PackedChunk | PackedEntries<unknown> {
    const { writer } = this;
    const chunk: PackedChunk = {
      bytes: writer.bytes.slice(0, writer.end),
      offsets: Float64Array.from(this.#offsets),
      schema: this.#schema,
      shared: false,
    };
    const keys = this.#keys;
    writer.end = 0;
    this.#offsets = [];
    this.#keys = [];
    return this.#hasKeys ? { ...chunk, keys } : chunk;
  }
}
