/** Rows of an input for programs: as plain objects, and as the schema that they have. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { ColumnarSource } from '../columnar/columnar-source.js';
import { openColumnar } from '../columnar/open-columnar.js';
import { isSql, type SqlInput } from '../columnar/sql/sql-source.js';
import { DiskRoom } from '../input/disk-room.js';
import type { Input } from '../input/input-file.js';
import {
  askedFormat,
  columnarOf,
  type Format,
  type FormatAsked,
  formatOf,
  rowsOf,
} from '../input/input-format.js';
import type { Position } from '../input/rows.js';
import { type RowInput, readsOnce } from '../input/sources/named.js';
import { openInput } from '../input/sources/open-input.js';
import type { ReadOptions } from '../plan/build-from-options.js';
import { checkReadOptions } from '../plan/known-options.js';
import { inPrograms, rowsInPrograms } from '../plan/options-in-programs.js';
import { lookAt, planRows } from '../plan/plan-rows.js';
import { converted, type RowPlan } from '../plan/second-pass.js';
import { SILENT } from '../progress.js';
import { givenSchema } from '../schema/given-schema.js';
import type { Schema } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import type { SchemaJson } from '../schema/schema-json.js';
import { objectsOf, SqlRows, schemaOf } from './read-columns.js';
import { readableTimes } from './readable-times.js';
import { entriesOf } from './row-entries.js';

/** Milliseconds of work between turns of the event loop. */
const TURN_MS = 20;
/** Rows between looks at the clock. */
const CLOCK_ROWS = 256;

/** A row: values by the names of the fields. */
export type RowObject = Record<string, unknown>;

/** Rows that can be read any number of times; those of a stream once. */
export interface RowSource extends AsyncIterable<RowObject> {
  /** The schema that was given, else the one of all rows. */
  schema(): Promise<SchemaJson>;
  /**
   * Rows as entries of a mapping, each behind its key: the value of a field, as `id` or `address.city`, or of several as a tuple.
   * Reading throws `InputError` for a row without one. `K` and `Row` are taken at their word.
   */
  entries<K extends Key = Key, Row = RowObject>(key: string | readonly string[]): AsyncIterable<[K, Row]>;
}

/**
 * The rows of an input, as objects that `buildArray` takes, and as entries that `buildMapping` takes: nothing is read
 * before they are asked for. By a schema, values are as packing takes them: a `Map` for a dict, a `Set` for a set.
 * Without one, JSON is as `JSON.parse` gives it (integers past 2^53 are bigints), and CSV has the types that all rows
 * of a column have. Dates and times are what the library reads them as: `Temporal.PlainDate`, `Temporal.Instant`.
 *
 * @param input The path of a file, `-` for standard input, an iterable of rows or bytes, or SQL.
 * @param options How the input is read.
 * @throws `ArgumentError` for options that do not go together.
 * @throws `SchemaError` for a schema that cannot be; reading throws `InputError` for rows that cannot be read or do
 * not fit.
 * @throws `FileError` for files that cannot be read.
 *
 * @example
 * for await (const row of readRows('cities.parquet')) console.log(row['name']);
 */
export function readRows(input: RowInput | SqlInput, options: ReadOptions = {}): RowSource {
  return new ToldRows(
    inPrograms(() => (isSql(input) ? new SqlRows(input, options) : new Rows(input, options))),
  );
}

/**
 * The schema of all rows of an input, as `build` would infer it.
 *
 * @param input The path of a file, `-` for standard input, an iterable of rows or bytes, or SQL.
 * @param options How the input is read.
 * @throws as reading the rows does.
 *
 * @example
 * const { fields } = await inferSchema('cities.csv');
 */
export function inferSchema(input: RowInput | SqlInput, options: ReadOptions = {}): Promise<SchemaJson> {
  return readRows(input, options).schema();
}

/** Rows whose errors name options as programs write them. */
class ToldRows implements RowSource {
  readonly #rows: Rows | SqlRows;

  constructor(rows: Rows | SqlRows) {
    this.#rows = rows;
  }

  schema(): Promise<SchemaJson> {
    return inPrograms(() => this.#rows.schema());
  }

  entries<K extends Key, Row>(key: string | readonly string[]): AsyncGenerator<[K, Row]> {
    return rowsInPrograms(entriesOf<K, Row>(this.#rows, key));
  }

  [Symbol.asyncIterator](): AsyncGenerator<RowObject> {
    return rowsInPrograms(this.#rows);
  }
}

class Rows {
  readonly #from: RowInput;
  readonly #asked: FormatAsked;
  #format: Format | undefined;
  readonly #options: ReadOptions;
  readonly #signal: AbortSignal;
  readonly #given: Schema | undefined;
  #plan: RowPlan | undefined;
  /** A stream that was set aside; null once it was read. */
  #stream: Promise<Input> | null | undefined;

  constructor(from: RowInput, options: ReadOptions) {
    checkReadOptions(options);
    const { schema, signal } = options;
    this.#from = from;
    this.#options = options;
    this.#asked = askedFormat(options);
    this.#given = givenSchema(schema);
    this.#signal = signal ?? new AbortController().signal;
  }

  async schema(): Promise<SchemaJson> {
    if (this.#given !== undefined) return schemaJson(this.#given);
    const input = await this.#open();
    try {
      const source = await this.#columnar(input);
      if (source !== undefined) return schemaOf(source, this.#options);
      return schemaJson((await this.#planned(input)).schema);
    } finally {
      if (!readsOnce(this.#from)) input.close();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RowObject> {
    const input = await this.#open();
    try {
      const source = await this.#columnar(input);
      if (source !== undefined) {
        yield* objectsOf(source, this.#given, this.#options, this.#signal);
        return;
      }
      const plain = this.#formatOf(input).kind !== 'csv' && this.#given === undefined;
      const rows = plain ? this.#plain(input) : records({ ...(await this.#planned(input)), input });
      let turned = performance.now();
      let count = 0;
      for (const row of rows) {
        yield row;
        count += 1;
        if (count % CLOCK_ROWS === 0 && performance.now() - turned > TURN_MS) {
          await turn();
          this.#signal.throwIfAborted();
          turned = performance.now();
        }
      }
    } finally {
      input.close();
      if (readsOnce(this.#from)) this.#stream = null;
    }
  }

  /** The table, where the input says its types. */
  async #columnar(input: Input): Promise<ColumnarSource | undefined> {
    const format = columnarOf(input, this.#asked);
    return format && openColumnar(input, format);
  }

  #formatOf(input: Input): Format {
    this.#format ??= formatOf(input, this.#asked);
    return this.#format;
  }

  /** Plans once: rows read again are those that there were. */
  async #planned(input: Input): Promise<RowPlan> {
    const looked = () => lookAt(input, this.#formatOf(input), this.#given, this.#options);
    this.#plan ??= await planRows(looked(), this.#given, this.#options, SILENT, this.#signal);
    return this.#plan;
  }

  *#plain(input: Input): Generator<RowObject> {
    for (const { fields } of rowsOf(input, this.#formatOf(input), start())) yield fields;
  }

  #open(): Promise<Input> {
    if (!readsOnce(this.#from)) return this.#opened();
    if (this.#stream === null) throw new ArgumentError('the stream was read already: read its rows once');
    this.#stream ??= this.#opened();
    return this.#stream;
  }

  #opened(): Promise<Input> {
    const folder = tmpdir();
    const target = join(folder, 'sharedbuffers-rows');
    return openInput(this.#from, {
      target,
      progress: SILENT,
      room: new DiskRoom(folder),
      signal: this.#signal,
      typed: this.#given !== undefined,
      dates: this.#options.dates,
    });
  }
}

function* records(plan: RowPlan): Generator<RowObject> {
  const readable = readableTimes(plan.schema);
  for (const [, record] of converted(plan, start())) {
    readable?.(record as RowObject);
    yield record as RowObject;
  }
}

function start(): Position {
  return { line: 0, bytes: 0 };
}
