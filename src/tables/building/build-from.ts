/** Building a file from rows: what the command `build` and `buildFrom` do. */
import { dirname } from 'node:path';
import { type FilePath, pathOf } from '../../files/path-of.js';
import type { ColumnarFormat } from '../columnar/columnar-format.js';
import type { ColumnarSource } from '../columnar/columnar-source.js';
import { openColumnar } from '../columnar/open-columnar.js';
import { isSql, openSql, type SqlInput } from '../columnar/sql/sql-source.js';
import { commasText, detectedOf, detectedText } from '../input/detected.js';
import { DiskRoom } from '../input/disk-room.js';
import { type Input, partsOf } from '../input/input-file.js';
import { askedFormat, columnarOf, type FormatAsked, formatOf, refuseFormat } from '../input/input-format.js';
import { NONE_RAGGED } from '../input/rows.js';
import type { RowInput } from '../input/sources/named.js';
import { openInput } from '../input/sources/open-input.js';
import type { BuildFromOptions, BuildFromResult } from '../plan/build-from-options.js';
import { planColumns } from '../plan/column-plan.js';
import { checkBuildOptions } from '../plan/known-options.js';
import { inPrograms } from '../plan/options-in-programs.js';
import { lookAt } from '../plan/plan-rows.js';
import type { RowTarget } from '../plan/row-target.js';
import { selection } from '../plan/shape-fields.js';
import type { Progress } from '../progress.js';
import { givenSchema } from '../schema/given-schema.js';
import type { Schema } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import { buildInThreads } from '../threads/build-in-threads.js';
import { ColumnThread } from '../threads/column-thread.js';
import { columnThreadFor, threadsFor } from '../threads/thread-count.js';
import { buildAlone } from './build-alone.js';
import { buildColumns } from './build-columns.js';
import { fileTarget } from './file-target.js';
import { toldProgress } from './told-progress.js';

/**
 * Builds a file from the rows of an input, which appears at `target` when it is whole, in place of what was there.
 * Memory stays bounded, whatever the input's length. After an error the target is as it was.
 *
 * @param target Where the file is to be.
 * @param input The path of a file, `-` for standard input, an iterable of rows or bytes, or SQL.
 * @param options What the key is, what the rows are, and how the file is built.
 * @throws `InputError` for rows that cannot be read or do not fit, with input, line and field.
 * @throws `SchemaError` for a schema that cannot be.
 * @throws `ArgumentError` for options that do not go together.
 * @throws `FileError` for files that cannot be read or written.
 *
 * @example
 * const { records, schema } = await buildFrom('cities.sb', 'cities.csv.gz', { key: 'id' });
 */
export function buildFrom(
  target: FilePath,
  input: RowInput | SqlInput,
  options: BuildFromOptions = {},
): Promise<BuildFromResult> {
  return inPrograms(async () => {
    checkBuildOptions(options);
    return buildWithin(pathOf(target), input, options, { progress: toldProgress(options.onProgress) });
  });
}

/** What the command line has that programs do not. */
export interface Surroundings {
  readonly progress: Progress;
  /** What the input `-` stands for; without it, a file of that name. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
}

export function buildWithin(
  output: string,
  from: RowInput | SqlInput,
  options: BuildFromOptions,
  surroundings: Surroundings,
): Promise<BuildFromResult> {
  return buildInto(() => fileTarget(output, from, options), from, options, surroundings);
}

/** `targetOf`: checks where the rows are to go, once options and schema are known to be right. */
export async function buildInto(
  targetOf: () => RowTarget,
  from: RowInput | SqlInput,
  options: BuildFromOptions,
  { progress, stdin }: Surroundings,
): Promise<BuildFromResult> {
  const signal = options.signal ?? new AbortController().signal;
  const asked = askedFormat(options);
  if (isSql(from)) refuseFormat(asked);
  const given = givenSchema(options.schema);
  const target = targetOf();
  const room = new DiskRoom(dirname(target.beside), options.keepFree);
  const work = { progress, room, signal };
  const place = {
    target: target.beside,
    progress,
    room,
    stdin,
    signal,
    typed: given !== undefined,
    dates: options.dates,
  };
  const input = isSql(from) ? undefined : await openInput(from, place);
  try {
    const built =
      input === undefined
        ? await buildSource(target, await openSql(from as SqlInput), 'sql', given, options, work)
        : await buildRows(target, input, asked, given, options, work);
    const { schema, records: rows, skipped, detected, ragged } = built;
    const { key } = schema;
    const repeatedKeys = key === undefined || key.multi ? 0 : await target.repeatedKeys();
    const { entries, records } = key === undefined ? { entries: rows, records: rows } : await target.stored();
    return {
      rows,
      records,
      bytes: target.bytes,
      repeatedKeys,
      discarded: rows - entries,
      skipped,
      detected,
      ragged,
      schema: schemaJson(schema),
      inferred: given === undefined,
    };
  } finally {
    progress.stop();
    input?.close();
  }
}

interface Work {
  readonly progress: Progress;
  readonly room: DiskRoom;
  readonly signal: AbortSignal;
  /** Reads and packs columns. */
  readonly thread?: ColumnThread | undefined;
}

interface Built {
  readonly schema: Schema;
  readonly records: number;
  readonly skipped: number;
  readonly detected: BuildFromResult['detected'];
  readonly ragged: BuildFromResult['ragged'];
}

/** Builds from columns where the input says their types, else from rows of text. */
async function buildRows(
  target: RowTarget,
  input: Input,
  asked: FormatAsked,
  given: Schema | undefined,
  options: BuildFromOptions,
  { progress, room, signal }: Work,
): Promise<Built> {
  const columnar = columnarOf(input, asked);
  if (columnar !== undefined) {
    // First, since it takes a while to load.
    const thread = columnThread(input, columnar, given, options);
    try {
      const source = await openColumnar(input, columnar);
      return await buildSource(target, source, columnar, given, options, { progress, room, signal, thread });
    } finally {
      await thread?.end();
    }
  }
  const format = formatOf(input, asked);
  const detected = detectedOf(input, format);
  if (format.kind === 'csv') progress.note(`${input.name}: ${detectedText(detected)}`);
  const commas = given === undefined ? commasText(detected, input.name) : undefined;
  if (commas !== undefined) progress.note(commas);
  const looked = lookAt(input, format, given, options);
  const build = { target, looked, given, options, progress, room, signal };
  const threads = threadsFor(looked, options);
  const { plan, ...counts } =
    threads === undefined ? await buildAlone(build) : await buildInThreads(build, ...threads);
  return { ...counts, schema: plan.schema, detected };
}

function columnThread(
  input: Input,
  format: ColumnarFormat,
  given: Schema | undefined,
  options: BuildFromOptions,
): ColumnThread | undefined {
  const module = columnThreadFor(input, options);
  if (module === undefined) return undefined;
  const { key, keyType, skipMissingKey, ignoreUnknown, multi, width } = options;
  const asked = {
    key,
    keyType,
    skipMissingKey,
    ignoreUnknown,
    multi,
    width,
    select: selection(options.select),
  };
  const paths = partsOf(input).map(({ path }) => path!);
  return new ColumnThread(module, { name: input.name, paths, format, given, options: asked });
}

/** Builds from a table that says its types, and closes it. */
async function buildSource(
  target: RowTarget,
  source: ColumnarSource,
  format: ColumnarFormat | 'sql',
  given: Schema | undefined,
  options: BuildFromOptions,
  { progress, room, thread }: Work,
): Promise<Built> {
  try {
    const plan = planColumns(source, given, { ...options, select: selection(options.select) });
    const built = await buildColumns(target, plan, { ...options, select: undefined }, progress, room, thread);
    return { ...built, schema: plan.schema, detected: { format }, ragged: NONE_RAGGED };
  } finally {
    await source.close();
  }
}
