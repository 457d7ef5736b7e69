/** Files: for Node 20 and later, Bun and Deno. */

export { buildArray, buildIdMapper, buildMapping } from './files/build.js';
export { type BundleOptions, type BundleSources, buildBundle } from './files/build-bundle.js';
export { buildArrayFromChunks, buildMappingFromChunks } from './files/build-chunks.js';
export { Bundle, openBundle } from './files/bundle.js';
export { mergeIdMapperFiles } from './files/merge.js';
export { type OpenWritableOptions, openArray, openIdMapper, openMapping } from './files/open.js';
export type { OpenFileOptions } from './files/open-file.js';
export { ObjectPool } from './files/pool.js';
export type { PoolSink } from './files/pool-dump.js';
export type { ObjectPoolOptions } from './files/pool-options.js';
export type { PoolFile } from './files/pool-section.js';
export type { BuildOptions, BuildProgress, Rows } from './files/run-build.js';
export {
  createSegment,
  listSegments,
  removeSegment,
  type Segment,
  type SegmentOptions,
  segmentPath,
} from './files/segments.js';
