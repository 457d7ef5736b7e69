/** Zip bundles: the stored entries of one zip file, each mapped in place (docs/format.md 11). */
import type { Source } from '../../bytes/container-source.js';
import {
  ArrayDeclaration,
  type IdMapperDeclaration,
  type MappingDeclaration,
} from '../../containers/declare.js';
import { Mapping } from '../../containers/mapping.js';
import { RecordArray } from '../../containers/record-array.js';
import type { RecordType, UndeclaredRecord } from '../../containers/record-type.js';
import { ArgumentError, FileError } from '../../errors.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { fileError } from '../file-error.js';
import { mapFile, type OpenFile, type OpenFileOptions } from '../mapping/map-file.js';

const STORED = 0;
/** More entries than this are no bundle; the directory of a hostile file must not fill the heap. */
const MAX_ENTRIES = 1_000_000;

/** Where an entry's data lie, or why they cannot be mapped. */
interface Place {
  readonly start: number;
  readonly length: number;
  readonly refused: string | undefined;
}

async function readPlaces(path: string): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  // Loaded here, since it takes longer to load than all of this library, and few programs open bundles.
  const { default: yauzl } = await import('yauzl');
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: false });
  try {
    if (zip.entryCount > MAX_ENTRIES) throw new Error(`it claims ${zip.entryCount} entries`);
    for await (const entry of zip.eachEntry()) {
      const refused = entry.isEncrypted()
        ? 'encrypted'
        : entry.compressionMethod !== STORED
          ? 'compressed'
          : undefined;
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      places.set(entry.fileName, { start: fileDataStart, length: entry.uncompressedSize, refused });
    }
  } finally {
    zip.close();
  }
  return places;
}

/** The entries of an open zip file. What is read from it is closed with it. */
export class Bundle implements Disposable {
  readonly #file: OpenFile;
  readonly #places: ReadonlyMap<string, Place>;

  /** @internal Use `openBundle`. */
  constructor(file: OpenFile, places: ReadonlyMap<string, Place>) {
    this.#file = file;
    this.#places = places;
  }

  /** Whether the bytes are mapped, or a copy in this process's memory. */
  get mapped(): boolean {
    return this.#file.mapped;
  }

  /** Names of all entries, in the order of the zip file's directory. */
  get names(): string[] {
    return [...this.#places.keys()];
  }

  /** The typed mapping in an entry. Throws as `openMapping` does, and for an entry that is not stored. */
  mapping<K extends Key, V extends object>(
    name: string,
    declaration: MappingDeclaration<K, V, never>,
  ): Mapping<K, V>;
  mapping(name: string): Mapping<Key, UndeclaredRecord>;
  mapping(
    name: string,
    declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  ): Mapping<Key, UndeclaredRecord> {
    const source = this.#source(name);
    return declaration?.open(source) ?? new Mapping(source, {});
  }

  /** The typed array in an entry. */
  array<V extends object, Input>(name: string, schema: RecordType<V, Input>): RecordArray<V>;
  array(name: string): RecordArray<UndeclaredRecord>;
  array(name: string, schema?: RecordType<UndeclaredRecord, unknown>): RecordArray<UndeclaredRecord> {
    const source = this.#source(name);
    const declaration = schema && new ArrayDeclaration<UndeclaredRecord, unknown>(schema);
    return declaration?.open(source) ?? new RecordArray(source, 0, undefined);
  }

  /** The id mapper in an entry. */
  idMapper<K extends Key>(name: string, declaration: IdMapperDeclaration<K>): IdMapper<K> {
    return declaration.open(this.#source(name));
  }

  /** Ends all reading from the bundle. A second call does nothing. */
  close(): void {
    this.#file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #source(name: string): Source {
    const place = this.#places.get(name);
    const { path, memory, mapped } = this.#file;
    if (place === undefined) {
      throw new ArgumentError(
        `${path} has no entry ${JSON.stringify(name)}; it has ${this.names.join(', ')}`,
      );
    }
    if (place.refused !== undefined) {
      throw new FileError(
        `${path}: the entry ${name} is ${place.refused}, so it cannot be read in place; store it as it is (zip -0)`,
      );
    }
    const slice = memory.slice(place.start, place.length, `${path}: ${name}`);
    return { memory: slice, mapped, close: () => slice.close() };
  }
}

/**
 * Opens a zip file whose entries are files of this library, mapped once for all of them. Throws `FileError` when it
 * cannot be opened or is no zip file.
 */
export async function openBundle(
  path: string,
  { mmap }: Pick<OpenFileOptions, 'mmap'> = {},
): Promise<Bundle> {
  const file = mapFile(path, { mmap });
  try {
    return new Bundle(file, await readPlaces(path));
  } catch (cause) {
    file.close();
    throw fileError('read as a zip file', path, cause);
  }
}
