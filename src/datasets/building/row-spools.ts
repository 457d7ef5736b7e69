/** Rows on their way to their shards: packed at once, and set aside in a file, in pieces of one shard each. */
import { deserialize, serialize } from 'node:v8';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { PackedChunk, PackedEntries } from '../../containers/building/relocatable-chunk.js';
import { TextColumn } from '../../containers/building/text-column.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError, PackError } from '../../errors.js';
import { Spool } from '../../files/building/spool.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keySpec } from '../../mappers/key-kind.js';
import { shardOf, shardOfBytes } from '../../shards/shard-of.js';
import type { EntryBuilder } from '../../tables/plan/row-target.js';
import { type ShardPiece, ShardRows } from './shard-rows.js';

/** Bytes of packed records that wait in memory, of all shards together. */
const WAITING_BYTES = 2 ** 26;
/** Of one shard at most. */
const PIECE_BYTES = 2 ** 20;
/** Bytes of records that are packed before they are handed to their shards, and their number. */
const CHUNK_BYTES = 2 ** 18;
const CHUNK_ROWS = 2 ** 12;
const LENGTH_BYTES = 4;

type Packer = ReturnType<MappingDeclaration<Key, object, unknown>['chunkPacker']>;
type Codec = Parameters<EntryBuilder['declareAs']>[0];

export class RowSpools implements EntryBuilder {
  readonly #packer: Packer;
  readonly #rows: ShardRows[];
  readonly #spool: Spool;
  /** Where the pieces of each shard start. */
  readonly #pieces: number[][];
  readonly #pieceBytes: number;
  readonly #check: (key: unknown) => void;
  /** Rows that are with their shards. */
  #spread = 0;
  /** What the records turned out to be declared as, where that differs. */
  declared: Codec | undefined;

  /** `indexes`: those that the shards will have, if not those of the declaration. */
  constructor(
    declaration: MappingDeclaration<Key, object, unknown>,
    shards: number,
    folder: string,
    indexes?: MappingBuildOptions['indexes'],
  ) {
    this.#packer = declaration.chunkPacker({ share: false }, indexes);
    this.#rows = Array.from({ length: shards }, () => new ShardRows());
    this.#spool = new Spool(folder, `the shards in ${folder}`);
    this.#pieces = Array.from({ length: shards }, () => []);
    this.#check = keySpec(declaration.types.key!).check;
    this.#pieceBytes = Math.min(PIECE_BYTES, WAITING_BYTES / shards);
  }

  get shards(): number {
    return this.#rows.length;
  }

  /** Rows added so far. */
  get size(): number {
    return this.#spread + this.#packer.size;
  }

  /** Throws `PackError` with the row's number for a key or record that does not fit. */
  add(key: unknown, record: unknown): void {
    try {
      this.#check(key);
    } catch (error) {
      throw error instanceof PackError ? notKey(error, this.size) : error;
    }
    try {
      this.#packer.add(key as Key, record);
    } catch (error) {
      throw error instanceof PackError ? error.renamed((row) => this.#spread + row) : error;
    }
    if (this.#packer.byteLength >= CHUNK_BYTES || this.#packer.size >= CHUNK_ROWS) this.#spreadPacked();
  }

  addChunk(chunk: PackedEntries<unknown>): void {
    this.#spreadPacked();
    this.#spreadChunk(chunk);
  }

  addTextChunk(chunk: PackedChunk, texts: TextColumn): void {
    this.#spreadPacked();
    const { bytes, starts, lengths } = texts;
    chunk.offsets.forEach((_, at) => {
      const shard = shardOfBytes(bytes, starts[at]!, lengths[at]!, this.#rows.length);
      this.#rows[shard]!.addText(chunk, at, texts, () => this.#put(shard));
      this.#flushed(shard);
    });
    this.#spread += chunk.offsets.length;
  }

  declareAs(codec: Codec): void {
    this.declared = codec;
  }

  /** Says that all rows were added. */
  end(): void {
    this.#spreadPacked();
    for (let shard = 0; shard < this.#rows.length; shard += 1) this.#put(shard);
    this.#spool.end();
  }

  /** The pieces of a shard, in the order of its rows. */
  pieces(shard: number): Generator<ShardPiece> {
    return readPieces(this.#pieces[shard]!, (at, into) => this.#spool.read(at, into));
  }

  /** Bytes that were set aside. */
  get byteLength(): number {
    return this.#spool.length;
  }

  /** The file that holds all pieces, for other threads; undefined where there are none. */
  get file(): number | undefined {
    return this.#spool.endInFile();
  }

  /** Where in it the pieces of a shard start. */
  placesOf(shard: number): readonly number[] {
    return this.#pieces[shard]!;
  }

  discard(): void {
    this.#spool.discard();
  }

  #spreadPacked(): void {
    if (this.#packer.size > 0) this.#spreadChunk(this.#packer.take());
  }

  #spreadChunk(chunk: PackedEntries<unknown>): void {
    chunk.keys.forEach((key, at) => {
      const shard = this.#shardOf(key, at);
      this.#rows[shard]!.add(chunk, at, () => this.#put(shard));
      this.#flushed(shard);
    });
    this.#spread += chunk.keys.length;
  }

  #shardOf(key: unknown, at: number): number {
    try {
      return shardOf(key, this.#rows.length);
    } catch (error) {
      throw error instanceof ArgumentError ? notKey(error, this.#spread + at) : error;
    }
  }

  #flushed(shard: number): void {
    if (this.#rows[shard]!.byteLength >= this.#pieceBytes) this.#put(shard);
  }

  /** Sets aside what waits of a shard. */
  #put(shard: number): void {
    const rows = this.#rows[shard]!.take();
    if (rows === undefined) return;
    const piece = serialize(rows);
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, piece.length);
    this.#pieces[shard]!.push(this.#spool.length);
    this.#spool.append(length);
    this.#spool.append(piece);
  }
}

function notKey({ message }: Error, row: number): PackError {
  return new PackError(`key: ${message}`).within(row);
}

/** Pieces by their places; `read` fills what it is given with the bytes from a position on. */
export function* readPieces(
  places: readonly number[],
  read: (position: number, into: Uint8Array) => void,
): Generator<ShardPiece> {
  const length = new Uint8Array(LENGTH_BYTES);
  for (const at of places) {
    read(at, length);
    const piece = new Uint8Array(new DataView(length.buffer).getUint32(0));
    read(at + LENGTH_BYTES, piece);
    yield deserialize(piece) as ShardPiece;
  }
}

/** Adds a piece to the builder of its shard. */
export function addPiece(builder: EntryBuilder, { keys, texts, ...chunk }: ShardPiece): void {
  if (texts === undefined) builder.addChunk({ ...chunk, keys: keys! });
  else builder.addTextChunk(chunk, new TextColumn(texts.bytes, texts.starts, texts.lengths));
}
