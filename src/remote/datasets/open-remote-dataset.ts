/** Opening data sets that are far away. */
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { describe } from '../../values/base/codec.js';
import { loadWhole } from '../later.js';
import { openerOf } from '../open-remote.js';
import { checkRemoteOptions, type RemoteOptions } from '../remote-options.js';
import type { FollowOptions } from './following.js';
import type { RemoteDataset } from './remote-dataset.js';
import { entranceOf, type RemoteDatasetInput } from './remote-folder.js';

/** As of `openRemote`: of all shards together. */
export interface RemoteDatasetOptions extends RemoteOptions, FollowOptions {}

const LEAST_INTERVAL = 100;
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Opens a data set at the URL of its folder, of its `current.json` or of a manifest, or in `s3Folder({ bucket,
 * prefix, … })`, and reads of its shards what is asked for:
 *
 * ```ts
 * const cities = await openRemoteDataset('https://example.org/cities', Cities);
 * (await cities.get('AR-ROS'))?.population;
 * ```
 *
 * Opening takes two requests, and the first key of each shard one more. Other versions become current without it, but
 * for `refresh()`, or where `interval` says how often to look.
 *
 * @param input Where the data set is: its folder or a manifest at a URL, or a folder.
 * @param declaration What its shards hold; by default what the files say.
 * @param options How it is asked for, how much of it is kept, and whether it is followed.
 * @throws `RemoteError` where nothing was published, or nothing can be read.
 * @throws `CorruptBufferError` for a manifest that is damaged.
 * @throws `VersionError` for a manifest of a later form; look-ups throw for shards that are missing or foreign.
 */
export async function openRemoteDataset<K extends Key, V extends object, X extends IndexKeys>(
  input: RemoteDatasetInput,
  declaration: MappingDeclaration<K, V, never, X>,
  options?: RemoteDatasetOptions,
): Promise<RemoteDataset<K, V, X>>;
export async function openRemoteDataset(
  input: RemoteDatasetInput,
  declaration?: undefined,
  options?: RemoteDatasetOptions,
): Promise<RemoteDataset<Key, UndeclaredRecord>>;
export async function openRemoteDataset(
  input: RemoteDatasetInput,
  declaration?: unknown,
  options: RemoteDatasetOptions = {},
): Promise<RemoteDataset<Key, UndeclaredRecord>> {
  const opener = openerOf(declaration, 'openRemoteDataset') ?? (await loadWhole()).openWhole;
  const checked = checkRemoteOptions(options, 'interval onSwap onError');
  const { interval, onSwap, onError } = options;
  checkFollowing({ interval, onSwap, onError });
  const { CURRENT, Documents, Following, RemoteDataset } = await import('./reading-datasets.js');
  const { folder, document } = entranceOf(input, checked, CURRENT);
  const documents = new Documents(folder, checked);
  const found = await documents.version(document, checked.signal);
  const following = { ...checked, interval, onSwap, onError };
  return new RemoteDataset(new Following(documents, document, found, opener, following));
}

function checkFollowing({ interval, ...calls }: FollowOptions): void {
  if (
    interval !== undefined &&
    !(Number.isFinite(interval) && interval >= LEAST_INTERVAL && interval <= LONGEST_MS)
  ) {
    throw new ArgumentError(
      `interval is a number of milliseconds from ${LEAST_INTERVAL}, not ${describe(interval)}`,
    );
  }
  for (const [name, call] of Object.entries(calls)) {
    if (call === undefined || typeof call === 'function') continue;
    throw new ArgumentError(`${name} is a function, not ${describe(call)}`);
  }
}
