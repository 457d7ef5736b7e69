/** Building one shard of a data set: what each task of Spark, of an indexed job of Kubernetes, or of anything else does. */
import { addEntry } from '../../containers/building/build-in-memory.js';
import type { ColumnsOption, MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { MAPPING_OPTIONS } from '../../containers/declaring/option-names.js';
import { ArgumentError } from '../../errors.js';
import type { BuildOptions, Rows } from '../../files/building/run-build.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import { checkWorkOptions } from '../../files/work-options.js';
import type { Key } from '../../mappers/id-mapper.js';
import { checkShards } from '../../shards/shard-of.js';
import { describe } from '../../values/base/codec.js';
import { checkAttempt } from '../versions/run-files.js';
import { RunFolder } from '../versions/run-folder.js';
import { checkKeys } from './check-keys.js';
import { ShardTarget } from './dataset-target.js';
import type { DescribedPart } from './describe-part.js';
import { ForeignKey } from './own-keys.js';

/** Which shard is built, and how: as a mapping. */
export interface ShardOptions extends BuildOptions, MappingBuildOptions {
  /** The version that the shard is of. All its shards name the same. */
  readonly run: string;
  /** Which shard, from 0. */
  readonly shard: number;
  /** How many there are: a power of two up to 65,536. */
  readonly shards: number;
  /**
   * Name of this try, in the file's name: the same replaces the file, others stand beside it until one is published.
   * Default `0`.
   */
  readonly attempt?: string | undefined;
}

/**
 * Builds one shard into `folder/run/part-SHARD-ATTEMPT.sb`, with a description beside it, for `publishDataset`.
 * Building it again does no harm, also at the same time elsewhere under another `attempt`. The folder is made where
 * it is missing.
 *
 * @param folder The folder of the data set.
 * @param declaration What the keys and records are, as `mapping` gives it.
 * @param rows `[key, record]` pairs of this shard alone.
 * @param options Which shard of which run, and how it is built.
 * @throws as `buildMapping` does.
 * @throws `ArgumentError` for `sections: false`: shards say what they are.
 * @throws `ArgumentError` with the row for a key of another shard, which `shardOf` tells.
 * @throws `ChangedError` where the run is published.
 *
 * @example
 * const run = 'run-1';
 * const parts = [];
 * for (let shard = 0; shard < 2; shard++) {
 *   const rows = [['AR-ROS', { name: 'Rosario', population: 1_030_069 }] as const];
 *   const own = rows.filter(([key]) => shardOf(key, 2) === shard);
 *   parts.push(await buildShard('cities', Cities, own, { run, shard, shards: 2 }));
 * }
 * await publishDataset('cities', { run, shards: 2, parts });
 */
export async function buildShard<K extends Key, V extends object, Input>(
  folder: FilePath,
  declaration: MappingDeclaration<K, V, Input>,
  rows: Rows<readonly [K, Input]>,
  options: ShardOptions & MappingBuildOptions<Input> & ColumnsOption<Input>,
): Promise<DescribedPart> {
  checkWorkOptions(options ?? null, `${MAPPING_OPTIONS} onProgress run shard shards attempt`);
  const { run, shard, shards, attempt = '0', ...build } = options;
  checkKeys(declaration);
  const target = shardTarget(pathOf(folder), { run, shard, shards, attempt });
  try {
    await target.buildMapping(declaration as never, rows, addEntry, build);
  } catch (error) {
    throw error instanceof ForeignKey ? new ArgumentError(error.inWords) : error;
  }
  return target.parts[0]!;
}

/** Checks which shard is to be built, and makes the folder of its run. */
export function shardTarget(
  folder: string,
  { run, shard, shards, attempt = '0' }: Pick<ShardOptions, 'run' | 'shard' | 'shards' | 'attempt'>,
): ShardTarget {
  checkAttempt(attempt);
  checkShards(shards);
  if (!(Number.isInteger(shard) && shard >= 0 && shard < shards)) {
    throw new ArgumentError(`shard is a number below ${shards}, not ${describe(shard)}`);
  }
  return new ShardTarget(new RunFolder(folder, run, attempt), shard, shards);
}
