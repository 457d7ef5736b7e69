/** `dump`: all records as NDJSON. */
import type { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import {
  type KeyChoice,
  type Opened,
  open,
  type ReadableKeys,
  withFile,
} from '../../tables/files/open-undeclared.js';
import { keyJson } from '../../tables/input/key-input.js';
import { numberJson } from '../../tables/json/json-forms.js';
import { RecordWriter } from '../../tables/json/record-to-json.js';
import type { KeyTypeName } from '../../tables/schema/schema.js';
import { counted, Failure } from '../failure.js';
import type { Io } from '../io.js';
import { Lines } from '../output.js';
import { warnOfUnreadable } from '../unreadable.js';

export interface DumpOptions extends KeyChoice {
  readonly limit?: number | undefined;
  readonly trust?: boolean | undefined;
}

/**
 * Sharing makes honest files shorter than their records spelled out, and compression 255 times so; what is this much
 * longer, and longer than a gigabyte, was made to fill disks.
 */
const MAX_EXPANSION = 1000;
const FREE_CHARACTERS = 2 ** 30;

export async function dump(path: string, options: DumpOptions, io: Io): Promise<void> {
  await withFile(path, async (found) => {
    const opened = open(found, options);
    if (opened.kind !== 'array' && opened.keys.approximate) throw withoutKeys(path);
    const lines = new Lines(io);
    const limit = options.limit ?? Number.POSITIVE_INFINITY;
    let left = options.trust
      ? Number.POSITIVE_INFINITY
      : MAX_EXPANSION * found.file.byteLength + FREE_CHARACTERS;
    let written = 0;
    const records = linesOf(opened, io);
    while (written < limit) {
      let next: IteratorResult<string>;
      try {
        next = records.next();
      } catch (error) {
        // What was read so far is good, and tells where it ends.
        await lines.flush();
        if (error instanceof Error) error.message = `${path}: record ${written}: ${error.message}`;
        throw error;
      }
      if (next.done) break;
      left -= next.value.length;
      if (left < 0) {
        await lines.flush();
        throw tooLong(path, written);
      }
      await lines.add(next.value);
      written += 1;
    }
    await lines.flush();
  });
}

function linesOf(opened: Opened, io: Io): Generator<string> {
  switch (opened.kind) {
    case 'array':
      return arrayLines(opened.array, io);
    case 'mapping':
      return mappingLines(opened.mapping, opened.keys, io);
    default:
      return mapperLines(opened.mapper, opened.keys.type);
  }
}

function* arrayLines(array: RecordArray<object>, io: Io): Generator<string> {
  const writer = new RecordWriter(array);
  for (const record of array.cursor()) yield writer.record(record);
  warnOfUnreadable(writer, io);
}

/**
 * Files of this library in the order in which they were written, so that a copy is the same. In those from Python the
 * records of one key have an order in the index only, whose first is the one that is found.
 */
function* mappingLines(
  mapping: Mapping<Key, object>,
  { type, multi }: ReadableKeys,
  io: Io,
): Generator<string> {
  const writer = new RecordWriter(mapping.array);
  const order = multi === undefined ? 'index' : 'sequential';
  for (const [key, record] of mapping.entries({ order })) yield writer.record(record, keyJson(type, key));
  warnOfUnreadable(writer, io);
}

function* mapperLines(mapper: IdMapper<Key>, type: KeyTypeName): Generator<string> {
  for (const [key, value] of mapper.entries())
    yield `{"$key":${keyJson(type, key)},"$value":${numberJson(value)}}`;
}

function withoutKeys(path: string): Failure {
  return new Failure(
    'CLI_UNSUPPORTED',
    `${path} is, or seems to be, approximate: it holds hashes in place of its keys. --key-type int dumps those, as it ` +
      'does integer keys that look like hashes',
  );
}

function tooLong(path: string, written: number): Failure {
  return new Failure(
    'CLI_TOO_LARGE',
    `after ${counted(written, 'record')}, ${path} has spelled out to ${MAX_EXPANSION} times its size, which honest data ` +
      'hardly does: --trust goes on, --limit takes the first records only',
  );
}
