/** Merging id mapper files, of any size. */

import { checkIdMapperDeclaration } from '../../containers/declaring/check-declaration.js';
import type { IdMapperDeclaration } from '../../containers/declaring/declarations.js';
import { DISCARD_OPTIONS, TRAILER_OPTIONS } from '../../containers/declaring/option-names.js';
import { ArgumentError } from '../../errors.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { describe } from '../../values/base/codec.js';
import { openIdMapper } from '../open-containers.js';
import { type FilePath, pathOf } from '../path-of.js';
import { refuseAsSource, targetOf } from '../temporary/target.js';
import { checkWorkOptions } from '../work-options.js';
import type { BuildOptions } from './run-build.js';

/**
 * Builds the file of one id mapper with the entries of several files, read front to back: neither they nor the result
 * are ever held in memory. The file appears as those of `buildIdMapper` do. The order of entries with one key is that
 * of `mergeIdMappers`.
 *
 * @param path Where the file is to be.
 * @param declaration What the keys of all of them are.
 * @param sources Paths of the files to merge.
 * @param options Checksums, progress and the like.
 * @throws `ArgumentError` when one of the sources is the file to be built.
 * @throws `FileError` when a file cannot be opened or written.
 * @throws `CorruptBufferError` when one is not sorted.
 * @throws the signal's reason when aborted; the target is then as it was.
 *
 * @example
 * await mergeIdMapperFiles('all.sb', idMapper({ key: t.string }), ['2025.sb', '2026.sb']);
 */
export async function mergeIdMapperFiles<K extends Key>(
  path: FilePath,
  declaration: IdMapperDeclaration<K>,
  sources: readonly FilePath[],
  options: BuildOptions & DiscardOptions = {},
): Promise<void> {
  checkIdMapperDeclaration('mergeIdMapperFiles', declaration);
  checkWorkOptions(options, `${DISCARD_OPTIONS} ${TRAILER_OPTIONS} onProgress`);
  if (!Array.isArray(sources)) {
    throw new ArgumentError(
      `mergeIdMapperFiles takes the paths of files in an array, not ${describe(sources)}`,
    );
  }
  const { runBuild } = await import('./run-build.js');
  const opened: IdMapper<K>[] = [];
  try {
    const target = targetOf(path);
    for (const source of sources.map(pathOf)) {
      refuseAsSource(target, source);
      opened.push(openIdMapper(source, declaration));
    }
    await runBuild(
      path,
      [],
      () => declaration.merger(opened, options),
      () => {},
      options,
    );
  } finally {
    for (const mapper of opened) mapper.close();
  }
}
