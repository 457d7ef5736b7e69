/** What a mapping brings besides its sorted index, to be found in faster. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import type { DiscardOptions } from './discard.js';

/** A table from keys to records; a directory of the sorted index; neither. */
export type IndexKind = 'table' | 'compact' | 'none';
export const INDEX_KINDS: readonly IndexKind[] = ['table', 'compact', 'none'];

/** How a mapper is built, besides what its keys are. */
export interface MapperOptions extends DiscardOptions {
  /** Whether the order of keys of text and bytes is wanted. Default false. */
  readonly ordered?: boolean | undefined;
}

/** Throws `ArgumentError` for anything else. */
export function checkIndexKind(kind: unknown): asserts kind is IndexKind {
  if (!INDEX_KINDS.includes(kind as IndexKind)) {
    throw new ArgumentError(`index is 'table', 'compact' or 'none', not ${describe(kind)}`);
  }
}
