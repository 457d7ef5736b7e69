/**
 * What the thread that builds and the one that reads and packs columns say to each other.
 *
 * ```
 * builder                             thread, started with { columnTask }
 *                 ◄────────────────── { ready: true }      once all modules are loaded
 *                 ◄────────────────── { packed }           batch after batch, a few ahead
 * { more: true } ───────────────────►                      for each that was taken
 *                 ◄────────────────── { end: complete }    no more: of all batches, or of those that can be packed so
 * ```
 */
import type { PackedChunk } from '../../containers/building/relocatable-chunk.js';
import type { ColumnarFormat } from '../columnar/columnar-format.js';
import type { ColumnBatch } from '../columnar/columnar-source.js';
import type { BuildFromOptions } from '../plan/build-from-options.js';
import type { Schema } from '../schema/schema.js';

/** Plain data: the thread is posted it. */
export interface ColumnTask {
  readonly name: string;
  readonly paths: readonly string[];
  readonly format: ColumnarFormat;
  readonly given: Schema | undefined;
  readonly options: Pick<
    BuildFromOptions,
    'key' | 'keyType' | 'skipMissingKey' | 'ignoreUnknown' | 'multi' | 'width'
  > & {
    readonly select: readonly string[] | undefined;
  };
}

/** A batch that was packed, as plain data. */
export interface PostedBatch {
  readonly batch: Pick<ColumnBatch, 'size' | 'first' | 'input'>;
  readonly chunk: PackedChunk;
  readonly keys: PostedKeys | undefined;
}

/** Text as UTF-8, one after the other, or integers. */
export type PostedKeys =
  | { readonly bytes: Uint8Array; readonly starts: Int32Array; readonly lengths: Int32Array }
  | { readonly integers: Float64Array };

export type FromColumnThread =
  | { readonly ready: true }
  | { readonly packed: PostedBatch }
  | { readonly end: boolean };

/** Batches that are packed before the first was taken. */
export const AHEAD = 6;
