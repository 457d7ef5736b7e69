/** Opening files that are replaced while they are read. */
import {
  checkIdMapperDeclaration,
  checkMappingDeclaration,
} from '../../containers/declaring/check-declaration.js';
import {
  ArrayDeclaration,
  type IdMapperDeclaration,
  type MappingDeclaration,
} from '../../containers/declaring/declarations.js';
import { mapping } from '../../containers/declaring/declare.js';
import type { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { RecordType, UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { type Bundle, bundleIn } from '../bundles/open-bundle.js';
import { type FilePath, pathOf } from '../path-of.js';
import type { LiveArray } from './live-array.js';
import type { LiveBundle } from './live-bundle.js';
import type { LiveIdMapper } from './live-id-mapper.js';
import type { LiveMapping } from './live-mapping.js';
import { checkLiveOptions, type LiveOptions } from './live-options.js';

/**
 * Opens a mapping that follows its file: when the file is replaced, by renaming another over it or by moving a
 * symbolic link, the new one is opened, checked and swapped in while reads go on.
 *
 * ```ts
 * using cities = await liveMapping('cities.sb', Cities, { onSwap: ({ generation }) => console.log(generation) });
 * cities.get('AR-ROS')?.population;
 * ```
 *
 * @param path The file that is followed.
 * @param declaration What it holds; by default what the file says.
 * @param options How often to look, what to check, and who is told.
 * @throws as `openMapping` does, and what `validate` throws, for the first version; later ones are told to `onError`.
 */
export function liveMapping<K extends Key, V extends object, X extends IndexKeys>(
  path: FilePath,
  declaration: MappingDeclaration<K, V, never, X>,
  options?: LiveOptions<Mapping<K, V, X>>,
): Promise<LiveMapping<K, V, X>>;
export function liveMapping(
  path: FilePath,
  declaration?: undefined,
  options?: LiveOptions<Mapping<Key, UndeclaredRecord>>,
): Promise<LiveMapping<Key, UndeclaredRecord>>;
export async function liveMapping(
  path: FilePath,
  declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  options?: LiveOptions<Mapping<Key, UndeclaredRecord>>,
): Promise<LiveMapping<Key, UndeclaredRecord>> {
  const declared = declaration ?? mapping();
  checkMappingDeclaration('liveMapping', declared, true);
  const checked = checkLiveOptions(options);
  const { LiveMapping, containerOpening, openFirst } = await import('./classes.js');
  const opening = containerOpening((file) => declared.open(file));
  return new LiveMapping(
    pathOf(path),
    opening,
    checked,
    await openFirst<Mapping<Key, UndeclaredRecord>>(pathOf(path), opening, checked),
  );
}

/**
 * Opens an array that follows its file.
 *
 * @param path The file that is followed.
 * @param schema What its records are; by default what the file says.
 * @param options How often to look, what to check, and who is told.
 * @throws as `openArray` does, else as `liveMapping`.
 *
 * @example
 * using points = await liveArray('points.sb', struct({ x: t.float64, y: t.float64 }));
 * points.at(0)?.x;
 */
export function liveArray<V extends object, Input>(
  path: FilePath,
  schema: RecordType<V, Input>,
  options?: LiveOptions<RecordArray<V>>,
): Promise<LiveArray<V>>;
export function liveArray(
  path: FilePath,
  schema?: undefined,
  options?: LiveOptions<RecordArray<UndeclaredRecord>>,
): Promise<LiveArray<UndeclaredRecord>>;
export async function liveArray(
  path: FilePath,
  schema?: RecordType<UndeclaredRecord, unknown>,
  options?: LiveOptions<RecordArray<UndeclaredRecord>>,
): Promise<LiveArray<UndeclaredRecord>> {
  const declaration = new ArrayDeclaration<UndeclaredRecord, unknown>(schema);
  const checked = checkLiveOptions(options);
  const { LiveArray, containerOpening, openFirst } = await import('./classes.js');
  const opening = containerOpening((file) => declaration.open(file));
  return new LiveArray(pathOf(path), opening, checked, await openFirst(pathOf(path), opening, checked));
}

/**
 * Opens an id mapper that follows its file.
 *
 * @param path The file that is followed.
 * @param declaration What its keys are.
 * @param options How often to look, what to check, and who is told.
 * @throws as `openIdMapper` does, else as `liveMapping`.
 *
 * @example
 * using ids = await liveIdMapper('ids.sb', idMapper({ key: t.string }));
 * ids.get('AR-ROS');
 */
export async function liveIdMapper<K extends Key>(
  path: FilePath,
  declaration: IdMapperDeclaration<K>,
  options?: LiveOptions<IdMapper<K>>,
): Promise<LiveIdMapper<K>> {
  checkIdMapperDeclaration('liveIdMapper', declaration);
  const checked = checkLiveOptions(options);
  const { LiveIdMapper, containerOpening, openFirst } = await import('./classes.js');
  const opening = containerOpening((file) => declaration.open(file));
  return new LiveIdMapper(pathOf(path), opening, checked, await openFirst(pathOf(path), opening, checked));
}

/**
 * Opens a zip bundle that follows its file.
 *
 * @param path The file that is followed.
 * @param options How often to look, what to check, and who is told.
 * @throws as `openBundle` does, else as `liveMapping`.
 *
 * @example
 * using world = await liveBundle('world.zip');
 * world.mapping('cities.sb', Cities).get('AR-ROS');
 */
export async function liveBundle(path: FilePath, options?: LiveOptions<Bundle>): Promise<LiveBundle> {
  const checked = checkLiveOptions(options);
  const { LiveBundle, bundleOpening, openFirst } = await import('./classes.js');
  const opening = bundleOpening(bundleIn);
  return new LiveBundle(pathOf(path), opening, checked, await openFirst(pathOf(path), opening, checked));
}
