/** Merging id mappers in memory. */

import { checkOptions } from '../../bytes/options.js';
import type { PackedBytes } from '../../bytes/packed-bytes.js';
import { ArgumentError } from '../../errors.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import type { TrailerOptions } from '../../trailer/write-trailer.js';
import { describe } from '../../values/base/codec.js';
import { checkIdMapperDeclaration } from '../declaring/check-declaration.js';
import type { IdMapperDeclaration } from '../declaring/declarations.js';
import { DISCARD_OPTIONS, TRAILER_OPTIONS } from '../declaring/option-names.js';
import { buildBytes } from './build-in-memory.js';

/**
 * The bytes of one id mapper with the entries of several, which stay as they are. Of entries with one key, integer
 * and approximate mappers give the smaller values first, string mappers those of earlier sources.
 *
 * @param declaration What the keys of all of them are.
 * @param sources The id mappers to merge.
 * @param options Checksums and the like.
 * @throws `SchemaError` for a source of other keys than declared; the width of integer keys may differ.
 *
 * @example
 * const Ids = idMapper({ key: t.string });
 * const [a, b] = [Ids.fromBuffer(Ids.pack([['a', 1]])), Ids.fromBuffer(Ids.pack([['b', 2]]))];
 * const merged = Ids.fromBuffer(mergeIdMappers(Ids, [a, b]));
 */
export function mergeIdMappers<K extends Key>(
  declaration: IdMapperDeclaration<K>,
  sources: readonly IdMapper<K>[],
  options: DiscardOptions & TrailerOptions = {},
): PackedBytes {
  checkIdMapperDeclaration('mergeIdMappers', declaration);
  if (!Array.isArray(sources)) {
    throw new ArgumentError(`mergeIdMappers takes id mappers in an array, not ${describe(sources)}`);
  }
  checkOptions(options, `${DISCARD_OPTIONS} ${TRAILER_OPTIONS}`);
  return buildBytes(declaration.merger(sources, options), [], () => {}, options, false);
}
