/** Rows for programs of tables that say their types: files that are open, and what SQL gives. */
import type { ColumnarSource } from '../columnar/columnar-source.js';
import { openSql, type SqlInput } from '../columnar/sql/sql-source.js';
import { READ_TIMES } from '../columnar/times.js';
import { askedFormat, refuseFormat } from '../input/input-format.js';
import type { ReadOptions } from '../plan/build-from-options.js';
import { type ColumnPlan, planColumns } from '../plan/column-plan.js';
import { ColumnRows } from '../plan/column-rows.js';
import { checkReadOptions } from '../plan/known-options.js';
import { selection } from '../plan/shape-fields.js';
import { givenSchema } from '../schema/given-schema.js';
import type { Schema } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import type { SchemaJson } from '../schema/schema-json.js';

/** What SQL gives, which is asked each time. */
export class SqlRows {
  readonly #from: SqlInput;
  readonly #options: ReadOptions;
  readonly #given: Schema | undefined;

  constructor(from: SqlInput, options: ReadOptions) {
    checkReadOptions(options);
    refuseFormat(askedFormat(options));
    this.#from = from;
    this.#options = options;
    this.#given = givenSchema(options.schema);
  }

  async schema(): Promise<SchemaJson> {
    if (this.#given !== undefined) return schemaJson(this.#given);
    const source = await openSql(this.#from);
    try {
      return schemaOf(source, this.#options);
    } finally {
      await source.close();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Record<string, unknown>> {
    const source = await openSql(this.#from);
    try {
      yield* objectsOf(source, this.#given, this.#options, this.#options.signal);
    } finally {
      await source.close();
    }
  }
}

function planOf(source: ColumnarSource, given: Schema | undefined, options: ReadOptions): ColumnPlan {
  return planColumns(source, given, { ...options, select: selection(options.select) });
}

/** The schema that would be built from a table. */
export function schemaOf(source: ColumnarSource, options: ReadOptions): SchemaJson {
  return schemaJson(planOf(source, undefined, options).schema);
}

/** The rows, an object each. */
export async function* objectsOf(
  source: ColumnarSource,
  given: Schema | undefined,
  options: ReadOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<Record<string, unknown>> {
  const plan = planOf(source, given, options);
  const rows = new ColumnRows(plan);
  for await (const batch of source.batches(plan.columns, { times: READ_TIMES })) {
    signal?.throwIfAborted();
    rows.batch(batch);
    for (let row = 0; row < batch.size; row += 1) {
      rows.at(row);
      yield rows.object();
    }
  }
}
