/** DuckDB: a table with a primary key in a database file, filled from the file by its own readers. */
import { rmSync } from 'node:fs';
import type { Contender } from './contender.js';
import { INPUTS, type InputFormat } from './input-files.js';
import { TABLES } from './made-tables.js';

const READERS: Readonly<Partial<Record<InputFormat, string>>> = {
  ndjson: "read_json('FILE', format = 'newline_delimited')",
  csv: "read_csv('FILE')",
  parquet: "read_parquet('FILE')",
};

async function connected<T>(
  path: string,
  work: (connection: import('@duckdb/node-api').DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export const contender: Contender = {
  name: 'DuckDB',
  about: 'INSERT INTO a table with a PRIMARY KEY from its own reader, then CHECKPOINT; all cores',
  formats: ['ndjson', 'csv', 'parquet'],
  async build(input, format, target) {
    rmSync(target, { force: true });
    const from = READERS[format]!.replace('FILE', input);
    const key = TABLES[INPUTS[format]].columns[0]![0];
    await connected(target, async (connection) => {
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
      const columns = described.getRows().map(([name, type]) => `"${name}" ${type}`);
      await connection.run(`CREATE TABLE made (${columns.join(', ')}, PRIMARY KEY ("${key}"))`);
      await connection.run(`INSERT INTO made SELECT * FROM ${from}`);
      await connection.run('CHECKPOINT');
    });
  },
  async read(target, format, keys) {
    const { columns } = TABLES[INPUTS[format]];
    const names = columns.map(([name, kind]) =>
      kind === 'date' || kind === 'time' ? `"${name}"::VARCHAR` : `"${name}"`,
    );
    return connected(target, async (connection) => {
      const found = await connection.prepare(
        `SELECT ${names.join(', ')} FROM made WHERE "${columns[0]![0]}" = ?`,
      );
      const rows: unknown[][] = [];
      for (const key of keys) {
        if (typeof key === 'string') found.bindVarchar(1, key);
        else found.bindBigInt(1, BigInt(key));
        rows.push((await found.runAndReadAll()).getRows()[0] ?? []);
      }
      return rows;
    });
  },
};
