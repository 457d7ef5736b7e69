/** Writing zip bundles: several files in one, stored and aligned, so that each is mapped in place. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { MAX_DIRECTORY_BYTES, MAX_ENTRIES } from '../../containers/identify/zip-constants.js';
import { ArgumentError, FileError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { AtomicFile } from '../building/atomic-file.js';
import { orFileError } from '../file-error.js';
import { kindOf } from '../mapping/map-file.js';
import { type FilePath, pathOf } from '../path-of.js';
import { refuseAsSource, type Target, targetOf } from '../temporary/target.js';
import { checkWorkOptions } from '../work-options.js';
import { centralBytes, centralDirectory, localHeader, type ZipEntry } from './zip-writer.js';

/** Entries by name: the path of a file, or its bytes. */
export type BundleSources = Iterable<readonly [name: string, source: FilePath | Uint8Array]>;

/** How a bundle is built. */
export interface BundleOptions {
  /** Aborting ends the build with the signal's reason; the target stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** What data start at a multiple of: the format's own largest alignment, and a cache line. */
const ALIGNMENT = 64;
const CHUNK_BYTES = 2 ** 20;
const MAX_NAME_BYTES = 0xffff;
const { O_RDONLY, O_NONBLOCK = 0 } = constants;

function* bytesOf(source: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < source.length; at += CHUNK_BYTES) yield source.subarray(at, at + CHUNK_BYTES);
}

/** The first `size` bytes of an open file; one that turns out shorter was changed meanwhile. */
function* bytesIn(path: string, fd: number, size: number): Generator<Uint8Array> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; at < size; ) {
    const wanted = Math.min(CHUNK_BYTES, size - at);
    const read = orFileError('read', path, () => readSync(fd, chunk, 0, wanted, at));
    if (read === 0) throw new FileError(`cannot bundle ${path}: it became shorter while it was read`);
    at += read;
    yield chunk.subarray(0, read);
  }
}

async function addEntry(
  file: AtomicFile,
  name: Uint8Array,
  size: number,
  chunks: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<ZipEntry> {
  // Not imported above: opening files should not load what only this needs.
  const { crc32 } = await import('node:zlib');
  const position = file.position;
  file.write(localHeader({ name, size, position, crc32: 0 }, ALIGNMENT));
  let checksum = 0;
  for (const chunk of chunks) {
    checksum = crc32(chunk, checksum);
    file.write(chunk);
    await turn();
    signal?.throwIfAborted();
  }
  const entry = { name, size, position, crc32: checksum };
  file.patch(position, localHeader(entry, ALIGNMENT));
  return entry;
}

async function addSource(
  file: AtomicFile,
  target: Target,
  name: Uint8Array,
  source: FilePath | Uint8Array,
  signal: AbortSignal | undefined,
): Promise<ZipEntry> {
  if (ArrayBuffer.isView(source)) return addEntry(file, name, source.length, bytesOf(source), signal);
  const path = pathOf(source);
  refuseAsSource(target, path);
  // Not blocking: a named pipe is refused, not waited for.
  const fd = orFileError('open', path, () => openSync(path, O_RDONLY | O_NONBLOCK));
  try {
    const stats = orFileError('read', path, () => fstatSync(fd));
    if (!stats.isFile()) throw new FileError(`cannot bundle ${path}: it is ${kindOf(stats)}`);
    return await addEntry(file, name, stats.size, bytesIn(path, fd, stats.size), signal);
  } finally {
    closeSync(fd);
  }
}

/**
 * Bundles files of this library, or any others, into one zip file (zip64 where sizes ask for it), whose entries are
 * stored and aligned to 64 bytes. It appears by a rename when it is whole.
 *
 * @param path Where the zip file is to be.
 * @param sources Names of the entries, each with the path of a file, or bytes.
 * @param options What ends the build.
 * @throws `ArgumentError` for names that repeat, a source that is the bundle itself, and more entries than can be
 * opened.
 * @throws `FileError` when a file cannot be read or the disk fails.
 *
 * @example
 * await buildBundle('world.zip', [['cities.sb', '/data/cities.sb'], ['countries.sb', '/data/countries.sb']]);
 */
export async function buildBundle(
  path: FilePath,
  sources: BundleSources,
  options: BundleOptions = {},
): Promise<void> {
  checkWorkOptions(options, '');
  if (typeof (sources as Partial<BundleSources> | null | undefined)?.[Symbol.iterator] !== 'function') {
    throw new ArgumentError(
      `a bundle is made of entries, [name, path or bytes] each, not of ${describe(sources)}`,
    );
  }
  const { signal } = options;
  signal?.throwIfAborted();
  const target = targetOf(path);
  const file = AtomicFile.create(path);
  try {
    const entries = new Map<string, ZipEntry>();
    let directory = 0;
    for (const each of sources) {
      if (!Array.isArray(each) || typeof each[0] !== 'string') {
        throw new ArgumentError(`a bundle is made of [name, path or bytes], not of ${describe(each)}`);
      }
      const [name, source] = each;
      const encoded = new TextEncoder().encode(name);
      if (encoded.length === 0 || encoded.length > MAX_NAME_BYTES || entries.has(name)) {
        throw new ArgumentError(`${describe(name)} cannot name an entry: it is empty, too long or taken`);
      }
      const entry = await addSource(file, target, encoded, source, signal);
      entries.set(name, entry);
      directory += centralBytes(entry);
      if (entries.size > MAX_ENTRIES || directory > MAX_DIRECTORY_BYTES) {
        throw new ArgumentError(
          `a bundle has up to ${MAX_ENTRIES} entries, and ${MAX_DIRECTORY_BYTES} bytes for their names and places: make several`,
        );
      }
    }
    file.write(centralDirectory([...entries.values()], file.position));
    await file.publish();
  } catch (error) {
    file.discard();
    throw error;
  }
}
