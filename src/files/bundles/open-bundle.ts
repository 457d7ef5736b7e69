/** Zip bundles: the stored entries of one zip file, each mapped in place (docs/format.md 11). */

import type { Source } from '../../bytes/container-source.js';
import { checkOptions } from '../../bytes/options.js';
import {
  ArrayDeclaration,
  type IdMapperDeclaration,
  type MappingDeclaration,
} from '../../containers/declaring/declarations.js';
import { mapping } from '../../containers/declaring/declare.js';
import { openAs } from '../../containers/identify/wrong-kind.js';
import { dataStart, readZipDirectory, type ZipPlace } from '../../containers/identify/zip-directory.js';
import { entryPlace, shown } from '../../containers/identify/zip-entry.js';
import type { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { RecordType, UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { mapFile, type OpenFile, type OpenFileOptions } from '../mapping/map-file.js';
import type { FilePath } from '../path-of.js';

/** The entries of an open zip file. What is read from it is closed with it. */
export class Bundle implements Disposable {
  readonly #file: OpenFile;
  readonly #places: ReadonlyMap<string, ZipPlace>;

  /** @internal Use `openBundle`. */
  constructor(file: OpenFile, places: ReadonlyMap<string, ZipPlace>) {
    this.#file = file;
    this.#places = places;
  }

  /** Whether the bytes are mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.#file.notMappedBecause === undefined;
  }

  /** Why the bytes are not mapped, in words such as `the package koffi is not installed`; undefined when they are. */
  get notMappedBecause(): string | undefined {
    return this.#file.notMappedBecause;
  }

  /** Tells it from other containers, as `openFile` gives them. */
  get kind(): 'bundle' {
    return 'bundle';
  }

  /** Names of all entries, in the order of the zip file's directory. */
  get names(): string[] {
    return [...this.#places.keys()];
  }

  /**
   * The typed mapping in an entry.
   *
   * @param name Name of the entry.
   * @param declaration What it holds; by default what the file says.
   * @throws as `openMapping` does, and for an entry that is not stored.
   */
  mapping<K extends Key, V extends object, X extends IndexKeys>(
    name: string,
    declaration: MappingDeclaration<K, V, never, X>,
  ): Mapping<K, V, X>;
  mapping(name: string): Mapping<Key, UndeclaredRecord>;
  mapping(
    name: string,
    declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  ): Mapping<Key, UndeclaredRecord> {
    return (declaration ?? mapping()).open(this.#source(name));
  }

  /**
   * The typed array in an entry.
   *
   * @param name Name of the entry.
   * @param schema What its records are; by default what the file says.
   */
  array<V extends object, Input>(name: string, schema: RecordType<V, Input>): RecordArray<V>;
  array(name: string): RecordArray<UndeclaredRecord>;
  array(name: string, schema?: RecordType<UndeclaredRecord, unknown>): RecordArray<UndeclaredRecord> {
    return new ArrayDeclaration<UndeclaredRecord, unknown>(schema).open(this.#source(name));
  }

  /**
   * The id mapper in an entry.
   *
   * @param name Name of the entry.
   * @param declaration What its keys are.
   */
  idMapper<K extends Key>(name: string, declaration: IdMapperDeclaration<K>): IdMapper<K> {
    return declaration.open(this.#source(name));
  }

  /** Ends all reading from the bundle. A second call does nothing. */
  close(): void {
    this.#file.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #source(name: string): Source {
    const { path, memory, notMappedBecause } = this.#file;
    const place = entryPlace(this.#places, name, path);
    const slice = memory.slice(dataStart(memory, place), place.length, `${path}: ${shown(name)}`);
    return { memory: slice, notMappedBecause, from: 'bundle', close: () => slice.close() };
  }
}

/** How to open a bundle: as any file, but for reading only. */
export type OpenBundleOptions = Omit<OpenFileOptions, 'writable'>;

/**
 * The bundle in an open file, which is closed if there is none.
 *
 * @throws as `openBundle` does.
 */
export function bundleIn(file: OpenFile): Bundle {
  try {
    return openAs(file, 'bundle', () => new Bundle(file, readZipDirectory(file.memory)));
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Opens a zip file whose entries are files of this library, mapped once for all of them.
 *
 * @param path The zip file.
 * @param options Whether it is mapped.
 * @throws `FileError` when it cannot be opened.
 * @throws `SchemaError` when it is an array, a mapping or an id mapper itself.
 * @throws `CorruptBufferError` when it is anything else, or damaged.
 *
 * @example
 * using world = await openBundle('world.zip');
 * world.mapping('cities.sb', mapping({ key: t.string })).size;
 */
export async function openBundle(path: FilePath, options: OpenBundleOptions = {}): Promise<Bundle> {
  checkOptions(options, 'mmap offset length');
  const { mmap, offset, length } = options;
  return bundleIn(mapFile(path, { mmap, offset, length }));
}
