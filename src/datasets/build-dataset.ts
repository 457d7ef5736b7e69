/** Building a data set on one machine. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { addEntry } from '../containers/building/build-in-memory.js';
import type { MappingBuildOptions } from '../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../containers/declarations.js';
import { TRAILER_OPTIONS } from '../containers/option-names.js';
import { ChangedError } from '../errors.js';
import { buildMappingFromChunks } from '../files/building/build-chunks.js';
import { asTheyAre, entryReader, type FromOption, isFromJson } from '../files/building/row-form.js';
import { addRows, type BuildProgress, Pace, type Rows } from '../files/building/run-build.js';
import { orFileError } from '../files/file-error.js';
import { type FilePath, pathOf } from '../files/path-of.js';
import { checkWorkOptions } from '../files/work-options.js';
import type { Key } from '../mappers/id-mapper.js';
import { type Manifest, manifestOf, type Part } from '../shards/manifest.js';
import { checkShards } from '../shards/shard-of.js';
import type { TrailerOptions } from '../trailer/write-trailer.js';
import { writeDescription } from './build-shard.js';
import { checkKeys } from './check-keys.js';
import { declaredIn } from './describe-part.js';
import { readCurrent } from './folder-files.js';
import { publishDataset } from './publish.js';
import { RowSpools } from './row-spools.js';
import { checkRun, MANIFEST, newRun, partName } from './run-files.js';

/** How far the build of a data set is. */
export interface DatasetProgress {
  /** `rows` while rows are taken in, `shards` while their files are put together. */
  readonly phase: 'rows' | 'shards';
  readonly rows: number;
  /** Shards that are finished. */
  readonly shards: number;
}

export interface DatasetOptions
  extends TrailerOptions,
    Pick<MappingBuildOptions, 'index' | 'columns' | 'discardDuplicateKeys' | 'describeStructs'> {
  /** A power of two up to 65,536. Choose it so that a shard has 0.25 to 4 GiB. */
  readonly shards: number;
  /** Name of the version; one of the time if left out. */
  readonly run?: string | undefined;
  /** Whether to make it current. Default true; false leaves it to `publishDataset`. */
  readonly publish?: boolean | undefined;
  readonly onProgress?: ((progress: DatasetProgress) => void) | undefined;
  /** Aborting ends the build with the signal's reason; what was current stays. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS = `${TRAILER_OPTIONS} index columns discardDuplicateKeys describeStructs shards run publish onProgress from`;

/**
 * Builds a data set from `[key, record]` rows, which are taken one by one: each is packed and set aside with those of its
 * shard, from which the shards are built one after another, each a file of a mapping. Memory stays bounded whatever the number of
 * rows; the disk holds the records twice meanwhile. Then the set is published: readers see all of it, or none.
 *
 * Throws as `buildMapping` does, and `ChangedError` where another run was published while this one was built.
 */
export async function buildDataset<K extends Key, V extends object, Input>(
  folder: FilePath,
  declaration: MappingDeclaration<K, V, Input>,
  rows: Rows<readonly [K, Input]>,
  options: DatasetOptions & FromOption,
): Promise<Manifest> {
  checkWorkOptions(options ?? null, OPTIONS);
  checkKeys(declaration);
  const { shards, run = newRun(), publish = true, onProgress, signal, from: _, ...build } = options;
  checkShards(shards);
  checkRun(run);
  signal?.throwIfAborted();
  const read = isFromJson(rows as Rows<unknown>, options) ? await entryReader(declaration) : asTheyAre;
  const path = pathOf(folder);
  const within = join(path, run);
  if (existsSync(join(within, MANIFEST))) {
    throw new ChangedError(
      `run ${run} of ${path} is published, and its files do not change: build another run`,
    );
  }
  // Undefined where somebody else has made it.
  const made = orFileError('create', within, () => mkdirSync(within, { recursive: true }));
  const replaces = readCurrent(path)?.run ?? null;
  const spools = new RowSpools<K>(declaration as never, shards, within);
  let parts: Part[] | undefined;
  try {
    const told = ({ rows: count }: BuildProgress) => onProgress?.({ phase: 'rows', rows: count, shards: 0 });
    const pace = new Pace({ signal, onProgress: told });
    await addRows(
      rows,
      (row) => addEntry(spools, read(row)),
      () => 1,
      pace,
      signal,
    );
    parts = await builtParts(within, declaration, spools, { ...build, shards, onProgress, signal });
  } finally {
    spools.discard();
    // A run whose shards are all there may still be published: others are of no use.
    if (parts === undefined && made !== undefined) rmSync(within, { recursive: true, force: true });
  }
  if (publish) return await publishDataset(path, { run, shards, parts, replaces });
  return manifestOf(run, await declaredIn(join(within, parts[0]!.path)), parts, new Date());
}

async function builtParts<K extends Key, V extends object, Input>(
  within: string,
  declaration: MappingDeclaration<K, V, Input>,
  spools: RowSpools<K>,
  { shards, onProgress, ...build }: DatasetOptions,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (let shard = 0; shard < shards; shard += 1) {
    onProgress?.({ phase: 'shards', rows: spools.size, shards: shard });
    const file = join(within, partName(shard, '0'));
    await buildMappingFromChunks(file, declaration, spools.chunks(shard), build);
    parts.push(await writeDescription(file, shard));
  }
  onProgress?.({ phase: 'shards', rows: spools.size, shards });
  return parts;
}
