/** Writes the files that contenders bring in, some thousand rows at a time, so that any number of rows fits the memory. */
import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { type Cell, type Kind, type MadeTable, TABLES, type TableName } from './made-tables.js';

export type InputFormat = 'ndjson' | 'csv' | 'parquet' | 'arrow';
/** Which table each format is measured with. */
export const INPUTS: Readonly<Record<InputFormat, TableName>> = {
  ndjson: 'people',
  csv: 'orders',
  parquet: 'people',
  arrow: 'people',
};

/** Rows of a row group, or of a record batch. */
const GROUP_ROWS = 100_000;
/** Rows of text that are written at once. */
const BLOCK_ROWS = 4096;

/** Writes a file if it is not there: it appears when it is whole. */
export async function writeInput(path: string, format: InputFormat, rows: number): Promise<void> {
  if (existsSync(path)) return;
  const part = `${path}.part`;
  const table = TABLES[INPUTS[format]];
  if (format === 'parquet') await writeParquet(part, table, rows);
  else if (format === 'arrow') await writeArrow(part, table, rows);
  else writeText(part, format === 'csv' ? csvText(table) : jsonText(table), rows);
  renameSync(part, path);
}

interface Text {
  readonly head: string;
  line(index: number): string;
}

function jsonText({ columns, row }: MadeTable): Text {
  const names = columns.map(([name]) => name);
  return {
    head: '',
    line: (index) => {
      const cells = row(index);
      return `${JSON.stringify(Object.fromEntries(names.map((name, at) => [name, cells[at]])))}\n`;
    },
  };
}

function csvText({ columns, row }: MadeTable): Text {
  return {
    head: `${columns.map(([name]) => name).join(',')}\n`,
    line: (index) => `${row(index).map(csvCell).join(',')}\n`,
  };
}

function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function writeText(path: string, { head, line }: Text, rows: number): void {
  const file = openSync(path, 'w');
  let block = head;
  for (let index = 0; index < rows; index += 1) {
    block += line(index);
    if (index % BLOCK_ROWS !== BLOCK_ROWS - 1) continue;
    writeSync(file, block);
    block = '';
  }
  writeSync(file, block);
  closeSync(file);
}

/** The columns of some rows. */
function columnsOf({ columns, row }: MadeTable, from: number, to: number): Cell[][] {
  const made = columns.map((): Cell[] => []);
  for (let index = from; index < to; index += 1) {
    for (const [at, cell] of row(index).entries()) made[at]!.push(cell);
  }
  return made;
}

async function writeParquet(path: string, table: MadeTable, rows: number): Promise<void> {
  const { fileWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
  const types = { text: 'STRING', integer: 'INT64', float: 'DOUBLE', boolean: 'BOOLEAN' } as const;
  const columnData = (from: number, to: number) =>
    columnsOf(table, from, to).map((data, at) => {
      const [name, kind] = table.columns[at]!;
      const values = kind === 'integer' ? data.map((cell) => BigInt(cell as number)) : data;
      return { name, data: values, type: types[kind as keyof typeof types], nullable: false };
    });
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: schemaFromColumnData({ columnData: columnData(0, 1) }),
  });
  for (let from = 0; from < rows; from += GROUP_ROWS) {
    const to = Math.min(rows, from + GROUP_ROWS);
    await writer.write({ columnData: columnData(from, to), rowGroupSize: GROUP_ROWS });
  }
  await writer.finish();
}

async function writeArrow(path: string, table: MadeTable, rows: number): Promise<void> {
  const {
    Bool,
    Field,
    Float64,
    Int64,
    RecordBatchFileWriter,
    Schema,
    Struct,
    Utf8,
    makeData,
    RecordBatch,
    vectorFromArray,
  } = await import('apache-arrow');
  const typeOf = (kind: Kind) =>
    kind === 'integer'
      ? new Int64()
      : kind === 'float'
        ? new Float64()
        : kind === 'boolean'
          ? new Bool()
          : new Utf8();
  const fields = table.columns.map(([name, kind]) => new Field(name, typeOf(kind), false));
  const schema = new Schema(fields);
  const writer = new RecordBatchFileWriter();
  const file = openSync(path, 'w');
  const flushed = (async () => {
    for await (const chunk of writer) writeSync(file, chunk);
  })();
  for (let from = 0; from < rows; from += GROUP_ROWS) {
    const to = Math.min(rows, from + GROUP_ROWS);
    const children = columnsOf(table, from, to).map((data, at) => {
      const kind = table.columns[at]![1];
      const values = kind === 'integer' ? data.map((cell) => BigInt(cell as number)) : data;
      return vectorFromArray(values as never, typeOf(kind)).data[0]!;
    });
    const data = makeData({
      type: new Struct(fields),
      length: to - from,
      nullCount: 0,
      children: children as never,
    });
    writer.write(new RecordBatch(schema, data));
  }
  writer.finish();
  await flushed;
  closeSync(file);
}
