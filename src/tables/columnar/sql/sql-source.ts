/** Results of SQL, by DuckDB: all that it reads is an input. It is the program's to install. */
import type * as duckdb from '@duckdb/node-api';
import { FileError, InputError } from '../../../errors.js';
import { ValueError } from '../../input/value-error.js';
import { DEFAULT_ALIGNMENT, type Schema, type TypeNode } from '../../schema/schema.js';
import { columnIndices, columnsToRead } from '../column-names.js';
import { type ColumnType, unsupported } from '../column-type.js';
import { columnError, convertColumn } from '../column-values.js';
import type { BatchOptions, ColumnarSource, ColumnBatch } from '../columnar-source.js';
import { PACKED_TIMES } from '../times.js';
import { typeOfColumn } from './types.js';

/** Rows that SQL gives: of a database of DuckDB, or of files that the statement names. */
export interface SqlInput {
  /** The statement, as `SELECT * FROM 'cities.parquet'`. */
  readonly sql: string;
  /** Path of a DuckDB file, which is opened to be read; without it, a database in memory. */
  readonly db?: string | undefined;
}

export function isSql(input: unknown): input is SqlInput {
  return typeof input === 'object' && input !== null && typeof (input as SqlInput).sql === 'string';
}

const NAME = 'SQL';

/** Throws `FileError` without DuckDB, `InputError` with what DuckDB says of the statement. */
export async function openSql({ sql, db }: SqlInput): Promise<ColumnarSource> {
  const api = await loaded();
  let instance: duckdb.DuckDBInstance | undefined;
  try {
    instance = await api.DuckDBInstance.create(
      db ?? ':memory:',
      db === undefined ? {} : { access_mode: 'READ_ONLY' },
    );
    const connection = await instance.connect();
    const statement = await connection.prepare(sql);
    refuseWithoutRows(api, statement);
    return new SqlSource(api, instance, connection, statement, sql);
  } catch (error) {
    instance?.closeSync();
    throw sqlError(error);
  }
}

/** Statements that change something, or set something, say how many rows they changed at most. */
function refuseWithoutRows(
  { StatementType }: typeof duckdb,
  { statementType }: duckdb.DuckDBPreparedStatement,
): void {
  const { SELECT, EXPLAIN, EXECUTE, PRAGMA, CALL } = StatementType;
  if ([SELECT, EXPLAIN, EXECUTE, PRAGMA, CALL].includes(statementType)) return;
  throw new InputError(
    `${NAME}: ${StatementType[statementType]} gives no rows to build from: give a SELECT`,
    { input: NAME },
  );
}

async function loaded(): Promise<typeof duckdb> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    throw new FileError('SQL takes DuckDB, which is not there: npm install @duckdb/node-api', { cause });
  }
}

function sqlError(error: unknown): InputError {
  if (error instanceof InputError) return error;
  // In one line, without the one that points at a column of the line before.
  const message = String((error as Error).message ?? error)
    .replace(/\n\s*\^\s*$/, '')
    .replace(/\s*\n\s*/g, '; ');
  // Extensions are fetched from the network when they are first used.
  const extension = /extension/i.test(message)
    ? '; DuckDB reads this with an extension, which `INSTALL name` in DuckDB fetches once'
    : '';
  return new InputError(`${NAME}: ${message}${extension}`, { input: NAME });
}

class SqlSource implements ColumnarSource {
  readonly name = NAME;
  readonly rowCount = undefined;
  readonly byteLength = 0;
  readonly carried = undefined;
  readonly columnNames: readonly string[];
  readonly #api: typeof duckdb;
  readonly #instance: duckdb.DuckDBInstance;
  readonly #connection: duckdb.DuckDBConnection;
  readonly #types: readonly duckdb.DuckDBType[];
  readonly #sql: string;

  constructor(
    api: typeof duckdb,
    instance: duckdb.DuckDBInstance,
    connection: duckdb.DuckDBConnection,
    statement: duckdb.DuckDBPreparedStatement,
    sql: string,
  ) {
    this.#api = api;
    this.#instance = instance;
    this.#connection = connection;
    this.#sql = sql;
    const indices = Array.from({ length: statement.columnCount }, (_, index) => index);
    this.columnNames = indices.map((index) => statement.columnName(index));
    this.#types = indices.map((index) => statement.columnType(index));
  }

  schemaOf(names?: readonly string[]): Schema {
    const fields = columnIndices(this, names).map((index): [string, TypeNode] => [
      this.columnNames[index]!,
      { shape: this.#type(index).shape, optional: true, nullable: false },
    ]);
    return { root: { fields: new Map(fields), alignment: DEFAULT_ALIGNMENT }, structs: new Map() };
  }

  async *batches(
    names: readonly string[],
    { times = PACKED_TIMES }: BatchOptions = {},
  ): AsyncGenerator<ColumnBatch> {
    const columns = columnsToRead(this, names, (index) => this.#type(index), times);
    let first = 0;
    let result: duckdb.DuckDBResult;
    try {
      result = await this.#connection.stream(this.#sql);
    } catch (error) {
      throw sqlError(error);
    }
    for (;;) {
      const chunk = await result.fetchChunk().catch((error) => {
        throw sqlError(error);
      });
      if (chunk === null || chunk.rowCount === 0) return;
      const size = chunk.rowCount;
      const values = columns.map(({ index, name, convert }) => {
        try {
          return convertColumn(chunk.getColumnValues(index), convert, { input: NAME, column: name, first });
        } catch (error) {
          throw columnError(NAME, name, error);
        }
      });
      yield { size, first, columns: values };
      first += size;
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  #type(index: number): ColumnType {
    try {
      return typeOfColumn(this.#types[index]!, this.#api);
    } catch (error) {
      throw error instanceof ValueError ? unsupported(NAME, this.columnNames[index]!, error.message) : error;
    }
  }
}
