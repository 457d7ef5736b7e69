/** The files of a data set far away, one by one, for who looks into each of them. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { checkRemoteOptions, type RemoteOptions } from '../remote-options.js';
import { entranceOf } from './remote-folder.js';

/** The file of a shard. */
export interface DatasetFile {
  /** Name of the file in the folder of its version. */
  readonly name: string;
  /** Where it is read. */
  readonly url: string;
}

/** One version of a data set, as files. */
export interface DatasetFiles {
  /** Name of the version. */
  readonly run: string;
  /** A file a shard, in their order. */
  readonly files: readonly DatasetFile[];
}

/**
 * Whether a URL leads to a data set, by how its path ends: as that of a folder, or of a document of one. False for what is no URL.
 *
 * @param url As text.
 * @throws `ArgumentError` for what is no text.
 *
 * @example
 * isDatasetUrl('https://example.org/cities/'); // true, and of https://example.org/cities.sb it is not
 */
export function isDatasetUrl(url: string): boolean {
  if (typeof url !== 'string') throw new ArgumentError(`a URL is text, not ${describe(url)}`);
  return URL.canParse(url) && /(\/|\.json)$/.test(new URL(url).pathname);
}

/**
 * The files of the version that is current of a data set, or of the one whose manifest is given.
 *
 * @param input URL of its folder, of its `current.json` or of a manifest.
 * @param options How it is asked for.
 * @throws `RemoteError` where nothing was published, or nothing can be read.
 * @throws `CorruptBufferError` for a manifest that is damaged.
 */
export async function datasetFiles(input: string | URL, options: RemoteOptions = {}): Promise<DatasetFiles> {
  const checked = checkRemoteOptions(options);
  const { CURRENT, Documents } = await import('./read-manifest.js');
  const { folder, document } = entranceOf(input, checked, CURRENT);
  const found = await new Documents(folder, checked).version(document, checked.signal);
  const files = found.manifest.parts.map(({ path }) => ({ name: path, url: found.folder.file(path).name }));
  return { run: found.manifest.run, files };
}
