/** Merging id mapper files, of any size. */
import type { IdMapperDeclaration } from '../../containers/declare.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { openIdMapper } from '../open-containers.js';
import { type BuildOptions, runBuild } from './run-build.js';

/**
 * Builds the file of one id mapper with the entries of several files, read front to back: neither they nor the result
 * are ever held in memory. The file appears as those of `buildIdMapper` do, and may replace one of the sources. The
 * order of entries with one key is that of `mergeIdMappers`.
 *
 * Throws `FileError` when a file cannot be opened or written, `CorruptBufferError` when one is not sorted, the signal's
 * reason when aborted; the target is then as it was.
 */
export async function mergeIdMapperFiles<K extends Key>(
  path: string,
  declaration: IdMapperDeclaration<K>,
  sources: readonly string[],
  options: BuildOptions & DiscardOptions = {},
): Promise<void> {
  const opened: IdMapper<K>[] = [];
  try {
    for (const source of sources) opened.push(openIdMapper(source, declaration));
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
