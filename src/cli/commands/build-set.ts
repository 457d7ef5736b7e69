/** `build --shards`: a data set of many files, or one of its shards. */
import { buildDatasetFrom, buildShardFrom } from '../../datasets/building/build-dataset-from.js';
import { readCurrent } from '../../datasets/versions/folder-files.js';
import { ArgumentError } from '../../errors.js';
import type { Surroundings } from '../../tables/building/build-from.js';
import type { SqlInput } from '../../tables/columnar/sql/sql-source.js';
import type { RowInput } from '../../tables/input/sources/named.js';
import type { BuildFromOptions } from '../../tables/plan/build-from-options.js';
import { counted } from '../failure.js';
import type { Io } from '../io.js';
import { write } from '../output.js';
import { printableJson } from '../printable.js';
import { summary } from './build-report.js';

export interface SetOptions {
  readonly shards: number;
  /** The one to build, of all. */
  readonly shard?: number | undefined;
  readonly run?: string | undefined;
  readonly attempt?: string | undefined;
  /** The run that has to be current, or `none`. */
  readonly replaces?: string | undefined;
  readonly json?: boolean | undefined;
}

export async function buildSet(
  folder: string,
  input: RowInput | SqlInput,
  asked: BuildFromOptions,
  { shards, shard, run, attempt, replaces, json = false }: SetOptions,
  surroundings: Surroundings,
  io: Io,
): Promise<void> {
  if (shard === undefined) {
    if (attempt !== undefined) throw new ArgumentError('--attempt is for one shard: say which with --shard');
    if (asked.overwrite === false && replaces !== undefined && replaces !== 'none') {
      throw new ArgumentError('--no-overwrite replaces no run: leave it out, or --replaces');
    }
    if (asked.overwrite === false && readCurrent(folder) !== undefined) {
      throw new ArgumentError(
        `${folder} is a data set already: leave out --no-overwrite to publish another version of it`,
      );
    }
    const name = asked.overwrite === false ? 'none' : replaces;
    const options = { ...asked, shards, run, replaces: name === 'none' ? null : name };
    const { manifest, ...result } = await buildDatasetFrom(folder, input, options, surroundings);
    const where = `${folder}: run ${manifest.run}, ${counted(shards, 'shard')}`;
    await summary(where, result, json ? { output: folder, run: manifest.run, shards } : undefined, io);
    return;
  }
  if (run === undefined) throw new ArgumentError('--shard builds a part of a run: say of which with --run');
  if (asked.overwrite === false) {
    throw new ArgumentError(
      '--no-overwrite is for whole data sets: a shard that is built again takes the place of its attempt, others stand beside it, named by --attempt',
    );
  }
  if (replaces !== undefined) {
    throw new ArgumentError(
      '--replaces is for publishing, which --shard does not: give it to dataset publish',
    );
  }
  const options = { ...asked, shards, shard, run, attempt };
  const { part, ...result } = await buildShardFrom(folder, input, options, surroundings);
  if (json) {
    const { rows, skipped, repeatedKeys, discarded } = result;
    const told = { ...part, rows, skipped, repeatedKeys, discarded };
    await write(io.stdout, `${printableJson(JSON.stringify(told))}\n`);
    return;
  }
  await summary(`${folder}: run ${run}, ${part.path}`, result, undefined, io);
}
