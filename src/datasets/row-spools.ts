/** Rows on their way to their shards: packed at once, and set aside in a file, in pieces of one shard each. */
import { deserialize, serialize } from 'node:v8';
import type { PackedEntries } from '../containers/building/relocatable-chunk.js';
import type { MappingDeclaration } from '../containers/declarations.js';
import { ArgumentError, PackError } from '../errors.js';
import { Spool } from '../files/building/spool.js';
import type { Key } from '../mappers/id-mapper.js';
import { keySpec } from '../mappers/key-kind.js';
import { shardOf } from '../shards/shard-of.js';

/** Bytes of packed records that wait in memory, of all shards together. */
const WAITING_BYTES = 2 ** 26;
/** Of one shard at most: longer chunks share no more. */
const CHUNK_BYTES = 2 ** 20;
const LENGTH_BYTES = 4;

type Packer<K extends Key> = ReturnType<MappingDeclaration<K, object, unknown>['chunkPacker']>;

export class RowSpools<K extends Key> {
  readonly #packers: Packer<K>[];
  readonly #spool: Spool;
  /** Where the pieces of each shard start. */
  readonly #pieces: number[][];
  readonly #chunkBytes: number;
  readonly #check: (key: unknown) => void;
  #rows = 0;

  constructor(declaration: MappingDeclaration<K, object, unknown>, shards: number, folder: string) {
    this.#packers = Array.from({ length: shards }, () => declaration.chunkPacker());
    this.#spool = new Spool(folder, `the shards in ${folder}`);
    this.#pieces = Array.from({ length: shards }, () => []);
    this.#check = keySpec(declaration.types.key!).check;
    this.#chunkBytes = Math.min(CHUNK_BYTES, WAITING_BYTES / shards);
  }

  /** Rows added so far. */
  get size(): number {
    return this.#rows;
  }

  /** Throws `PackError` with the row's number for a key or record that does not fit. */
  add(key: unknown, record: unknown): void {
    const shard = this.#shardOf(key);
    const packer = this.#packers[shard]!;
    try {
      packer.add(key as K, record);
    } catch (error) {
      throw error instanceof PackError ? error.renamed(() => this.#rows) : error;
    }
    this.#rows += 1;
    if (packer.byteLength >= this.#chunkBytes) this.#flush(shard);
  }

  #shardOf(key: unknown): number {
    try {
      this.#check(key);
      return shardOf(key, this.#packers.length);
    } catch (error) {
      if (error instanceof PackError || error instanceof ArgumentError) {
        throw new PackError(`key: ${error.message}`).within(this.#rows);
      }
      throw error;
    }
  }

  /** The chunks of a shard, in the order of its rows. */
  *chunks(shard: number): Generator<PackedEntries<K>> {
    this.#flush(shard);
    const length = new Uint8Array(LENGTH_BYTES);
    for (const at of this.#pieces[shard]!) {
      this.#spool.read(at, length);
      const piece = new Uint8Array(new DataView(length.buffer).getUint32(0));
      this.#spool.read(at + LENGTH_BYTES, piece);
      yield deserialize(piece) as PackedEntries<K>;
    }
  }

  discard(): void {
    this.#spool.discard();
  }

  #flush(shard: number): void {
    const packer = this.#packers[shard]!;
    if (packer.size === 0) return;
    const piece = serialize(packer.take());
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, piece.length);
    this.#pieces[shard]!.push(this.#spool.length);
    this.#spool.append(length);
    this.#spool.append(piece);
  }
}
