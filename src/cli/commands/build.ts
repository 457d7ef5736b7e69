/** `build`: a file from NDJSON or CSV. */
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileError, PackError, SharedBuffersError } from '../../errors.js';
import { buildArray, buildMapping } from '../../files/building/build-file.js';
import type { BuildProgress } from '../../files/building/run-build.js';
import { orFileError } from '../../files/file-error.js';
import { isTarget, targetOf } from '../../files/temporary/target.js';
import type { Key } from '../../mappers/id-mapper.js';
import { inferFrom, KEY_MEMBER } from '../../tables/building/first-pass.js';
import { countRepeatedKeys } from '../../tables/building/repeated-keys.js';
import { converted, type RowPlan } from '../../tables/building/second-pass.js';
import { Failure } from '../../tables/failure.js';
import { DiskRoom } from '../../tables/input/disk-room.js';
import { type Input, openInput } from '../../tables/input/input-file.js';
import { type Format, formatOf, rowsOf } from '../../tables/input/input-format.js';
import { declarationOf } from '../../tables/input/key-input.js';
import { inputError, type Position } from '../../tables/input/rows.js';
import { member } from '../../tables/json/reserved-members.js';
import { type Progress, SILENT } from '../../tables/progress.js';
import type { KeyNode, KeyTypeName, Schema } from '../../tables/schema/schema.js';
import { readSchema } from '../../tables/schema/schema-file.js';
import { typesOf } from '../../tables/schema/schema-to-types.js';
import type { Io } from '../io.js';
import { progressTo } from '../progress.js';
import type { BuildOptions } from './build-options.js';
import { summary } from './build-report.js';

/** A schema with its keys, and where in the rows these are. */
interface Planned {
  readonly schema: Schema;
  readonly key: RowPlan['key'];
}

export async function build(path: string, options: BuildOptions, io: Io): Promise<void> {
  const format = formatOf(path, options.format, options.delimiter);
  const given = options.schema === undefined ? undefined : schemaFrom(options.schema);
  const target = checkedTarget(path, options);
  const progress = options.quiet || options.json ? SILENT : progressTo(io);
  const room = roomFor(target, options);
  const input = await openInput(path, { target, progress, room, stdin: io.stdin, signal: io.signal });
  try {
    const planned =
      given === undefined
        ? await inferFrom(input, format, options.key, progress, io.signal)
        : keyed(input, format, given, options.key);
    const schema = withKey(planned, options);
    const types = typesOf(schema);
    const ignoreUnknown = options.ignoreUnknown ?? false;
    const plan: RowPlan = { input, format, schema, types, ignoreUnknown, key: planned.key };
    const records = await run(plan, options, progress, room, io.signal);
    const repeated =
      schema.key === undefined || schema.key.multi ? 0 : await countRepeatedKeys(options.output);
    progress.stop();
    const bytes = statSync(options.output).size;
    const result = {
      output: options.output,
      records,
      bytes,
      repeated,
      schema,
      inferred: given === undefined,
    };
    await summary(result, options, io);
  } finally {
    progress.stop();
    input.close();
  }
}

function roomFor(target: string, { keepFree }: BuildOptions): DiskRoom {
  return new DiskRoom(dirname(target), keepFree === undefined ? undefined : keepFree * 2 ** 20);
}

function schemaFrom(path: string): Schema {
  const text = orFileError('read', path, () => readFileSync(path, 'utf8'));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Failure('CLI_SCHEMA', `${path}: not JSON: ${(error as Error).message}`);
  }
  return readSchema(json, path);
}

/** Before hours of reading: whether the result has a place to go to. */
function checkedTarget(input: string, { output, overwrite, schema }: BuildOptions): string {
  const target = targetOf(output);
  if (overwrite === false && target.existing) {
    throw new Failure('CLI_INPUT', `${output} exists already: leave out --no-overwrite to replace it`);
  }
  const read = [input, schema].find((path) => path !== undefined && path !== '-' && isTarget(target, path));
  if (read !== undefined) {
    throw new Failure(
      'CLI_USAGE',
      `${output} is the same file as ${read}, which is read: give another --output`,
    );
  }
  return target.path;
}

/** Where the keys are in rows whose schema is given; the first row shows whether they bring a `$key`. */
function keyed(input: Input, format: Format, schema: Schema, named: string | undefined): Planned {
  const position: Position = { line: 0, bytes: 0 };
  const first = rowsOf(input, format, position).next();
  const fields = first.done ? {} : first.value.fields;
  const field = named ?? (Object.hasOwn(fields, KEY_MEMBER) ? KEY_MEMBER : undefined);
  if (field === undefined) {
    if (schema.key !== undefined && !first.done) {
      throw new Failure('CLI_USAGE', 'the schema has a key: say which field of the records it is with --key');
    }
    return { schema, key: schema.key && { field: KEY_MEMBER, type: schema.key.type } };
  }
  const type = schema.key?.type ?? typeOfField(schema, field) ?? guessed(member(fields, field));
  return { schema, key: { field, type } };
}

function typeOfField({ root }: Schema, name: string): KeyTypeName | undefined {
  const shape = root.fields.get(name)?.shape;
  if (shape === undefined) return undefined;
  const type = shape.kind === 'scalar' ? shape.name : '';
  if (type === 'string' || type === 'bytes') return type;
  if (/^u?int\d*$/.test(type)) return 'uint64';
  throw new Failure(
    'CLI_USAGE',
    `field ${name} cannot be the key: keys are strings, bytes or unsigned integers`,
  );
}

function guessed(key: unknown): KeyTypeName {
  return typeof key === 'number' || typeof key === 'bigint' ? 'uint64' : 'string';
}

/** The schema with what the options say of its key. */
function withKey({ schema, key }: Planned, { multi, width, index, column }: BuildOptions): Schema {
  if (key === undefined) {
    if (multi || width !== undefined || index !== undefined || column !== undefined) {
      throw new Failure(
        'CLI_USAGE',
        '--multi, --width, --index and --column are for files with keys: say which field is the key with --key',
      );
    }
    return schema;
  }
  const node: KeyNode = {
    type: key.type,
    width: width ?? schema.key?.width ?? 64,
    multi: multi ?? schema.key?.multi ?? false,
  };
  return { ...schema, key: node };
}

/** Builds the file and gives the number of records. */
async function run(
  plan: RowPlan,
  { output, index, column: columns, checksums, reproducible }: BuildOptions,
  progress: Progress,
  room: DiskRoom,
  signal: AbortSignal,
): Promise<number> {
  const { input, schema, types } = plan;
  const position: Position = { line: 0, bytes: 0 };
  let records = 0;
  let adding = false;
  function* entries(): Generator<[Key, unknown]> {
    adding = true;
    for (const [key, record] of converted(plan, position)) {
      yield [key as Key, record];
      records += 1;
    }
    adding = false;
  }
  function* rows(): Generator<unknown> {
    for (const [, record] of entries()) yield record;
  }
  const onProgress = ({ rows: count }: BuildProgress) => {
    room.check();
    progress.update(count, position.bytes);
  };
  const common = { onProgress, signal, checksums, reproducible };
  progress.start(`building ${output}`, input.byteLength);
  try {
    if (schema.key === undefined) await buildArray(output, types.root, rows(), common);
    else {
      const declaration = declarationOf(schema.key, types.root);
      await buildMapping(output, declaration, entries(), { ...common, index, columns });
    }
  } catch (error) {
    throw adding ? atLine(error, input.name, position.line) : error;
  }
  return records;
}

/** An error about the row under way, with its line in place of its number. */
function atLine(error: unknown, name: string, line: number): unknown {
  if (!(error instanceof SharedBuffersError) || error instanceof FileError) return error;
  if (!(error instanceof PackError)) return inputError(name, line, error.message);
  const path = error.path.replace(/^\[\d+\]\.?/, '');
  return inputError(name, line, path === '' ? error.reason : `${path}: ${error.reason}`);
}
