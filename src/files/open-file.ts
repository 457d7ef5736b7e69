/** Opening a file without knowing what it is. */
import { identify } from '../containers/identify/identify-container.js';
import { otherFormat } from '../containers/identify/wrong-kind.js';
import { findZipEnd } from '../containers/identify/zip-directory.js';
import type { Mapping } from '../containers/mapping.js';
import type { RecordArray } from '../containers/record-array.js';
import type { UndeclaredRecord } from '../containers/record-type.js';
import { undeclaredContainer } from '../containers/undeclared.js';
import { ArgumentError, CorruptBufferError } from '../errors.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { Writable } from '../schema/writable-types.js';
import { type Bundle, bundleIn } from './bundles/open-bundle.js';
import type { OpenFile, OpenFileOptions } from './mapping/map-file.js';
import { type OpenWritableOptions, openWith } from './open-containers.js';
import type { FilePath } from './path-of.js';

/** A file opened as what it is, which `kind` says: `array`, `mapping`, `idMapper` or `bundle`. */
export type OpenedFile<V extends object = UndeclaredRecord> =
  | RecordArray<V>
  | Mapping<Key, V>
  | IdMapper<Key>
  | Bundle;

/**
 * Finds out what a file is and opens it, without a declaration:
 *
 * ```ts
 * using file = openFile('cities.sb');
 * if (file.kind === 'mapping') console.log(file.get('AR-ROS')?.toObject());
 * ```
 *
 * Files from Python do not say what their keys are; that is told by how they lie, integers apart from text. Where you
 * know it, declare it to `openMapping` or `openIdMapper`: bytes that are no text, for instance, fail to read as it.
 *
 * @param path The file.
 * @param options Whether it is mapped, checked, and may be changed.
 * @throws `FileError` when the file cannot be opened.
 * @throws `CorruptBufferError` when it is none of this library, with what it is instead where that can be told, or
 * damaged.
 * @throws `ArgumentError` for a bundle with `writable`.
 */
export function openFile(
  path: FilePath,
  options: OpenWritableOptions,
): OpenedFile<Writable<UndeclaredRecord>>;
export function openFile(path: FilePath, options?: OpenFileOptions): OpenedFile;
export function openFile(path: FilePath, options?: OpenFileOptions): OpenedFile {
  return openWith(path, options, opened);
}

function opened(file: OpenFile): OpenedFile {
  const { memory } = file;
  const identity = identify(memory);
  if (identity !== undefined) return undeclaredContainer(file, identity);
  if (findZipEnd(memory) >= 0) {
    if (!memory.writable) return bundleIn(file);
    throw new ArgumentError(`${memory.name} is a zip bundle, which is read-only: open it without writable`);
  }
  const kinds = 'neither an array, nor a mapping, nor an id mapper, nor a zip bundle';
  throw (
    otherFormat(file) ??
    new CorruptBufferError(`${memory.name} is no file of sharedbuffers, or is cut short: ${kinds}`)
  );
}
