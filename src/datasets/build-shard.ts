/** Building one shard of a data set: what each task of Spark, of an indexed job of Kubernetes, or of anything else does. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MappingBuildOptions } from '../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../containers/declarations.js';
import { MAPPING_OPTIONS } from '../containers/option-names.js';
import { ArgumentError, ChangedError } from '../errors.js';
import { buildMapping } from '../files/building/build-file.js';
import type { BuildOptions, Rows } from '../files/building/run-build.js';
import { orFileError } from '../files/file-error.js';
import { type FilePath, pathOf } from '../files/path-of.js';
import { checkWorkOptions } from '../files/work-options.js';
import type { Key } from '../mappers/id-mapper.js';
import { jsonText, type Part } from '../shards/manifest.js';
import { checkShards, shardOf } from '../shards/shard-of.js';
import { describe } from '../values/base/codec.js';
import { checkKeys } from './check-keys.js';
import { describePart } from './describe-part.js';
import { writeText } from './folder-files.js';
import { checkAttempt, checkRun, descriptionName, MANIFEST, partName } from './run-files.js';

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
 * Builds one shard into `folder/run/part-SHARD-ATTEMPT.sb`, with a description beside it, for `publishDataset`. Building it
 * again does no harm, also at the same time elsewhere under another `attempt`. The folder is made where it is missing.
 *
 * Throws as `buildMapping` does, and `ArgumentError` for a key of another shard, which `shardOf` tells.
 */
export async function buildShard<K extends Key, V extends object, Input>(
  folder: FilePath,
  declaration: MappingDeclaration<K, V, Input>,
  rows: Rows<readonly [K, Input]>,
  options: ShardOptions,
): Promise<Part> {
  checkWorkOptions(options ?? null, `${MAPPING_OPTIONS} onProgress run shard shards attempt`);
  checkKeys(declaration);
  const { run, shard, shards, attempt = '0', ...build } = options;
  checkRun(run);
  checkAttempt(attempt);
  checkShards(shards);
  if (!(Number.isInteger(shard) && shard >= 0 && shard < shards)) {
    throw new ArgumentError(`shard is a number below ${shards}, not ${describe(shard)}`);
  }
  const within = join(pathOf(folder), run);
  orFileError('create', within, () => mkdirSync(within, { recursive: true }));
  const path = join(within, partName(shard, attempt));
  if (existsSync(join(within, MANIFEST))) {
    throw new ChangedError(
      `run ${run} of ${pathOf(folder)} is published, and its files do not change: build another run`,
    );
  }
  await buildMapping(path, declaration, ownRows(rows, shard, shards), build);
  return await writeDescription(path, shard);
}

/** Describes a finished shard, in a file beside it. */
export async function writeDescription(path: string, shard: number): Promise<Part> {
  const part = await describePart(path, shard);
  await writeText(descriptionName(path), jsonText(part));
  return part;
}

function ownRows<K, Input>(
  rows: Rows<readonly [K, Input]>,
  shard: number,
  shards: number,
): Rows<readonly [K, Input]> {
  let row = 0;
  const checked = (entry: readonly [K, Input]) => {
    const found = shardOf(entry[0], shards);
    if (found !== shard) {
      throw new ArgumentError(
        `row ${row}: the key ${describe(entry[0])} is of shard ${found} of ${shards}, not of shard ${shard}`,
      );
    }
    row += 1;
    return entry;
  };
  if (typeof rows === 'object' && rows !== null && Symbol.asyncIterator in rows) {
    return (async function* () {
      for await (const entry of rows) yield checked(entry);
    })();
  }
  return (function* () {
    for (const entry of rows as Iterable<readonly [K, Input]>) yield checked(entry);
  })();
}
