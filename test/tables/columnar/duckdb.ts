/** Tables made by DuckDB, which says itself what is in them. */
import { DuckDBInstance } from '@duckdb/node-api';

/** Runs statements in a database in memory. */
export async function duckdb(...statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const statement of statements) await connection.run(statement);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Columns of all kinds, with a null in each; by its number, what each row holds. */
export const ALL_TYPES = `
  SELECT i AS id,
    CASE WHEN i % 3 <> 1 THEN (i % 200 - 100)::TINYINT END AS i8,
    CASE WHEN i % 3 <> 1 THEN (i % 256)::UTINYINT END AS u8,
    (i % 1000)::SMALLINT AS i16, (i % 65536)::USMALLINT AS u16, i::INTEGER AS i32, (4294967295 - i)::UINTEGER AS u32,
    CASE WHEN i % 3 <> 1 THEN 9223372036854775807 - i END AS i64,
    (18446744073709551615::UBIGINT - i)::UBIGINT AS u64,
    (i / 3)::FLOAT AS f32, CASE WHEN i % 3 <> 1 THEN i / 3 END AS f64,
    i % 2 = 0 AS b,
    CASE WHEN i % 3 <> 1 THEN 'text ' || i END AS s, 'é' || (i % 7) AS repeated,
    CASE WHEN i % 3 <> 1 THEN ('\\xFF'::BLOB || encode(i::VARCHAR)) END AS bin,
    (i / 100)::DECIMAL(9,2) AS d9, CASE WHEN i % 3 <> 1 THEN (-i)::DECIMAL(38,3) END AS d38,
    DATE '2024-02-28' + i::INTEGER AS day,
    TIMESTAMP '2024-02-29 12:00:00.000001' + to_microseconds(i) AS ts,
    TIMESTAMPTZ '2024-02-29 12:00:00+00' + to_seconds(i) AS tstz,
    TIME '23:59:59' AS clock,
    '550e8400-e29b-41d4-a716-446655440000'::UUID AS uuid,
    CASE i % 3 WHEN 0 THEN [i, NULL, i + 1] WHEN 1 THEN [] END AS list,
    CASE i % 3 WHEN 0 THEN [['a'], NULL, []] END AS nested,
    CASE WHEN i % 3 <> 1 THEN {'x': i, 'y': CASE WHEN i % 3 = 0 THEN 'in' END} END AS st,
    CASE WHEN i % 3 <> 1 THEN [{'x': i}, NULL] END AS structs,
    CASE i % 3 WHEN 0 THEN MAP {1: 'one', i + 2: NULL} WHEN 1 THEN MAP {} END AS dict
  FROM range(ROWS) t(i)`;
