/** The files of shards, from rows that were set aside. */
import { join } from 'node:path';
import type { Storage } from '../../bytes/build-storage.js';
import type { MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declarations.js';
import { type BuildOptions, runBuild } from '../../files/building/run-build.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { EntryBuilder } from '../../tables/plan/row-target.js';
import { partName } from '../versions/run-files.js';
import { type DescribedPart, writeDescription } from './describe-part.js';
import { addPiece, type RowSpools } from './row-spools.js';
import type { ShardPiece } from './shard-rows.js';

/** Builds all parts into the folder of a run, and describes them. */
export async function buildParts(
  within: string,
  declaration: MappingDeclaration<Key, object, unknown>,
  spools: RowSpools,
  options: BuildOptions & MappingBuildOptions,
  onShards: (done: number) => void = () => {},
): Promise<DescribedPart[]> {
  const parts: DescribedPart[] = [];
  for (let shard = 0; shard < spools.shards; shard += 1) {
    onShards(shard);
    const path = join(within, partName(shard, '0'));
    let builder: EntryBuilder | undefined;
    const make = (storage: Storage) => {
      const made = declaration.builder(storage, options);
      builder = made;
      return made;
    };
    const pieces = function* (): Generator<ShardPiece> {
      yield* spools.pieces(shard);
      if (spools.declared !== undefined) builder!.declareAs(spools.declared);
    };
    await runBuild(path, pieces(), make, addPiece, options, options.sections);
    parts.push(await writeDescription(path, shard));
  }
  onShards(spools.shards);
  return parts;
}
