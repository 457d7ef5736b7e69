/** Entries on their way into one shard, whose keys have to be its own. */
import type { PackedChunk, PackedEntries } from '../../containers/building/relocatable-chunk.js';
import type { TextColumn } from '../../containers/building/text-column.js';
import { ArgumentError, PackError } from '../../errors.js';
import { shardOf, shardOfBytes } from '../../shards/shard-of.js';
import type { EntryBuilder } from '../../tables/plan/row-target.js';
import { describe } from '../../values/base/codec.js';

const UTF8 = new TextDecoder();

/** A key of another shard, at a row. */
export class ForeignKey extends PackError {
  readonly inWords: string;

  constructor(reason: string, row: number) {
    super(reason, `[${row}]`);
    this.inWords = `row ${row}: ${reason}`;
  }
}

export class OwnKeys implements EntryBuilder {
  readonly #builder: EntryBuilder;
  readonly #shard: number;
  readonly #shards: number;

  constructor(builder: EntryBuilder, shard: number, shards: number) {
    this.#builder = builder;
    this.#shard = shard;
    this.#shards = shards;
  }

  get size(): number {
    return this.#builder.size;
  }

  /** Throws `PackError` with the number of the entry, as all of these do, for a key that is of another shard, or of none. */
  add(key: unknown, value: unknown): void {
    this.#check(this.#shardOf(key, 0), () => key, 0);
    this.#builder.add(key, value);
  }

  addChunk(chunk: PackedEntries<unknown>): void {
    for (const [at, key] of chunk.keys.entries()) this.#check(this.#shardOf(key, at), () => key, at);
    this.#builder.addChunk(chunk);
  }

  addTextChunk(chunk: PackedChunk, texts: TextColumn): void {
    const { bytes, starts, lengths } = texts;
    for (let at = 0; at < starts.length; at += 1) {
      const [start, length] = [starts[at]!, lengths[at]!];
      const key = () => UTF8.decode(bytes.subarray(start, start + length));
      this.#check(shardOfBytes(bytes, start, length, this.#shards), key, at);
    }
    this.#builder.addTextChunk(chunk, texts);
  }

  declareAs(codec: Parameters<EntryBuilder['declareAs']>[0]): void {
    this.#builder.declareAs(codec);
  }

  #shardOf(key: unknown, at: number): number {
    try {
      return shardOf(key, this.#shards);
    } catch (error) {
      if (error instanceof ArgumentError) throw new PackError(`key: ${error.message}`).within(this.size + at);
      throw error;
    }
  }

  #check(found: number, key: () => unknown, at: number): void {
    if (found === this.#shard) return;
    const what = `the key ${describe(key())} is of shard ${found} of ${this.#shards}, not of shard ${this.#shard}`;
    throw new ForeignKey(what, this.size + at);
  }
}
