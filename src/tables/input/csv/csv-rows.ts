/** Rows of CSV: cells by column, and fields by name. */
import { isUtf8 } from 'node:buffer';
import type { Input } from '../input-file.js';
import { NONE_RAGGED, notUtf8, type Position, type Row, raggedTogether } from '../rows.js';
import { Cells } from './cells.js';
import { type CsvFormat, dialectBytes } from './csv-format.js';
import { csvStart } from './csv-head.js';
import { headOf } from './head-of.js';
import { type RowBlock, rowBlocks } from './row-splitter.js';
import { scanCells } from './scan-cells.js';

/** A row of CSV. */
export class CsvRow implements Row {
  readonly line: number;
  /** Text by column; undefined for missing values. */
  readonly cells: readonly (string | undefined)[];
  readonly #columns: readonly string[];

  constructor(line: number, cells: readonly (string | undefined)[], columns: readonly string[]) {
    this.line = line;
    this.cells = cells;
    this.#columns = columns;
  }

  /** Text by name, without missing values. */
  get fields(): { readonly [name: string]: string } {
    // Without a prototype: a column may be called __proto__.
    const fields: Record<string, string> = Object.create(null);
    for (const [column, name] of this.#columns.entries()) {
      const text = this.cells[column];
      if (text !== undefined) fields[name] = text;
    }
    return fields;
  }
}

/** Blocks of whole rows of an input, without what comes before them; `first` is the input whose header the format has. */
export function* csvBlocks(
  input: Input,
  format: CsvFormat,
  position: Position,
  first: string = input.name,
): Generator<RowBlock> {
  const start = headOf(input, (head) => csvStart(head, format, first));
  yield* rowBlocks(chunksFrom(input, start.byte, position), format, input.name, start.line);
}

/** Reads a block: `cells` then has its rows, each with as many cells as there are columns. Throws `InputError`. */
export function readBlock(cells: Cells, block: RowBlock, format: CsvFormat, name: string): void {
  if (!isUtf8(block.bytes)) throw notUtf8(block.bytes, name, block.line);
  cells.restart(block.bytes, format.quote, format.nulls);
  const { columns, trailing, lenient, header } = format;
  const rules = {
    columns: columns.length,
    trailing,
    lenient,
    header,
    commented: columns[0]?.startsWith('#') ?? false,
    partial: false,
  };
  scanCells(cells, dialectBytes(format), rules, { name, line: block.line });
}

/** All rows of an input. */
export function* csvRows(
  input: Input,
  format: CsvFormat,
  position: Position,
  first: string = input.name,
): Generator<CsvRow> {
  position.columns = format.columns;
  const cells = new Cells();
  for (const block of csvBlocks(input, format, position, first)) {
    yield* rowsIn(cells, block, format, input.name, position);
  }
}

/** A row of the block that `cells` took in. */
export function cellsRow(cells: Cells, row: number, format: CsvFormat): CsvRow {
  return new CsvRow(cells.lines[row]!, cells.row(row), format.columns);
}

/** The rows of a block, which `cells` takes in. */
export function* rowsIn(
  cells: Cells,
  block: RowBlock,
  format: CsvFormat,
  name: string,
  position: Position,
): Generator<CsvRow> {
  position.line = block.line;
  readBlock(cells, block, format, name);
  for (let row = 0; row < cells.rows; row += 1) {
    position.line = cells.lines[row]!;
    yield cellsRow(cells, row, format);
  }
  noteRagged(position, cells);
}

/** Counts the rows of a block that were padded or cut. */
export function noteRagged(position: Position, { padded, cut, cutLines }: Cells): void {
  if (padded === 0 && cut === 0) return;
  const found = { padded, cut, cutLines: [...cutLines] };
  position.ragged = raggedTogether(position.ragged ?? NONE_RAGGED, found);
}

/** The bytes of an input from one on. */
function* chunksFrom(input: Input, byte: number, position: Position): Generator<Uint8Array> {
  let pass = byte;
  for (const chunk of input.chunks()) {
    position.bytes += chunk.length;
    if (pass < chunk.length) yield pass === 0 ? chunk : chunk.subarray(pass);
    pass = Math.max(0, pass - chunk.length);
  }
}
