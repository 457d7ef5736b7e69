/** Building a file from rows: what the command `build` and `buildFrom` do. */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ArgumentError, FileError } from '../../errors.js';
import { type FilePath, pathOf } from '../../files/path-of.js';
import { isTarget, targetOf } from '../../files/temporary/target.js';
import type { ColumnarFormat } from '../columnar/columnar-format.js';
import type { ColumnarSource } from '../columnar/columnar-source.js';
import { openColumnar } from '../columnar/open-columnar.js';
import { isSql, openSql, type SqlInput } from '../columnar/sql/sql-source.js';
import { commasText, detectedOf, detectedText } from '../input/detected.js';
import { DiskRoom } from '../input/disk-room.js';
import { type Input, partsOf } from '../input/input-file.js';
import { askedFormat, columnarOf, type FormatAsked, formatOf, refuseFormat } from '../input/input-format.js';
import { NONE_RAGGED } from '../input/rows.js';
import { namedInputs, type RowInput } from '../input/sources/named.js';
import { openInput } from '../input/sources/open-input.js';
import type { BuildFromOptions, BuildFromResult } from '../plan/build-from-options.js';
import { planColumns } from '../plan/column-plan.js';
import { checkBuildOptions } from '../plan/known-options.js';
import { inPrograms } from '../plan/options-in-programs.js';
import { lookAt } from '../plan/plan-rows.js';
import { selection } from '../plan/shape-fields.js';
import type { Progress } from '../progress.js';
import { givenSchema, schemaPath } from '../schema/given-schema.js';
import type { Schema } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import { buildInThreads } from '../threads/build-in-threads.js';
import { ColumnThread } from '../threads/column-thread.js';
import { columnThreadFor, threadsFor } from '../threads/thread-count.js';
import { buildAlone } from './build-alone.js';
import { buildColumns } from './build-columns.js';
import { countRepeatedKeys } from './repeated-keys.js';
import { toldProgress } from './told-progress.js';

/**
 * Builds a file from the rows of an input, which appears at `target` when it is whole, in place of what was there. Memory
 * stays bounded, whatever the input's length.
 *
 * Throws `InputError` for rows that cannot be read or do not fit, with input, line and field; `SchemaError` for a schema that
 * cannot be; `ArgumentError` for options that do not go together; `FileError` for files that cannot be read or written. The
 * target then is as it was.
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

export async function buildWithin(
  output: string,
  from: RowInput | SqlInput,
  options: BuildFromOptions,
  { progress, stdin }: Surroundings,
): Promise<BuildFromResult> {
  const signal = options.signal ?? new AbortController().signal;
  const asked = askedFormat(options);
  if (isSql(from)) refuseFormat(asked);
  const given = givenSchema(options.schema);
  const target = checkedTarget(output, from, options);
  const room = new DiskRoom(dirname(target), options.keepFree);
  const work = { progress, room, signal };
  const place = { target, progress, room, stdin, signal, typed: given !== undefined, dates: options.dates };
  const input = isSql(from) ? undefined : await openInput(from, place);
  try {
    const built =
      input === undefined
        ? await buildSource(output, await openSql(from as SqlInput), 'sql', given, options, work)
        : await buildRows(output, input, asked, given, options, work);
    const { schema, records, skipped, detected, ragged } = built;
    const repeatedKeys = schema.key === undefined || schema.key.multi ? 0 : await countRepeatedKeys(output);
    const bytes = statSync(output).size;
    return {
      records,
      bytes,
      repeatedKeys,
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
  output: string,
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
      return await buildSource(output, source, columnar, given, options, { progress, room, signal, thread });
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
  const build = { output, looked, given, options, progress, room, signal };
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
  const { key, skipMissingKey, ignoreUnknown, multi, width } = options;
  const asked = { key, skipMissingKey, ignoreUnknown, multi, width, select: selection(options.select) };
  const paths = partsOf(input).map(({ path }) => path!);
  return new ColumnThread(module, { name: input.name, paths, format, given, options: asked });
}

/** Builds from a table that says its types, and closes it. */
async function buildSource(
  output: string,
  source: ColumnarSource,
  format: ColumnarFormat | 'sql',
  given: Schema | undefined,
  options: BuildFromOptions,
  { progress, room, thread }: Work,
): Promise<Built> {
  try {
    const plan = planColumns(source, given, { ...options, select: selection(options.select) });
    const built = await buildColumns(output, plan, { ...options, select: undefined }, progress, room, thread);
    return { ...built, schema: plan.schema, detected: { format }, ragged: NONE_RAGGED };
  } finally {
    await source.close();
  }
}

/** Before hours of reading: whether the result has a place to go to. */
function checkedTarget(
  output: string,
  input: RowInput | SqlInput,
  { overwrite, schema }: BuildFromOptions,
): string {
  const target = targetOf(output);
  if (overwrite === false && target.existing) {
    throw new FileError(`${output} exists already: leave out --no-overwrite to replace it`);
  }
  const files = isSql(input)
    ? [input.db]
    : namedInputs(input).flatMap((each) => (each.kind === 'file' ? [each.name] : []));
  const read = [...files, schemaPath(schema)].find(
    (path) => path !== undefined && path !== '-' && isTarget(target, path),
  );
  if (read !== undefined) {
    throw new ArgumentError(`${output} is the same file as ${read}, which is read: give another --output`);
  }
  return target.path;
}
