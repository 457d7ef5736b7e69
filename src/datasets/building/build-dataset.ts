/** Building a data set on one machine. */
import { addEntry } from '../../containers/building/build-in-memory.js';
import type { ColumnsOption, MappingBuildOptions } from '../../containers/building/mapping-options.js';
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { TRAILER_OPTIONS } from '../../containers/declaring/option-names.js';
import {
  asTheyAre,
  entryReader,
  type FromOption,
  isFromJson,
  type RowForm,
  type RowsOf,
} from '../../files/building/row-form.js';
import type { BuildProgress, Rows } from '../../files/building/run-build.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import { checkWorkOptions } from '../../files/work-options.js';
import type { Key } from '../../mappers/id-mapper.js';
import { type Manifest, manifestOf, partOf } from '../../shards/manifest.js';
import { checkShards } from '../../shards/shard-of.js';
import type { EntryBuilder } from '../../tables/plan/row-target.js';
import type { TrailerOptions } from '../../trailer/write-trailer.js';
import { readCurrent } from '../versions/folder-files.js';
import { publishDataset } from '../versions/publish.js';
import { newRun } from '../versions/run-files.js';
import { RunFolder } from '../versions/run-folder.js';
import { checkKeys } from './check-keys.js';
import { DatasetTarget } from './dataset-target.js';
import { checkThreads } from './shard-threads.js';

/** How far the build of a data set is. */
export interface DatasetProgress {
  /** `rows` while rows are taken in, `shards` while their files are put together. */
  readonly phase: 'rows' | 'shards';
  /** Rows taken in so far. */
  readonly rows: number;
  /** Shards that are finished. */
  readonly shards: number;
}

/** How a data set is built: its shards as mappings, and how it is published. */
export interface DatasetOptions<Input = never>
  extends TrailerOptions,
    Pick<
      MappingBuildOptions<Input>,
      | 'index'
      | 'ordered'
      | 'filter'
      | 'dedupe'
      | 'columns'
      | 'indexes'
      | 'discardDuplicateKeys'
      | 'describeStructs'
    > {
  /** A power of two up to 65,536. Choose it so that a shard has 0.25 to 4 GiB. */
  readonly shards: number;
  /**
   * Threads that build shards side by side, once all rows are taken in: 1, where this one does, to 64. Default: as many as the processor
   * has cores, up to 4, where there is enough to do. Indexes whose keys a function gives are built in this thread. The files are the same whatever their number.
   */
  readonly threads?: number | undefined;
  /** Name of the version; one of the time if left out. */
  readonly run?: string | undefined;
  /** Whether to make it current. Default true; false leaves it to `publishDataset`. */
  readonly publish?: boolean | undefined;
  /** Called about ten times a second while rows are taken in, and after each shard. */
  readonly onProgress?: ((progress: DatasetProgress) => void) | undefined;
  /** Aborting ends the build with the signal's reason; what was current stays. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS = `${TRAILER_OPTIONS} index ordered filter dedupe columns indexes discardDuplicateKeys describeStructs shards threads run publish onProgress from`;

/**
 * Builds a data set from `[key, record]` rows, which are taken one by one: each is packed and set aside with those of
 * its shard, from which the shards are built, several side by side, each a file of a mapping. Memory stays bounded
 * whatever the number of rows; the disk holds the records twice meanwhile. Then the set is published: readers see all
 * of it, or none.
 *
 * @param folder The folder of the data set, which is made where it is missing.
 * @param declaration What the keys and records are, as `mapping` gives it.
 * @param rows `[key, record]` pairs: an iterable of any length, sync or async.
 * @param options How many shards, and how they are built.
 * @throws as `buildMapping` does.
 * @throws `ChangedError` where another run was published while this one was built.
 *
 * @example
 * const Cities = mapping({ key: t.string, value: struct({ name: t.string }) });
 * await buildDataset('cities', Cities, [['AR-ROS', { name: 'Rosario' }]], { shards: 16 });
 */
export async function buildDataset<K extends Key, V extends object, Input, Form extends RowForm = undefined>(
  folder: FilePath,
  declaration: MappingDeclaration<K, V, Input>,
  rows: RowsOf<Form, Rows<readonly [K, Input]>, readonly [unknown, unknown]>,
  options: DatasetOptions<Input> & ColumnsOption<Input> & FromOption<Form>,
): Promise<Manifest> {
  checkWorkOptions(options ?? null, OPTIONS);
  checkKeys(declaration);
  const { shards, run = newRun(), publish = true, threads, onProgress, signal, from: _, ...build } = options;
  checkShards(shards);
  checkThreads(threads);
  signal?.throwIfAborted();
  const read = isFromJson(rows as Rows<unknown>, options) ? await entryReader(declaration) : asTheyAre;
  const path = pathOf(folder);
  const replaces = readCurrent(path)?.run ?? null;
  const within = new RunFolder(path, run);
  let count = 0;
  const told = ({ rows: taken }: BuildProgress) => {
    count = taken;
    onProgress?.({ phase: 'rows', rows: taken, shards: 0 });
  };
  const toldShards = (done: number) => onProgress?.({ phase: 'shards', rows: count, shards: done });
  const target = new DatasetTarget(path, within, shards, threads, toldShards);
  try {
    const add = (builder: EntryBuilder, row: unknown) => addEntry(builder, read(row));
    await target.buildMapping(declaration as never, rows, add, { ...build, signal, onProgress: told });
  } catch (error) {
    // A run whose shards are all there may still be published: others are of no use.
    within.discard(shards);
    throw error;
  }
  const { parts } = target;
  if (publish)
    return await within.published(shards, () => publishDataset(path, { run, shards, parts, replaces }));
  const { key, schema } = parts[0]!;
  return manifestOf(run, { key, schema }, parts.map(partOf), new Date());
}
