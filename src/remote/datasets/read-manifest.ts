/** What is read of a data set before its shards: which version is current, and what that is made of. */

import { CorruptBufferError, RemoteError } from '../../errors.js';
import { type Manifest, parseCurrent, parseManifest } from '../../shards/manifest.js';
import { MAX_MANIFEST_BYTES } from '../../shards/manifest-size.js';
import type { RemoteStats } from '../remote-file.js';
import type { CheckedRemoteOptions } from '../remote-options.js';
import { Requests } from '../sources/requests.js';
import { folderIn, type RemoteFolder } from './remote-folder.js';

export const CURRENT = 'current.json';

/** A version, and the folder that its parts are in. */
export interface VersionFound {
  readonly manifest: Manifest;
  readonly folder: RemoteFolder;
}

/** Reads small files of a folder, and counts what that takes. */
export class Documents {
  readonly folder: RemoteFolder;
  readonly #options: CheckedRemoteOptions;
  requests = 0;
  bytes = 0;

  constructor(folder: RemoteFolder, options: CheckedRemoteOptions) {
    this.folder = folder;
    this.#options = options;
  }

  get stats(): RemoteStats {
    return { requests: this.requests, bytes: this.bytes, cacheHits: 0, cacheMisses: 0 };
  }

  /** Throws `RemoteError` where it is not there, or cannot be read. */
  async text(
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<{ text: string; name: string; etag: string | undefined }> {
    const { folder } = this;
    const source = folder.document?.(path) ?? folder.file(path);
    const requests = new Requests(source, this.#options);
    try {
      const until = signal ?? new AbortController().signal;
      const { bytes, etag } = await requests.single(0, MAX_MANIFEST_BYTES, until);
      return { text: new TextDecoder().decode(bytes), name: source.name, etag };
    } finally {
      this.requests += requests.requests;
      this.bytes += requests.bytes;
    }
  }

  /** The version that a document of the folder leads to: itself, if it is a manifest. */
  async version(path: string, signal: AbortSignal | undefined): Promise<VersionFound> {
    const { text, name } = await this.text(path, signal).catch((error: unknown) => {
      throw path === CURRENT ? unpublished(error, this.folder) : error;
    });
    if (isManifest(text)) return { manifest: parseManifest(text, name), folder: this.folder };
    return await this.run(parseCurrent(text, name).run, signal);
  }

  /** The run that a pointer leads to. */
  async current(path: string, signal: AbortSignal | undefined): Promise<string> {
    const { text, name } = await this.text(path, signal);
    return parseCurrent(text, name).run;
  }

  /** The version of a run. */
  async run(run: string, signal: AbortSignal | undefined): Promise<VersionFound> {
    const { text, name } = await this.text(`${run}/manifest.json`, signal);
    const manifest = parseManifest(text, name);
    if (manifest.run === run) return { manifest, folder: folderIn(this.folder, run) };
    throw new CorruptBufferError(`${name} is that of run ${manifest.run}: it was moved, or its folder was`);
  }
}

/** Both have a format, a version and a run; a pointer says where a manifest is. Others are told what is wrong with them as a pointer. */
function isManifest(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && 'parts' in json;
  } catch {
    return false;
  }
}

function unpublished(error: unknown, { name }: RemoteFolder): unknown {
  if (!(error instanceof RemoteError) || error.status !== 404) return error;
  const message = `${name} has no ${CURRENT}: no data set was published there, or it is another folder: ${error.message}`;
  return new RemoteError(message, { status: 404, cause: error });
}
