/** Building files from rows of any number. What builds is loaded when it is first called: most programs only read. */

import type { Storage } from '../../bytes/build-storage.js';
import type { ArrayBuildOptions } from '../../containers/building/array-builder.js';
import { addEntry } from '../../containers/building/build-in-memory.js';
import type { ColumnsOption, MappingBuildOptions } from '../../containers/building/mapping-options.js';
import {
  checkIdMapperDeclaration,
  checkMappingDeclaration,
} from '../../containers/declaring/check-declaration.js';
import {
  ArrayDeclaration,
  type IdMapperDeclaration,
  type MappingDeclaration,
} from '../../containers/declaring/declarations.js';
import {
  ARRAY_OPTIONS,
  DISCARD_OPTIONS,
  MAPPING_OPTIONS,
  TRAILER_OPTIONS,
} from '../../containers/declaring/option-names.js';
import type { RecordType } from '../../containers/record-type.js';
import type { DiscardOptions } from '../../mappers/building/discard.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { FilePath } from '../path-of.js';
import { checkWorkOptions } from '../work-options.js';
import {
  asTheyAre,
  entryReader,
  type FromOption,
  isFromJson,
  type RowForm,
  type RowsOf,
  recordReader,
} from './row-form.js';
import type { BuildOptions, Rows } from './run-build.js';
import { isRowWorker, type RowWorker, type ThreadOptions } from './threads/row-worker.js';

/**
 * Builds the file of a typed mapping from `[key, record]` rows, which are taken one by one: memory stays bounded
 * whatever their number. The file appears, or replaces the one there, when it is complete and on the disk; readers of
 * an old one go on with that.
 *
 * With `{ worker, parts }` in place of rows, threads make and pack them, by `packRows` in the module that is named;
 * the bytes are those of a build from the same rows one after another.
 *
 * With `{ from: 'json' }`, rows are what `JSON.parse` gives of records' JSON: arrays for sets, ISO text for times,
 * base64 for bytes, text for integers past 2^53, objects or pairs for dicts.
 *
 * Of several rows with one key, `get` gives the first; `getAll` gives all.
 *
 * @param path Where the file is to be.
 * @param declaration What the keys and records are, as `mapping` gives it.
 * @param rows `[key, record]` pairs: an iterable of any length, sync or async; or what threads make them by.
 * @param options Indexes, columns, checksums, progress and the like.
 * @throws `PackError` with row and field for what does not fit.
 * @throws `FileError` when the disk fails or is full.
 * @throws the signal's reason when aborted; the target is then as it was.
 *
 * @example
 * const Cities = mapping({ key: t.string, value: struct({ name: t.string, population: t.uint32 }) });
 * await buildMapping('cities.sb', Cities, [['AR-ROS', { name: 'Rosario', population: 1_030_069 }]]);
 */
export async function buildMapping<K extends Key, V extends object, Input, Form extends RowForm = undefined>(
  path: FilePath,
  declaration: MappingDeclaration<K, V, Input>,
  rows: RowsOf<Form, Rows<readonly [K, Input]> | RowWorker, readonly [unknown, unknown]>,
  options: BuildOptions &
    MappingBuildOptions<Input> &
    ColumnsOption<Input> &
    ThreadOptions &
    FromOption<Form> = {},
): Promise<void> {
  checkMappingDeclaration('buildMapping', declaration);
  checkWorkOptions(options, `${MAPPING_OPTIONS} onProgress threads from`);
  const fromJson = isFromJson(rows, options);
  if (isRowWorker(rows, options)) {
    const { buildFromThreads } = await import('./threads/build-from-threads.js');
    const make = (storage: Storage) => declaration.builder(storage, options);
    return buildFromThreads(path, rows, make, options, options.sections);
  }
  const { runBuild } = await import('./run-build.js');
  const read = fromJson ? await entryReader(declaration) : asTheyAre;
  await runBuild(
    path,
    rows,
    (storage) => declaration.builder(storage, options),
    (builder, entry) => addEntry(builder, read(entry)),
    options,
    options.sections,
  );
}

/**
 * Builds the file of a typed array from records, as `buildMapping` does from entries.
 *
 * @param path Where the file is to be.
 * @param schema What the records are: a struct.
 * @param rows The records: an iterable of any length, sync or async; or what threads make them by.
 * @param options Columns, checksums, progress and the like.
 * @throws as `buildMapping` does.
 *
 * @example
 * const Point = struct({ x: t.float64, y: t.float64 });
 * await buildArray('points.sb', Point, [{ x: 1, y: 2 }]);
 */
export async function buildArray<V extends object, Input, Form extends RowForm = undefined>(
  path: FilePath,
  schema: RecordType<V, Input>,
  rows: RowsOf<Form, Rows<Input> | RowWorker, unknown>,
  options: BuildOptions & ArrayBuildOptions & ThreadOptions & FromOption<Form> = {},
): Promise<void> {
  checkWorkOptions(options, `${ARRAY_OPTIONS} ${TRAILER_OPTIONS} onProgress threads from`);
  const fromJson = isFromJson(rows, options);
  const declaration = new ArrayDeclaration<V, Input>(schema);
  if (isRowWorker(rows, options)) {
    const { buildFromThreads } = await import('./threads/build-from-threads.js');
    return buildFromThreads(path, rows, (storage) => declaration.builder(storage, options), options);
  }
  const { runBuild } = await import('./run-build.js');
  const read = fromJson ? await recordReader(schema) : asTheyAre;
  await runBuild(
    path,
    rows,
    (storage) => declaration.builder(storage, options),
    (builder, row) => builder.add(read(row) as Input),
    options,
  );
}

/**
 * Builds the file of an id mapper from `[key, value]` rows, values being unsigned integers.
 *
 * @param path Where the file is to be.
 * @param declaration What the keys are, as `idMapper` gives it.
 * @param rows `[key, value]` pairs: an iterable of any length, sync or async.
 * @param options Checksums, progress and the like.
 * @throws as `buildMapping` does.
 *
 * @example
 * await buildIdMapper('ids.sb', idMapper({ key: t.string }), [['AR-ROS', 17]]);
 */
export async function buildIdMapper<K extends Key>(
  path: FilePath,
  declaration: IdMapperDeclaration<K>,
  rows: Rows<readonly [K, number | bigint]>,
  options: BuildOptions & DiscardOptions = {},
): Promise<void> {
  checkIdMapperDeclaration('buildIdMapper', declaration);
  checkWorkOptions(options, `${DISCARD_OPTIONS} ${TRAILER_OPTIONS} onProgress`);
  const { runBuild } = await import('./run-build.js');
  await runBuild(
    path,
    rows,
    (storage) => declaration.builder(storage, options),
    (builder, entry) => addEntry(builder, entry),
    options,
  );
}
