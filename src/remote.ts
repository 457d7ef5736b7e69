/**
 * Files far away, read by parts: for any runtime that has `fetch`.
 *
 * @module sharedbuffers/remote
 */
export { ChangedError, RemoteError } from './errors.js';
export {
  type BundleEntry,
  type BundleEntryFacts,
  type BundleEntryOptions,
  type BundlePlace,
  bundleEntries,
  bundleEntry,
} from './remote/bundle-entry.js';
export {
  type DatasetFile,
  type DatasetFiles,
  datasetFiles,
  isDatasetUrl,
} from './remote/datasets/dataset-files.js';
export type { FollowOptions } from './remote/datasets/following.js';
export { openRemoteDataset, type RemoteDatasetOptions } from './remote/datasets/open-remote-dataset.js';
export type { RemoteDataset } from './remote/datasets/remote-dataset.js';
export type { RemoteDatasetIndex } from './remote/datasets/remote-dataset-index.js';
export {
  type ObjectFolder,
  type RemoteDatasetInput,
  type RemoteFolder,
  type S3FolderOptions,
  s3Folder,
} from './remote/datasets/remote-folder.js';
export type { FieldFacts } from './remote/inspection/field-facts.js';
export type { FilePart } from './remote/inspection/file-parts.js';
export { type InspectOptions, inspectRemote } from './remote/inspection/inspect-remote.js';
export type { RecordBytes } from './remote/inspection/inspected-bytes.js';
export type { KeysFacts } from './remote/inspection/keys-facts.js';
export type { RemoteInspection } from './remote/inspection/remote-inspection.js';
export type { ByteSpan, SpanKind } from './remote/inspection/tracing/byte-spans.js';
export type { LookUpStep, LookUpTrace } from './remote/inspection/tracing/trace-look-up.js';
export { openRemote } from './remote/open-remote.js';
export type { ReadOptions } from './remote/read-options.js';
export type { RemoteArray } from './remote/remote-array.js';
export type { RemoteStats } from './remote/remote-file.js';
export type { RemoteIndex } from './remote/remote-index.js';
export type { RemoteMapping } from './remote/remote-mapping.js';
export type { RemoteOptions } from './remote/remote-options.js';
export type { Fetch, FetchOptions } from './remote/sources/fetch-source.js';
export type { ReadableHandle } from './remote/sources/other-sources.js';
export type { RemoteBytes, RemoteRange, RemoteSource } from './remote/sources/remote-source.js';
export type { RemoteRequest } from './remote/sources/requests.js';
export { type S3Options, s3Source } from './remote/sources/s3-source.js';
export type { RemoteInput } from './remote/sources/source-of.js';
export type { SyncBytes } from './remote/verifying/sliding-memory.js';
export { type VerifyProgress, verifyByBlocks } from './remote/verifying/verify-by-blocks.js';
export type { RemoteIdMapper } from './remote/whole/remote-id-mapper.js';
export type { Finding, FindingCode } from './verify/findings.js';
export type { VerifyResult } from './verify/verify-memory.js';
