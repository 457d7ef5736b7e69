/** Where the files of a data set are that is far away. */
import { checkOptions } from '../../bytes/options.js';
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { type Fetch, type FetchOptions, FetchSource } from '../sources/fetch-source.js';
import type { RemoteSource } from '../sources/remote-source.js';
import { checkS3, nameOf, objectSource, type S3Options, signing, urlOf } from '../sources/s3-source.js';
import { DocumentSource } from './document-source.js';

/** Files by their paths in a folder; folders on web servers and in S3 are there already, others can be written. */
export interface RemoteFolder {
  /** For messages. */
  readonly name: string;
  /**
   * A file that is read by parts.
   *
   * @param path Where it is in the folder, with `/` between names.
   */
  file(path: string): RemoteSource;
  /**
   * One that is read at once, whatever part of it is asked for; as `file` gives it if left out.
   *
   * @param path Where it is in the folder, with `/` between names.
   */
  document?(path: string): RemoteSource;
}

/** Where a data set is: its folder, `current.json` or a manifest at a URL, or a folder. */
export type RemoteDatasetInput = string | URL | RemoteFolder | S3FolderOptions;

/** Where in S3 a data set is, and who asks. */
export interface S3FolderOptions extends Omit<S3Options, 'key'> {
  /** What the keys of all objects of the data set begin with, before a slash. */
  readonly prefix: string;
}

const S3_OPTIONS = 'bucket prefix region endpoint accessKeyId secretAccessKey sessionToken fetch';

/**
 * The objects in S3, or in storage with the same interface, whose keys begin with `prefix` and a slash: the folder of
 * a data set, for `openRemoteDataset` and `uploadDataset`.
 *
 * @param options Where in S3 the data set is, and who asks.
 * @throws `ArgumentError` for what is none of the options.
 *
 * @example
 * const cities = await openRemoteDataset(s3Folder({ bucket: 'data', prefix: 'cities', region: 'eu-central-1' }));
 */
export function s3Folder(options: S3FolderOptions): ObjectFolder {
  checkOptions(options ?? null, S3_OPTIONS);
  checkS3('s3Folder', options, 'prefix');
  if (typeof options.prefix !== 'string')
    throw new ArgumentError(`prefix of s3Folder is text, not ${describe(options.prefix)}`);
  return new S3Folder(options);
}

/** A folder of objects that can be written, too. */
export interface ObjectFolder extends RemoteFolder {
  /**
   * How one is asked for: the URL of an object, and what asks, with signatures.
   *
   * @param path Where it is in the folder, with `/` between names.
   */
  object(path: string): {
    /** Where it is. */
    readonly url: string;
    /** For messages. */
    readonly name: string;
    /** What asks, and signs. */
    readonly fetch: Fetch;
  };
}

class S3Folder implements ObjectFolder {
  readonly name: string;
  readonly #options: S3FolderOptions;

  constructor(options: S3FolderOptions) {
    this.#options = options;
    this.name = nameOf(this.#placeOf('')).replace(/\/$/, '');
  }

  file(path: string): RemoteSource {
    return objectSource(this.#placeOf(path));
  }

  document(path: string): RemoteSource {
    const { url, name, fetch } = this.object(path);
    return new DocumentSource(url, { fetch }, name);
  }

  object(path: string): { readonly url: string; readonly name: string; readonly fetch: Fetch } {
    const place = this.#placeOf(path);
    return { url: urlOf(place), name: nameOf(place), fetch: signing(place) };
  }

  #placeOf(path: string): S3Options {
    const { prefix, ...rest } = this.#options;
    const within = prefix.replace(/\/+$/, '');
    return { ...rest, key: within === '' ? path : `${within}/${path}` };
  }
}

/** A folder on a web server; what its URL is asked with (`?…`) is asked with all files. */
class UrlFolder implements RemoteFolder {
  readonly name: string;
  readonly #base: URL;
  readonly #options: FetchOptions;

  constructor(base: URL, options: FetchOptions) {
    this.#base = base;
    this.#options = options;
    this.name = base.href.replace(/\/?(\?.*)?$/, '');
  }

  file(path: string): RemoteSource {
    return new FetchSource(this.#urlOf(path), this.#options);
  }

  document(path: string): RemoteSource {
    return new DocumentSource(this.#urlOf(path), this.#options);
  }

  #urlOf(path: string): string {
    const url = new URL(path.split('/').map(encodeURIComponent).join('/'), this.#base);
    url.search = this.#base.search;
    return url.href;
  }
}

/** A folder, and the file in it that says what the data set is made of. */
export interface Entrance {
  readonly folder: RemoteFolder;
  readonly document: string;
}

/**
 * @throws `ArgumentError` for what is no place of a data set.
 */
export function entranceOf(input: RemoteDatasetInput, options: FetchOptions, current: string): Entrance {
  if (typeof input === 'string' || (typeof input === 'object' && input !== null && 'href' in input)) {
    return urlEntrance(String(input), options, current);
  }
  const { file, name } = (input ?? {}) as Partial<RemoteFolder>;
  if (typeof file === 'function' && typeof name === 'string') {
    return { folder: input as RemoteFolder, document: current };
  }
  if (typeof input === 'object' && input !== null && 'bucket' in input) {
    return { folder: s3Folder(input), document: current };
  }
  throw new ArgumentError(
    `a data set is opened by the URL of its folder, of its current.json or of a manifest, by s3Folder({ bucket, prefix, … }), or by a folder with a name and file(path), not ${describe(input)}`,
  );
}

function urlEntrance(text: string, options: FetchOptions, current: string): Entrance {
  const page = (globalThis as { readonly location?: { readonly href?: string } }).location?.href;
  if (!URL.canParse(text, page)) {
    throw new ArgumentError(`${JSON.stringify(text)} is no URL: give one with its scheme, as https://…`);
  }
  const url = new URL(text, page);
  url.hash = '';
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const isDocument = last.endsWith('.json');
  if (!isDocument && last !== '') url.pathname += '/';
  if (isDocument) url.pathname = url.pathname.slice(0, -last.length);
  return { folder: new UrlFolder(url, options), document: isDocument ? decodeURIComponent(last) : current };
}

/** The folder within one. */
export function folderIn(folder: RemoteFolder, path: string): RemoteFolder {
  if (path === '') return folder;
  const { document } = folder;
  return {
    name: `${folder.name}/${path}`,
    file: (name) => folder.file(`${path}/${name}`),
    ...(document && { document: (name: string) => document.call(folder, `${path}/${name}`) }),
  };
}
