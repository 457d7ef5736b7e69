/** The shards of a data set, of the version that is asked for first, and of the others that its folder has. */
import { basename, dirname, join } from 'node:path';
import { manifestAt } from '../../datasets/reading/open-dataset.js';
import { MANIFEST } from '../../datasets/versions/run-files.js';
import { listRuns } from '../../datasets/versions/runs.js';
import { datasetFiles } from '../../remote/datasets/dataset-files.js';

/** A shard. */
export interface ShardPlace {
  readonly name: string;
  /** Path, or URL. */
  readonly at: string;
  /** The version that it is of. */
  readonly version: string;
}

/** Throws `FileError` where nothing was published. */
export async function shardsIn(input: string): Promise<ShardPlace[]> {
  const { folder, manifest } = manifestAt(input);
  const { run } = manifest;
  const shards = manifest.parts.map(({ path }) => ({ name: path, at: join(folder, path), version: run }));
  if (basename(input) === MANIFEST) return shards;
  const whole = dirname(folder);
  for (const other of await listRuns(whole)) {
    if (other.run === run || other.manifest === undefined || other.manifest instanceof Error) continue;
    for (const { path } of other.manifest.parts) {
      shards.push({ name: `${other.run}/${path}`, at: join(whole, other.run, path), version: other.run });
    }
  }
  return shards;
}

/** Web servers do not tell which other versions there are. Throws `RemoteError` where nothing was published. */
export async function shardsAt(url: string): Promise<ShardPlace[]> {
  const { run, files } = await datasetFiles(url);
  return files.map((file) => ({ name: file.name, at: file.url, version: run }));
}
