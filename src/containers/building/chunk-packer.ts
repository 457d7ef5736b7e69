/** Packing records one by one into chunks, each of which is whole by itself. */
import { checkOptions } from '../../bytes/options.js';
import { PackError } from '../../errors.js';
import { HeapSpool } from '../../mappers/building/heap-storage.js';
import { schemaBytes } from '../../schema/stored/embedded-schema.js';
import type { StructCodec } from '../../schema/struct-codec.js';
import { Sharing } from '../../values/base/sharing.js';
import type { IndexPlan } from '../secondary/index-plan.js';
import type { IndexKeyValue } from '../secondary/index-types.js';
import { eachKey, givenKeys } from '../secondary/row-keys.js';
import type { ChunkOptions, PackedChunk, PackedEntries } from './relocatable-chunk.js';
import { RecordPacker } from './relocatable-record.js';

/** Bytes of records that are copied at once. */
const BLOCK_BYTES = 2 ** 17;

export class ChunkPacker {
  readonly #codec: StructCodec;
  readonly #share: boolean;
  #packer: RecordPacker;
  #spool = new HeapSpool();
  #offsets: number[] = [];

  constructor(codec: StructCodec, options: ChunkOptions = {}) {
    checkOptions(options, 'share');
    const { share = true } = options;
    this.#codec = codec;
    this.#share = share;
    this.#packer = this.#newPacker();
  }

  /** Records in the chunk. */
  get size(): number {
    return this.#offsets.length;
  }

  /** Bytes of the records in the chunk. */
  get byteLength(): number {
    return this.#spool.length + this.#packer.kept;
  }

  /** Adds a record. Throws `PackError` with its number in the chunk. */
  add(record: unknown): void {
    const packer = this.#packer;
    let offset: number;
    try {
      offset = packer.pack(record, this.byteLength);
    } catch (error) {
      throw error instanceof PackError ? error.within(this.size) : error;
    }
    packer.keep();
    if (packer.kept >= BLOCK_BYTES) this.#spool.append(packer.takeKept());
    this.#offsets.push(offset);
  }

  /** The chunk, after which another begins. */
  take(): PackedChunk {
    this.#spool.append(this.#packer.takeKept());
    const chunk: PackedChunk = {
      bytes: this.#spool.toBytes(),
      offsets: Float64Array.from(this.#offsets),
      schema: schemaBytes(this.#codec.schema, false),
      shared: this.#share,
    };
    this.#spool = new HeapSpool();
    this.#offsets = [];
    if (this.#share) this.#packer = this.#newPacker();
    return chunk;
  }

  #newPacker(): RecordPacker {
    return new RecordPacker(this.#codec, this.#share ? new Sharing() : undefined);
  }
}

/** The same for entries of a mapping. */
export class EntryPacker<K> {
  readonly #records: ChunkPacker;
  #keys: K[] = [];
  /** Of the indexes whose function has to see the rows, the keys of each row. */
  readonly #indexes: readonly { readonly plan: IndexPlan; keys: IndexKeyValue[][] }[];

  constructor(codec: StructCodec, options?: ChunkOptions, indexes: readonly IndexPlan[] = []) {
    this.#records = new ChunkPacker(codec, options);
    this.#indexes = indexes.filter(({ field }) => field === undefined).map((plan) => ({ plan, keys: [] }));
  }

  get size(): number {
    return this.#records.size;
  }

  get byteLength(): number {
    return this.#records.byteLength;
  }

  /** Adds an entry. Throws `PackError` with its number in the chunk for a record that does not fit; keys are checked later. */
  add(key: K, record: unknown): void {
    this.#records.add(record);
    this.#keys.push(key);
    for (const { plan, keys } of this.#indexes) {
      const own: IndexKeyValue[] = [];
      eachKey(plan.several, givenKeys(plan, record), (each) => own.push(each));
      keys.push(own);
    }
  }

  take(): PackedEntries<K> {
    const chunk = { ...this.#records.take(), keys: this.#keys };
    this.#keys = [];
    if (this.#indexes.length === 0) return chunk;
    const indexKeys = Object.fromEntries(this.#indexes.map(({ plan, keys }) => [plan.name, keys]));
    for (const each of this.#indexes) each.keys = [];
    return { ...chunk, indexKeys };
  }
}
