/** Entries of zip bundles that are far away: sources that are a stretch of another one. */

import type { ZipPlace } from '../containers/identify/zip-directory.js';
import { ArgumentError, ChangedError } from '../errors.js';
import { describe } from '../values/base/codec.js';
import { type ReadOptions, signalOf } from './read-options.js';
import { RemoteFile } from './remote-file.js';
import { type CheckedRemoteOptions, checkRemoteOptions, type RemoteOptions } from './remote-options.js';
import type { RemoteBytes, RemoteRange, RemoteSource } from './sources/remote-source.js';
import { type RemoteInput, sourceOf } from './sources/source-of.js';
import { untilAborted } from './sources/until-aborted.js';

/** Where the entry lies, and what its bundle was when that was found. */
interface Place extends BundlePlace {
  readonly size: number | undefined;
  readonly etag: string | undefined;
}

/** How the directory of a bundle is read. */
export type BundleEntryOptions = Pick<RemoteOptions, 'fetch' | 'headers' | 'retries' | 'onRequest'>;

/** Where in a bundle a file lies. */
export interface BundlePlace {
  /** Of its first byte in the bundle. */
  readonly start: number;
  /** In bytes. */
  readonly length: number;
}

/** A file in a bundle that is far away. */
export interface BundleEntry extends RemoteSource {
  /**
   * Where in the bundle it lies.
   *
   * @param options Which signal ends the wait.
   * @throws as reading it does.
   */
  place(options?: ReadOptions): Promise<BundlePlace>;
}

/** What a bundle's directory says of a file in it. */
export interface BundleEntryFacts {
  /** What `bundleEntry` finds it by. */
  readonly name: string;
  /** Bytes of its data. */
  readonly byteLength: number;
  /** Why it cannot be read in place, as that it is compressed; `undefined` where it can. */
  readonly refused: string | undefined;
}

/** A directory of some thousand entries, and the longest comment that can be behind it. */
const END_OF_BUNDLE = 2 ** 18;

type Reading = { readonly signal: AbortSignal };

class EntrySource implements BundleEntry {
  readonly name: string;
  readonly readMany?: NonNullable<RemoteSource['readMany']>;
  readonly #bundle: RemoteSource;
  readonly #entry: string;
  readonly #options: CheckedRemoteOptions;
  #place: Promise<Place> | undefined;

  constructor(bundle: RemoteSource, entry: string, options: CheckedRemoteOptions) {
    this.name = `${bundle.name}: ${describe(entry)}`;
    this.#bundle = bundle;
    this.#entry = entry;
    this.#options = options;
    if (bundle.readMany !== undefined) this.readMany = (ranges, reading) => this.#readMany(ranges, reading);
  }

  async read(offset: number, length: number, reading: Reading): Promise<RemoteBytes> {
    const place = await this.#found(reading);
    const from = offset < 0 ? Math.max(0, place.length + offset) : offset;
    const count = Math.min(length, place.length - from);
    if (count <= 0) return { bytes: new Uint8Array(0), size: place.length, etag: place.etag };
    return this.#ofEntry(await this.#bundle.read(place.start + from, count, reading), place);
  }

  async place(options: ReadOptions = {}): Promise<BundlePlace> {
    const { start, length } = await this.#located(signalOf(options));
    return { start, length };
  }

  async #readMany(ranges: readonly RemoteRange[], reading: Reading): Promise<RemoteBytes[] | undefined> {
    const place = await this.#found(reading);
    const moved = ranges.map(({ offset, length }) => ({ offset: place.start + offset, length }));
    const parts = await this.#bundle.readMany!(moved, reading);
    return parts?.map((part) => this.#ofEntry(part, place));
  }

  /** Throws `ChangedError` for bytes of another bundle than the one whose directory was read; the next read finds the entry again. */
  #ofEntry({ bytes, size, etag }: RemoteBytes, place: Place): RemoteBytes {
    const other = (now: unknown, then: unknown) => now !== undefined && then !== undefined && now !== then;
    if (!other(size, place.size) && !other(etag, place.etag)) return { bytes, size: place.length, etag };
    this.#place = undefined;
    throw new ChangedError(`${this.#bundle.name} was replaced while it was read: open it again`);
  }

  #found({ signal }: Reading): Promise<Place> {
    return this.#located(signal);
  }

  async #located(signal: AbortSignal | undefined): Promise<Place> {
    this.#place ??= this.#find().catch((error: unknown) => {
      this.#place = undefined;
      throw error;
    });
    return await untilAborted(this.#place, signal);
  }

  async #find(): Promise<Place> {
    const { dataStart, entryPlace } = await import('./whole/zip.js');
    return await inDirectory(this.#bundle, this.#options, undefined, async (file, places) => {
      const { memory, name } = file;
      const place = entryPlace(places, this.#entry, name);
      const start = await file.attempt(() => dataStart(memory, place));
      memory.need(start, place.length, `the entry ${describe(this.#entry)}`);
      return { start, length: place.length, ...file.requests.seen };
    });
  }
}

async function inDirectory<T>(
  bundle: RemoteSource,
  options: CheckedRemoteOptions,
  signal: AbortSignal | undefined,
  look: (file: RemoteFile, places: ReadonlyMap<string, ZipPlace>) => Promise<T> | T,
): Promise<T> {
  const { openAs, readZipDirectory } = await import('./whole/zip.js');
  const file = await RemoteFile.open(bundle, options, signal, END_OF_BUNDLE);
  try {
    const read = () => openAs(file.source, 'bundle', () => readZipDirectory(file.memory));
    return await look(file, await file.attempt(read, signal));
  } finally {
    file.close();
  }
}

/**
 * A file in a zip bundle, for `openRemote`:
 *
 * ```ts
 * await openRemote(bundleEntry('https://example.org/all.zip', 'cities.sb'), Cities);
 * ```
 *
 * It is found with two requests or three, of which `stats` says nothing. Reading throws `ArgumentError` where the bundle has no such entry, `FileError` for
 * one that is compressed, and `CorruptBufferError` for what is no zip file.
 *
 * @param input Where the bundle is: a URL, a `Blob`, an open file, or a source.
 * @param entry Name of the entry.
 * @param options How it is asked for.
 * @throws as `openRemote` does, when it is read.
 *
 * @example
 * const cities = await openRemote(bundleEntry('https://example.org/world.zip', 'cities.sb'));
 */
export function bundleEntry(
  input: RemoteInput,
  entry: string,
  options: BundleEntryOptions = {},
): BundleEntry {
  if (typeof entry !== 'string') throw new ArgumentError(`an entry has a name, not ${describe(entry)}`);
  const checked = checkRemoteOptions(options);
  return new EntrySource(sourceOf(input, checked), entry, checked);
}

/**
 * The files in a zip bundle, in the order of its directory, which is all that is read.
 *
 * @param input Where the bundle is: a URL, a `Blob`, an open file, or a source.
 * @param options How it is asked for.
 * @throws `RemoteError` where its bytes cannot be read.
 * @throws `CorruptBufferError` for what is no zip file.
 * @throws `ArgumentError` for options that are none.
 *
 * @example
 * for (const { name, byteLength } of await bundleEntries('https://example.org/world.zip')) console.log(name, byteLength);
 */
export async function bundleEntries(
  input: RemoteInput,
  options: BundleEntryOptions & ReadOptions = {},
): Promise<readonly BundleEntryFacts[]> {
  const checked = checkRemoteOptions(options);
  return await inDirectory(sourceOf(input, checked), checked, checked.signal, (_, places) =>
    Array.from(places, ([name, { length, refused }]) => ({ name, byteLength: length, refused })),
  );
}
