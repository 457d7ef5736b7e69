/** Files far away, read by parts: for any runtime that has `fetch`. */
export { ChangedError, RemoteError } from './errors.js';
export { type BundleEntryOptions, bundleEntry } from './remote/bundle-entry.js';
export type { Fetch, FetchOptions } from './remote/fetch-source.js';
export { openRemote } from './remote/open-remote.js';
export type { ReadableHandle, RemoteInput } from './remote/other-sources.js';
export type { ReadOptions, RemoteArray } from './remote/remote-array.js';
export type { RemoteStats } from './remote/remote-file.js';
export type { RemoteIdMapper } from './remote/remote-id-mapper.js';
export type { RemoteIndex } from './remote/remote-index.js';
export type { RemoteMapping } from './remote/remote-mapping.js';
export type { RemoteOptions } from './remote/remote-options.js';
export type { RemoteBytes, RemoteRange, RemoteSource } from './remote/remote-source.js';
export type { RemoteRequest } from './remote/requests.js';
export { type S3Options, s3Source } from './remote/s3-source.js';
