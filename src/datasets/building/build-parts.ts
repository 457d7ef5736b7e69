/** The files of shards, from rows that were set aside. */
import type { Storage } from '../../bytes/build-storage.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { type BuildOptions, runBuild } from '../../files/building/run-build.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { EntryBuilder } from '../../tables/plan/row-target.js';
import type { RunFolder } from '../versions/run-folder.js';
import { type DescribedPart, writeDescription } from './describe-part.js';
import { addPiece, type RowSpools } from './row-spools.js';
import type { ShardPiece } from './shard-rows.js';
import { ShardThreads } from './shard-threads.js';

type Declaration = MappingDeclaration<Key, object, unknown>;
type Options = BuildOptions & MappingBuildOptions;
type Codec = Parameters<EntryBuilder['declareAs']>[0];

/** Builds all parts into the folder of a run, and describes them: several side by side, in as many threads. */
export async function buildParts(
  run: RunFolder,
  declaration: Declaration,
  spools: RowSpools,
  options: Options,
  threads: number | undefined,
  onShards: (done: number) => void = () => {},
): Promise<DescribedPart[]> {
  const parts: DescribedPart[] = new Array(spools.shards);
  let done = 0;
  onShards(done);
  const buildHere = (shard: number) => {
    return buildPart(run.partPath(shard), shard, declaration, spools.pieces(shard), options, spools.declared);
  };
  const pool = ShardThreads.of(run, declaration, spools, options, threads);
  let next = 0;
  const turns = async (build: (shard: number) => Promise<DescribedPart>) => {
    while (next < spools.shards) {
      options.signal?.throwIfAborted();
      const shard = next++;
      parts[shard] = await build(shard);
      done += 1;
      onShards(done);
    }
  };
  if (pool === undefined) {
    await turns(buildHere);
    return parts;
  }
  try {
    // What fails there is tried here, which tells why.
    const either = (thread: number) => async (shard: number) =>
      (await pool.build(thread, shard)) ?? (await buildHere(shard));
    await Promise.all(Array.from({ length: pool.count }, (_, thread) => turns(either(thread))));
  } finally {
    // After a failure, the others stop at their next shard.
    next = spools.shards;
    await pool.end();
  }
  return parts;
}

/** Builds one part, and describes it. `declared`: what the records turned out to be declared as, where that differs. */
export async function buildPart(
  path: string,
  shard: number,
  declaration: Declaration,
  rows: Iterable<ShardPiece>,
  options: Options,
  declared?: Codec,
): Promise<DescribedPart> {
  let builder: EntryBuilder | undefined;
  const make = (storage: Storage) => {
    const made = declaration.builder(storage, options);
    builder = made;
    return made;
  };
  const pieces = function* (): Generator<ShardPiece> {
    yield* rows;
    if (declared !== undefined) builder!.declareAs(declared);
  };
  await runBuild(path, pieces(), make, addPiece, options, options.sections);
  return await writeDescription(path, shard);
}
