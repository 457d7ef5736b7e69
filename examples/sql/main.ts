/**
 * SQL over records in a file: `dump` writes them as Parquet into a temporary folder, which DuckDB reads with all its cores. (Its
 * package for Node takes no Arrow, which `toArrow` of `sharedbuffers/tables` is for elsewhere.)
 *
 * `node main.js [ORDERS]`; exits with 1 when a sum is not the one that the records have.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';

const [count = 10_000] = process.argv.slice(2).map(Number);
const CITIES = ['Lima', 'Oslo', 'Pune'];
const Orders = mapping({
  key: t.uint32,
  value: struct({ city: t.string, cents: t.uint32, items: t.list(t.string) }),
});
const folder = mkdtempSync(join(tmpdir(), 'sql-'));
try {
  const path = join(folder, 'orders.sb');
  await buildMapping(
    path,
    Orders,
    Array.from({ length: count }, (_, id) => [
      id,
      { city: CITIES[id % 3]!, cents: (id * 7919) % 10_000, items: id % 2 ? ['pen'] : ['pen', 'ink'] },
    ]),
  );

  const parquet = join(folder, 'orders.parquet');
  const program = fileURLToPath(new URL('./cli/main.js', import.meta.resolve('sharedbuffers')));
  execFileSync(process.execPath, [program, 'dump', path, '--format', 'parquet', '-o', parquet]);
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const result = await connection.runAndReadAll(
    `SELECT city, count(*)::INTEGER, sum(cents)::DOUBLE, arg_max("$key", cents)::INTEGER
       FROM read_parquet('${parquet}') WHERE list_contains(items, 'ink') GROUP BY city ORDER BY city`,
  );
  const answers = result.getRowsJS() as [string, number, number, number][];
  connection.closeSync();
  database.closeSync();

  // What SQL finds, the file has: keys lead back to the records in place.
  const orders = await openMapping(path, Orders);
  for (const [city, orderCount, cents, largest] of answers) {
    const mine = [...orders.values()].filter((order) => order.city === city && order.items.includes('ink'));
    const sum = mine.reduce((total, order) => total + order.cents, 0);
    const most = mine.reduce((found, order) => Math.max(found, order.cents), 0);
    const right = mine.length === orderCount && sum === cents && orders.get(largest)!.cents === most;
    console.log(
      `${city}: ${orderCount} orders, ${cents} cents, the largest is ${largest}${right ? '' : ' (wrong)'}`,
    );
    if (!right) process.exitCode = 1;
  }
  orders.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
