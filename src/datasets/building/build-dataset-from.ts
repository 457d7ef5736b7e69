/** Data sets, and single shards of them, from the rows of files: what the command `build` does with `--shards`. */
import type { Manifest } from '../../shards/manifest.js';
import { checkShards } from '../../shards/shard-of.js';
import { buildInto, type Surroundings } from '../../tables/building/build-from.js';
import type { SqlInput } from '../../tables/columnar/sql/sql-source.js';
import type { RowInput } from '../../tables/input/sources/named.js';
import type { BuildFromOptions, BuildFromResult } from '../../tables/plan/build-from-options.js';
import { readCurrent } from '../versions/folder-files.js';
import { checkReplaces, publishDataset } from '../versions/publish.js';
import { newRun } from '../versions/run-files.js';
import { RunFolder } from '../versions/run-folder.js';
import { type ShardOptions, shardTarget } from './build-shard.js';
import { checkSections } from './check-keys.js';
import { DatasetTarget, type ShardTarget } from './dataset-target.js';
import type { DescribedPart } from './describe-part.js';
import { checkThreads } from './shard-threads.js';

export interface DatasetFromOptions extends BuildFromOptions {
  readonly shards: number;
  /** Name of the version; one of the time if left out. */
  readonly run?: string | undefined;
  /** The run that has to be current, null for none. Default: the one that is when the build begins. */
  readonly replaces?: string | null | undefined;
}

export interface ShardFromOptions
  extends BuildFromOptions,
    Pick<ShardOptions, 'shards' | 'shard' | 'run' | 'attempt'> {}

/** Builds and publishes a data set. Memory stays bounded; the disk holds the records twice meanwhile. Throws as `buildFrom` and `buildDataset`. */
export async function buildDatasetFrom(
  folder: string,
  input: RowInput | SqlInput,
  options: DatasetFromOptions,
  surroundings: Surroundings,
): Promise<BuildFromResult & { readonly manifest: Manifest }> {
  const current = readCurrent(folder)?.run ?? null;
  const { shards, run = newRun(), replaces = current, ...build } = options;
  checkShards(shards);
  checkSections(build);
  checkThreads(build.threads);
  // What publishing would refuse after hours, as it is now.
  checkReplaces(folder, replaces, current);
  const { progress } = surroundings;
  const onShards = (done: number) => {
    if (done === 0) progress.start(`building ${shards} shards of ${folder}`, shards, 'build');
    progress.update(undefined, done);
  };
  let within: RunFolder | undefined;
  let target: DatasetTarget | undefined;
  const targetOf = () => {
    within = new RunFolder(folder, run);
    target = new DatasetTarget(folder, within, shards, build.threads, onShards);
    return target;
  };
  let result: BuildFromResult;
  try {
    result = await buildInto(targetOf, input, build, surroundings);
  } catch (error) {
    within?.discard(shards);
    throw error;
  }
  const { parts } = target!;
  const manifest = await within!.published(shards, () =>
    publishDataset(folder, { run, shards, parts, replaces }),
  );
  return { ...result, manifest };
}

/** Builds one shard, which is not published. Throws as `buildFrom` and `buildShard`. */
export async function buildShardFrom(
  folder: string,
  input: RowInput | SqlInput,
  options: ShardFromOptions,
  surroundings: Surroundings,
): Promise<BuildFromResult & { readonly part: DescribedPart }> {
  const { shards, shard, run, attempt, ...build } = options;
  checkSections(build);
  let target: ShardTarget | undefined;
  const targetOf = () => {
    target = shardTarget(folder, { shards, shard, run, attempt });
    return target;
  };
  const result = await buildInto(targetOf, input, build, surroundings);
  return { ...result, part: target!.parts[0]! };
}
