/**
 * Files: for Node 20 and later, Bun and Deno.
 *
 * @module sharedbuffers/node
 */
import './files/packages/temporal.js';

export type { DatasetOptions, DatasetProgress } from './datasets/building/build-dataset.js';
export type { ShardOptions } from './datasets/building/build-shard.js';
export {
  buildDataset,
  buildShard,
  cleanDataset,
  listRuns,
  liveDataset,
  openDataset,
  publishDataset,
  rollbackDataset,
  uploadDataset,
  verifyDataset,
} from './datasets/loaded-late.js';
export type { Dataset } from './datasets/reading/dataset.js';
export type { DatasetIndex } from './datasets/reading/dataset-index.js';
export type { LiveDataset } from './datasets/reading/live-dataset.js';
export type { OpenDatasetOptions } from './datasets/reading/open-dataset.js';
export type {
  DatasetFinding,
  VerifyDatasetOptions,
  VerifyDatasetResult,
} from './datasets/reading/verify-dataset.js';
export type { PublishOptions } from './datasets/versions/publish.js';
export type { CleanDatasetOptions, Run } from './datasets/versions/runs.js';
export type { UploadOptions } from './datasets/versions/upload-dataset.js';
export { ChangedError } from './errors.js';
export { buildArrayFromChunks, buildMappingFromChunks } from './files/building/build-chunks.js';
export { buildArray, buildIdMapper, buildMapping } from './files/building/build-file.js';
export { mergeIdMapperFiles } from './files/building/merge-files.js';
export type { FromOption, RowForm, RowsOf } from './files/building/row-form.js';
export type { BuildOptions, BuildProgress, Rows } from './files/building/run-build.js';
export { packRows } from './files/building/threads/pack-rows.js';
export type { RowWorker, ThreadOptions } from './files/building/threads/row-worker.js';
export { type BundleOptions, type BundleSources, buildBundle } from './files/bundles/build-bundle.js';
export { Bundle, type OpenBundleOptions, openBundle } from './files/bundles/open-bundle.js';
export type { Lease } from './files/live/lease.js';
export type { LiveArray } from './files/live/live-array.js';
export type { LiveBundle } from './files/live/live-bundle.js';
export type { LiveFile } from './files/live/live-file.js';
export type { LiveIdMapper } from './files/live/live-id-mapper.js';
export type { LiveMapping } from './files/live/live-mapping.js';
export type { LiveOptions, Swap } from './files/live/live-options.js';
export { liveArray, liveBundle, liveIdMapper, liveMapping } from './files/live/open-live.js';
export type { OpenFileOptions } from './files/mapping/map-file.js';
export { provideKoffi } from './files/mapping/mmap-system.js';
export { type OpenWritableOptions, openArray, openIdMapper, openMapping } from './files/open-containers.js';
export { type OpenedFile, openFile } from './files/open-file.js';
export type { FilePath } from './files/path-of.js';
export { ObjectPool } from './files/pools/pool.js';
export type { PoolSink } from './files/pools/pool-dump.js';
export type { ObjectPoolOptions } from './files/pools/pool-options.js';
export type { PoolFile } from './files/pools/pool-section.js';
export {
  createSegment,
  listSegments,
  removeSegment,
  type Segment,
  type SegmentOptions,
  segmentPath,
} from './files/pools/segments.js';
export { cleanFolder, type Leftover } from './files/temporary/leftovers.js';
export { type VerifyOptions, type VerifyProgress, verify } from './files/verify-file.js';
export type { Manifest, Part } from './shards/manifest.js';
export { shardOf } from './shards/shard-of.js';
