/** Building files from chunks that were packed elsewhere, as by worker threads. */

import type { ArrayBuildOptions } from '../../containers/building/array-builder.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { PackedChunk, PackedEntries } from '../../containers/building/relocatable-chunk.js';
import { checkMappingDeclaration } from '../../containers/declaring/check-declaration.js';
import { ArrayDeclaration, type MappingDeclaration } from '../../containers/declaring/declarations.js';
import { MAPPING_OPTIONS, TRAILER_OPTIONS } from '../../containers/declaring/option-names.js';
import type { RecordType } from '../../containers/record-type.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { FilePath } from '../path-of.js';
import { checkWorkOptions } from '../work-options.js';
import type { BuildOptions, Rows } from './run-build.js';

/**
 * Builds the file of a typed array from chunks of `array(schema).packChunk`, in the order they come, as `buildArray`
 * does from records; progress counts chunks.
 *
 * @param path Where the file is to be.
 * @param schema What the records are, as when they were packed.
 * @param chunks What `packChunk` gave, in their order: any iterable.
 * @param options Checksums, progress and the like.
 * @throws `ArgumentError` for a chunk of another schema.
 */
export async function buildArrayFromChunks<V extends object, Input>(
  path: FilePath,
  schema: RecordType<V, Input>,
  chunks: Rows<PackedChunk>,
  options: BuildOptions & Pick<ArrayBuildOptions, 'describeStructs'> = {},
): Promise<void> {
  checkWorkOptions(options, `describeStructs ${TRAILER_OPTIONS} onProgress`);
  const declaration = new ArrayDeclaration<V, Input>(schema);
  const { runBuild } = await import('./run-build.js');
  await runBuild(
    path,
    chunks,
    (storage) => declaration.builder(storage, options),
    (builder, chunk) => builder.addChunk(chunk),
    options,
  );
}

/**
 * Builds the file of a typed mapping from chunks of its `packChunk`, as `buildMapping` does from entries.
 *
 * @param path Where the file is to be.
 * @param declaration What the keys and records are, as when they were packed.
 * @param chunks What `packChunk` gave, in their order: any iterable.
 * @param options Indexes, columns, checksums, progress and the like.
 * @throws as `buildArrayFromChunks` does.
 *
 * @example
 * const chunk = Cities.packChunk([['AR-ROS', { name: 'Rosario', population: 1_030_069 }]]); // in a worker
 * await buildMappingFromChunks('cities.sb', Cities, [chunk]);
 */
export async function buildMappingFromChunks<K extends Key, V extends object, Input>(
  path: FilePath,
  declaration: MappingDeclaration<K, V, Input>,
  chunks: Rows<PackedEntries<K>>,
  options: BuildOptions & Omit<MappingBuildOptions<Input>, 'sharing' | 'onWrite'> = {},
): Promise<void> {
  checkMappingDeclaration('buildMappingFromChunks', declaration);
  checkWorkOptions(options, `${MAPPING_OPTIONS} onProgress`);
  const { runBuild } = await import('./run-build.js');
  await runBuild(
    path,
    chunks,
    (storage) => declaration.builder(storage, options),
    (builder, chunk) => builder.addChunk(chunk),
    options,
    options.sections,
  );
}
