/** Opening data sets that follow what is published. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { checkLiveOptions, type LiveOptions } from '../../files/live/live-options.js';
import { type Opening, openFirst } from '../../files/live/open-version.js';
import type { OpenFile } from '../../files/mapping/map-file.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import type { Key } from '../../mappers/id-mapper.js';
import { isRunName, parseCurrent } from '../../shards/manifest.js';
import { MAX_MANIFEST_BYTES } from '../../shards/manifest-size.js';
import { checkPresent, readManifest } from '../versions/folder-files.js';
import { CURRENT, MANIFEST } from '../versions/run-files.js';
import type { Dataset } from './dataset.js';
import { LiveDataset } from './live-dataset.js';
import { datasetIn, declared } from './open-dataset.js';
import { verifyDataset } from './verify-dataset.js';

/**
 * Opens a data set that follows its folder: when another version becomes current, by publishing or rolling back,
 * reads move to it, with all shards together. `pin(run)` goes back to any version that is in the folder.
 *
 * ```ts
 * using cities = await liveDataset('cities', Cities, { onSwap: ({ buildId }) => console.log(buildId) });
 * cities.get('AR-ROS')?.population;
 * ```
 *
 * Builds are runs here: `buildId` is the run's name. Shards are opened when they are first needed, in each version
 * anew; with `validate` as a function or as `'checksums'`, before the swap. A version of which a shard is missing, or whose first one is not
 * as declared, is told to `onError`, and the one before is read on.
 *
 * @param folder The folder that is followed.
 * @param declaration What its shards hold; by default what the files say.
 * @param options How often to look, what to check, and who is told.
 * @throws as `openDataset` does, and what `validate` throws, for the first version.
 */
export function liveDataset<K extends Key, V extends object, X extends IndexKeys>(
  folder: FilePath,
  declaration: MappingDeclaration<K, V, never, X>,
  options?: LiveOptions<Dataset<K, V, X>>,
): Promise<LiveDataset<K, V, X>>;
export function liveDataset(
  folder: FilePath,
  declaration?: undefined,
  options?: LiveOptions<Dataset<Key, UndeclaredRecord>>,
): Promise<LiveDataset<Key, UndeclaredRecord>>;
export async function liveDataset(
  folder: FilePath,
  declaration?: MappingDeclaration<Key, UndeclaredRecord, never>,
  options?: LiveOptions<Dataset<Key, UndeclaredRecord>>,
): Promise<LiveDataset<Key, UndeclaredRecord>> {
  const checked = checkLiveOptions(options);
  const path = join(pathOf(folder), CURRENT);
  const opening = runOpening(pathOf(folder), declared('liveDataset', declaration), checked);
  return new LiveDataset(path, opening, checked, await openFirst(path, opening, checked));
}

/** Versions of a data set, to which the file `current.json` leads. */
function runOpening<K extends Key, V extends object>(
  folder: string,
  declaration: MappingDeclaration<K, V, never>,
  { mmap }: LiveOptions<Dataset<K, V>>,
): Opening<Dataset<K, V>> {
  // Before anybody reads it: all its shards have to be there, and the first to be as declared.
  const datasetOf = (run: string) => {
    const manifest = readManifest(folder, run);
    checkPresent(join(folder, run), manifest);
    const dataset = datasetIn(join(folder, run), manifest, declaration, { mmap });
    try {
      dataset.shard(0);
      return dataset;
    } catch (error) {
      dataset.close();
      throw error;
    }
  };
  return {
    open: (file) => {
      const { run } = parseCurrent(textOf(file), file.path);
      file.close();
      return datasetOf(run);
    },
    buildId: ({ run }) => run,
    check: async (_, { run }) => {
      const { findings } = await verifyDataset(join(folder, run, MANIFEST));
      return findings[0]?.message;
    },
    openBuild: (run) =>
      isRunName(run) && existsSync(join(folder, run, MANIFEST)) ? datasetOf(run) : undefined,
  };
}

function textOf(file: OpenFile): string {
  const length = Math.min(file.byteLength, MAX_MANIFEST_BYTES);
  return new TextDecoder().decode(file.memory.peek(0, length, 'the pointer to a version').bytes);
}
