/** Opening files: mapped, checked in constant time, read in place. */

import {
  checkIdMapperDeclaration,
  checkMappingDeclaration,
} from '../containers/declaring/check-declaration.js';
import {
  ArrayDeclaration,
  type IdMapperDeclaration,
  type MappingDeclaration,
} from '../containers/declaring/declarations.js';
import { mapping } from '../containers/declaring/declare.js';
import type { Mapping } from '../containers/mapping.js';
import type { RecordArray } from '../containers/record-array.js';
import type { RecordType, UndeclaredRecord } from '../containers/record-type.js';
import type { IndexKeys } from '../containers/secondary/index-types.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { Writable } from '../schema/writable-types.js';
import { mapFile, type OpenFile, type OpenFileOptions } from './mapping/map-file.js';
import type { FilePath } from './path-of.js';

/** Options that make the numeric fields of records assignable. */
export interface OpenWritableOptions extends OpenFileOptions {
  /** True: numeric fields can be assigned, which changes the file for all that map it. */
  readonly writable: true;
}

/** @internal Opens a file and reads it by `read`; a file that cannot be read so is closed again. */
export function openWith<T>(
  path: FilePath,
  options: OpenFileOptions | undefined,
  read: (file: OpenFile) => T,
): T {
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
 * @param path The file.
 * @param declaration What it holds; by default what the file says.
 * @param options Whether it is mapped, checked, and may be changed.
 * @throws `FileError` when the file cannot be opened.
 * @throws `SchemaError` when it is another kind of container, which it names, or another mapping than declared.
 * @throws `CorruptBufferError` when it is of another format or damaged.
 *
 * @example
 * const Cities = mapping({ key: t.string, value: struct({ name: t.string, population: t.uint32 }) });
 * using cities = openMapping('cities.sb', Cities);
 * cities.get('AR-ROS')?.population; // 1030069
 */
export function openMapping<K extends Key, V extends object, X extends IndexKeys>(
  path: FilePath,
  declaration: MappingDeclaration<K, V, never, X>,
  options: OpenWritableOptions,
): Mapping<K, Writable<V>, X>;
export function openMapping(
  path: FilePath,
  declaration: undefined,
  options: OpenWritableOptions,
): Mapping<Key, Writable<UndeclaredRecord>>;
export function openMapping<K extends Key, V extends object, X extends IndexKeys>(
  path: FilePath,
  declaration: MappingDeclaration<K, V, never, X>,
  options?: OpenFileOptions,
): Mapping<K, V, X>;
export function openMapping(
  path: FilePath,
  declaration?: undefined,
  options?: OpenFileOptions,
): Mapping<Key, UndeclaredRecord>;
export function openMapping(
  path: FilePath,
  declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  options?: OpenFileOptions,
): Mapping<Key, UndeclaredRecord> {
  const declared = declaration ?? mapping();
  checkMappingDeclaration('openMapping', declared, true);
  return openWith(path, options, (source) => declared.open(source));
}

/**
 * Opens a typed array. Without a schema, the one in the file is used.
 *
 * @param path The file.
 * @param schema What its records are; by default what the file says.
 * @param options Whether it is mapped, checked, and may be changed.
 * @throws as `openMapping` does.
 *
 * @example
 * using points = openArray('points.sb', struct({ x: t.float64, y: t.float64 }));
 * for (const point of points.cursor()) console.log(point.x);
 */
export function openArray<V extends object, Input>(
  path: FilePath,
  schema: RecordType<V, Input>,
  options: OpenWritableOptions,
): RecordArray<Writable<V>>;
export function openArray(
  path: FilePath,
  schema: undefined,
  options: OpenWritableOptions,
): RecordArray<Writable<UndeclaredRecord>>;
export function openArray<V extends object, Input>(
  path: FilePath,
  schema: RecordType<V, Input>,
  options?: OpenFileOptions,
): RecordArray<V>;
export function openArray(
  path: FilePath,
  schema?: undefined,
  options?: OpenFileOptions,
): RecordArray<UndeclaredRecord>;
export function openArray(
  path: FilePath,
  schema?: RecordType<UndeclaredRecord, unknown>,
  options?: OpenFileOptions,
): RecordArray<UndeclaredRecord> {
  const declaration = new ArrayDeclaration<UndeclaredRecord, unknown>(schema);
  return openWith(path, options, (source) => declaration.open(source));
}

/**
 * Opens an id mapper, whose declaration is needed: files do not say what its keys are.
 *
 * @param path The file.
 * @param declaration What its keys are.
 * @param options Whether it is mapped and checked.
 * @throws as `openMapping` does.
 *
 * @example
 * using ids = openIdMapper('ids.sb', idMapper({ key: t.string }));
 * ids.get('AR-ROS');
 */
export function openIdMapper<K extends Key>(
  path: FilePath,
  declaration: IdMapperDeclaration<K>,
  options?: OpenFileOptions,
): IdMapper<K> {
  checkIdMapperDeclaration('openIdMapper', declaration);
  return openWith(path, options, (source) => declaration.open(source));
}
