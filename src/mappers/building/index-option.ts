/** What a mapping brings besides its sorted index, to be found in faster. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import type { KeySpec } from '../key-kind.js';
import type { DiscardOptions } from './discard.js';

/** A table from keys to records; a directory of the sorted index; neither. */
export type IndexKind = 'table' | 'compact' | 'none';
export const INDEX_KINDS: readonly IndexKind[] = ['table', 'compact', 'none'];

/** How a mapper is built, besides what its keys are. */
export interface MapperOptions extends DiscardOptions {
  /** Whether the order of keys of text and bytes is wanted. Default false. */
  readonly ordered?: boolean | undefined;
  /** Whether a filter of the table is wanted, which tells most keys that are not there. Default false. */
  readonly filter?: boolean | undefined;
  /** Whether the same entries are to give the same bytes, also where a table takes another hash than the usual one. Default false. */
  readonly reproducible?: boolean | undefined;
}

/** Throws `ArgumentError` for anything else. */
export function checkIndexKind(kind: unknown): asserts kind is IndexKind {
  if (!INDEX_KINDS.includes(kind as IndexKind)) {
    throw new ArgumentError(`index is 'table', 'compact' or 'none', not ${describe(kind)}`);
  }
}

/** Throws `ArgumentError` where there is no table that a filter could be of. */
export function checkFilter({ kind, approximate }: KeySpec, index: IndexKind): void {
  if (index === 'table' && !approximate && kind !== 'object') return;
  throw new ArgumentError(
    "a filter is one of a table's keys: leave out filter, or give keys of text, bytes or integers, and no other index",
  );
}
