/** Opening data sets. */
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkOptions } from '../../bytes/options.js';
import { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { mapping } from '../../containers/declaring/declare.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { ArgumentError, FileError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import type { Key } from '../../mappers/id-mapper.js';
import { type Manifest, parseManifest } from '../../shards/manifest.js';
import { describe } from '../../values/base/codec.js';
import { readCurrent, readManifest, readText } from '../versions/folder-files.js';
import { CURRENT } from '../versions/run-files.js';
import { Dataset } from './dataset.js';
import { Shards } from './shards.js';

/** How a data set is opened. */
export interface OpenDatasetOptions {
  /** As in `openMapping`: false reads shards into memory, `'required'` refuses what cannot be mapped. Default true. */
  readonly mmap?: boolean | 'required' | undefined;
}

/**
 * Opens a data set: the current version in its folder, or the one of a manifest, which stays open though others
 * become current. Shards are opened when a key, or iteration, needs them.
 *
 * ```ts
 * using cities = await openDataset('cities', Cities);
 * cities.get('AR-ROS')?.population;
 * ```
 *
 * @param path The folder of the data set, its `current.json`, or a manifest.
 * @param declaration What its shards hold; by default what the files say.
 * @param options Whether they are mapped.
 * @throws `FileError` for a folder in which nothing was published.
 * @throws `CorruptBufferError` for a manifest that is damaged.
 * @throws `VersionError` for a manifest of a later form; look-ups throw for shards that are missing or foreign.
 */
export async function openDataset<K extends Key, V extends object, X extends IndexKeys>(
  path: FilePath,
  declaration: MappingDeclaration<K, V, never, X>,
  options?: OpenDatasetOptions,
): Promise<Dataset<K, V, X>>;
export async function openDataset(
  path: FilePath,
  declaration?: undefined,
  options?: OpenDatasetOptions,
): Promise<Dataset<Key, UndeclaredRecord>>;
export async function openDataset(
  path: FilePath,
  declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  options: OpenDatasetOptions = {},
): Promise<Dataset<Key, UndeclaredRecord>> {
  checkOptions(options, 'mmap');
  const checked = declared('openDataset', declaration);
  const { folder, manifest } = manifestAt(pathOf(path));
  return datasetIn(folder, manifest, checked, options);
}

/**
 * @throws `ArgumentError` for what declares no mapping.
 */
export function declared<K extends Key, V extends object, X extends IndexKeys>(
  call: string,
  declaration: MappingDeclaration<K, V, never, X> | undefined,
): MappingDeclaration<K, V, never, X> {
  if (declaration === undefined) return mapping() as unknown as MappingDeclaration<K, V, never, X>;
  if (declaration instanceof MappingDeclaration) return declaration;
  throw new ArgumentError(
    `${call} takes what mapping({ key: t.string, value: City }) gives, or nothing, not ${describe(declaration)}`,
  );
}

/** The data set of a manifest; `folder` is the one that the parts are in. */
export function datasetIn<K extends Key, V extends object, X extends IndexKeys>(
  folder: string,
  manifest: Manifest,
  declaration: MappingDeclaration<K, V, never, X>,
  options: OpenDatasetOptions,
): Dataset<K, V, X> {
  return new Dataset(new Shards(folder, manifest, declaration, options));
}

/** The manifest that a path leads to, by itself or as the folder of a data set, and the folder of its parts. */
export function manifestAt(path: string): { readonly folder: string; readonly manifest: Manifest } {
  const stats = orFileError('open', path, () => statSync(path));
  if (basename(path) === CURRENT) return manifestAt(dirname(path));
  if (!stats.isDirectory()) {
    return { folder: dirname(path), manifest: parseManifest(readText(path), path) };
  }
  const current = readCurrent(path);
  if (current === undefined) {
    throw new FileError(
      `${path} has no ${CURRENT}: no data set was published there, or it is another folder`,
    );
  }
  return { folder: join(path, current.run), manifest: readManifest(path, current.run) };
}
