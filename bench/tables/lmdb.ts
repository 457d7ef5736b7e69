/** lmdb, fed by what parses each format fastest in JavaScript: records of msgpack with shared structures. */
import { createReadStream, readFileSync, rmSync } from 'node:fs';
import { open } from 'lmdb';
import type { Contender } from './contender.js';
import { INPUTS, type InputFormat } from './input-files.js';
import { TABLES } from './made-tables.js';

/** Puts between waits for the writing thread. */
const BATCH = 50_000;

type Record = { readonly [name: string]: unknown };

async function* blocks(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 18 })) {
    const text = rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    yield text.slice(0, end);
    rest = text.slice(end);
  }
  if (rest !== '') yield rest;
}

async function* jsonRecords(path: string): AsyncGenerator<Record[]> {
  for await (const block of blocks(path)) {
    yield block
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record);
  }
}

async function* csvRecords(path: string): AsyncGenerator<Record[]> {
  const { inferSchema, initParser } = await import('udsv');
  let parser: ReturnType<typeof initParser> | undefined;
  let taken: Record[] = [];
  for await (const block of blocks(path)) {
    parser ??= initParser(inferSchema(block));
    parser.chunk<Record>(block, parser.typedObjs as never, (rows) => {
      taken = taken.concat(rows);
    });
    yield taken;
    taken = [];
  }
}

async function* parquetRecords(path: string): AsyncGenerator<Record[]> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    yield (await parquetReadObjects({ file, metadata, rowStart, rowEnd })).map(withNumbers);
    rowStart = rowEnd;
  }
}

/** Integers of 64 bits as numbers, which these all fit. */
function withNumbers(record: Record): Record {
  for (const name in record) {
    if (typeof record[name] === 'bigint')
      (record as { [name: string]: unknown })[name] = Number(record[name]);
  }
  return record;
}

async function* arrowRecords(path: string): AsyncGenerator<Record[]> {
  const { tableFromIPC } = await import('@uwdata/flechette');
  const table = tableFromIPC(readFileSync(path));
  const names = table.schema.fields.map(({ name }) => name);
  const columns = names.map((name) => table.getChild(name)!);
  for (let from = 0; from < table.numRows; from += BATCH) {
    const to = Math.min(table.numRows, from + BATCH);
    const records: Record[] = [];
    for (let row = from; row < to; row += 1) {
      records.push(Object.fromEntries(columns.map((column, at) => [names[at], column.at(row)])));
    }
    yield records;
  }
}

const PARSERS: Readonly<{ [F in InputFormat]: (path: string) => AsyncGenerator<Record[]> }> = {
  ndjson: jsonRecords,
  csv: csvRecords,
  parquet: parquetRecords,
  arrow: arrowRecords,
};

const STRUCTURES = { sharedStructuresKey: Symbol.for('structures') };

export const contender: Contender = {
  name: 'lmdb',
  about: `put() in batches of ${BATCH}, flushed; fed by JSON.parse, uDSV, hyparquet, flechette`,
  formats: ['ndjson', 'csv', 'parquet', 'arrow'],
  async build(input, format, target) {
    for (const path of [target, `${target}-lock`]) rmSync(path, { force: true });
    const key = TABLES[INPUTS[format]].columns[0]![0];
    const db = open<Record, string | number>({ path: target, ...STRUCTURES });
    let written: Promise<boolean> | undefined;
    let count = 0;
    for await (const records of PARSERS[format](input)) {
      for (const record of records) {
        written = db.put(record[key] as string | number, record);
        count += 1;
        if (count % BATCH === 0) await written;
      }
    }
    await written;
    await db.flushed;
    await db.close();
  },
  async read(target, format, keys) {
    const db = open<Record, string | number>({ path: target, ...STRUCTURES, readOnly: true });
    const { columns } = TABLES[INPUTS[format]];
    const rows = keys.map((key) => {
      const record = db.get(key);
      return record === undefined ? [] : columns.map(([name]) => record[name]);
    });
    await db.close();
    return rows;
  },
};
