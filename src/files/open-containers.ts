/** Opening files: mapped, checked in constant time, read in place. */

import type { Source } from '../bytes/container-source.js';
import {
  ArrayDeclaration,
  type IdMapperDeclaration,
  type MappingDeclaration,
} from '../containers/declare.js';
import { Mapping } from '../containers/mapping.js';
import { RecordArray } from '../containers/record-array.js';
import type { RecordType, UndeclaredRecord } from '../containers/record-type.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { Writable } from '../schema/writable-types.js';
import { mapFile, type OpenFileOptions } from './mapping/map-file.js';

/** Options that make the numeric fields of records assignable. */
export interface OpenWritableOptions extends OpenFileOptions {
  readonly writable: true;
}

/** Opens a file and reads it by `read`; a file that cannot be read so is closed again. */
function openAs<T>(path: string, options: OpenFileOptions | undefined, read: (source: Source) => T): T {
  const file = mapFile(path, options);
  try {
    return read(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Opens a typed mapping. Without a declaration, what it holds is read from the file, which those of this library say;
 * files from Python need their kind of key named: `mapping({ key: t.string })`.
 *
 * Throws `FileError` when the file cannot be opened, `CorruptBufferError` when it is no mapping, `SchemaError` when it
 * holds another one than declared.
 */
export function openMapping<K extends Key, V extends object>(
  path: string,
  declaration: MappingDeclaration<K, V, never>,
  options: OpenWritableOptions,
): Mapping<K, Writable<V>>;
export function openMapping(
  path: string,
  declaration: undefined,
  options: OpenWritableOptions,
): Mapping<Key, Writable<UndeclaredRecord>>;
export function openMapping<K extends Key, V extends object>(
  path: string,
  declaration: MappingDeclaration<K, V, never>,
  options?: OpenFileOptions,
): Mapping<K, V>;
export function openMapping(
  path: string,
  declaration?: undefined,
  options?: OpenFileOptions,
): Mapping<Key, UndeclaredRecord>;
export function openMapping(
  path: string,
  declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  options?: OpenFileOptions,
): Mapping<Key, UndeclaredRecord> {
  return openAs(path, options, (source) => declaration?.open(source) ?? new Mapping(source, {}));
}

/** Opens a typed array. Without a schema, the one in the file is used. Throws as `openMapping` does. */
export function openArray<V extends object, Input>(
  path: string,
  schema: RecordType<V, Input>,
  options: OpenWritableOptions,
): RecordArray<Writable<V>>;
export function openArray(
  path: string,
  schema: undefined,
  options: OpenWritableOptions,
): RecordArray<Writable<UndeclaredRecord>>;
export function openArray<V extends object, Input>(
  path: string,
  schema: RecordType<V, Input>,
  options?: OpenFileOptions,
): RecordArray<V>;
export function openArray(
  path: string,
  schema?: undefined,
  options?: OpenFileOptions,
): RecordArray<UndeclaredRecord>;
export function openArray(
  path: string,
  schema?: RecordType<UndeclaredRecord, unknown>,
  options?: OpenFileOptions,
): RecordArray<UndeclaredRecord> {
  const declaration = schema && new ArrayDeclaration<UndeclaredRecord, unknown>(schema);
  return openAs(
    path,
    options,
    (source) => declaration?.open(source) ?? new RecordArray(source, 0, undefined),
  );
}

/** Opens an id mapper. Throws `FileError` or `CorruptBufferError`. */
export function openIdMapper<K extends Key>(
  path: string,
  declaration: IdMapperDeclaration<K>,
  options?: OpenFileOptions,
): IdMapper<K> {
  return openAs(path, options, (source) => declaration.open(source));
}
