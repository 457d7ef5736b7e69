/**
 * What the thread that builds and those that pack say to each other. Chunks of a part come in their order; which part
 * a thread packs next, the builder says.
 *
 * ```
 * builder                        packer
 *             ◄───────────────── { ready: true }         once all modules are loaded
 * { part: 3 } ─────────────────► packs rows(3, data)
 *             ◄───────────────── { part: 3, chunk }      up to CREDIT chunks that are not taken yet
 * { taken: 1 } ────────────────►
 *             ◄───────────────── { part: 3, end: true }, or { part: 3, failure } behind the chunks before it
 * ```
 */
import type { PackedChunk, PackedEntries } from '../../../containers/building/relocatable-chunk.js';

/** What a thread that packs rows finds in its `workerData`. */
export interface PackerData {
  /** Version of these messages. */
  readonly packer: 'sharedbuffers.rows.1';
  readonly data: unknown;
}
export const PACKER = 'sharedbuffers.rows.1' as const;

export type ToPacker = { readonly part: number } | { readonly taken: number };

export type FromPacker =
  | { readonly ready: true }
  | { readonly part: number; readonly chunk: PackedChunk | PackedEntries<unknown> }
  | { readonly part: number; readonly end: true }
  | { readonly part: number; readonly failure: Failure };

/** An error on its way between threads, which keep neither classes nor what they add. */
export type Failure =
  | { readonly reason: string; readonly path: string }
  | { readonly error: unknown; readonly more?: { readonly name: string; readonly code: unknown } };

/** Chunks of one thread that are not taken yet, at most. */
export const CREDIT = 16;
