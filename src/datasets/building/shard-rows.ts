/** Packed rows of one shard, taken out of chunks of rows of all. */
import { Writer } from '../../bytes/byte-writer.js';
import type { PackedChunk, PackedEntries } from '../../containers/building/relocatable-chunk.js';
import type { TextColumn } from '../../containers/building/text-column.js';
import type { ChunkKeys } from '../../containers/secondary/row-keys.js';

/** Plain data, with either keys or texts. */
export interface ShardPiece extends PackedChunk {
  readonly keys?: readonly unknown[] | undefined;
  readonly texts?: Pick<TextColumn, 'bytes' | 'starts' | 'lengths'> | undefined;
  readonly indexKeys?: ChunkKeys | undefined;
}

type MutableKeys = { [index: string]: ChunkKeys[string][number][] };

/** Chunks that share no values among their records, so that each record is the bytes up to the next. */
export class ShardRows {
  readonly #bytes = new Writer(0);
  readonly #texts = new Writer(0);
  #offsets: number[] = [];
  #keys: unknown[] = [];
  #lengths: number[] = [];
  #indexKeys: MutableKeys = {};
  #schema: Uint8Array = new Uint8Array(0);

  /** Bytes of records that wait. */
  get byteLength(): number {
    return this.#bytes.end + this.#texts.end;
  }

  /** Adds row `at` of a chunk. Where rows with keys of another kind wait, these are taken first, by `flush`. */
  add(chunk: PackedEntries<unknown>, at: number, flush: () => void): void {
    if (this.#lengths.length > 0) flush();
    this.#record(chunk, at);
    this.#keys.push(chunk.keys[at]);
    for (const [name, keys] of Object.entries(chunk.indexKeys ?? {})) {
      this.#indexKeys[name] ??= [];
      this.#indexKeys[name].push(keys[at]!);
    }
  }

  /** The same with keys that are text. */
  addText(chunk: PackedChunk, at: number, { bytes, starts, lengths }: TextColumn, flush: () => void): void {
    if (this.#keys.length > 0) flush();
    this.#record(chunk, at);
    const [start, length] = [starts[at]!, lengths[at]!];
    this.#texts.append(bytes.subarray(start, start + length));
    this.#lengths.push(length);
  }

  /** What waits; undefined where nothing does. */
  take(): ShardPiece | undefined {
    if (this.#offsets.length === 0) return undefined;
    const chunk = {
      bytes: this.#bytes.bytes.slice(0, this.#bytes.end),
      offsets: Float64Array.from(this.#offsets),
      schema: this.#schema,
      shared: false,
    };
    const keys = this.#lengths.length > 0 ? { texts: this.#takeTexts() } : this.#takeKeys();
    this.#bytes.end = 0;
    this.#offsets = [];
    return { ...chunk, ...keys };
  }

  #record({ bytes, offsets, schema }: PackedChunk, at: number): void {
    this.#schema = schema;
    this.#offsets.push(this.#bytes.end);
    this.#bytes.append(bytes.subarray(offsets[at]!, offsets[at + 1] ?? bytes.length));
  }

  #takeTexts(): NonNullable<ShardPiece['texts']> {
    const lengths = Int32Array.from(this.#lengths);
    const starts = new Int32Array(lengths.length);
    for (let at = 1; at < starts.length; at += 1) starts[at] = starts[at - 1]! + lengths[at - 1]!;
    const bytes = this.#texts.bytes.slice(0, this.#texts.end);
    this.#texts.end = 0;
    this.#lengths = [];
    return { bytes, starts, lengths };
  }

  #takeKeys(): Pick<ShardPiece, 'keys' | 'indexKeys'> {
    const indexKeys = this.#indexKeys;
    const taken = { keys: this.#keys, ...(Object.keys(indexKeys).length > 0 && { indexKeys }) };
    this.#keys = [];
    this.#indexKeys = {};
    return taken;
  }
}
