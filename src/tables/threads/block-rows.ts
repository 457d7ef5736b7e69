/** The rows of a block: those that are plain go straight into records, all others are read. */
import { isUtf8 } from 'node:buffer';
import type { Writer } from '../../bytes/byte-writer.js';
import type { Cells } from '../input/csv/cells.js';
import type { CsvFormat } from '../input/csv/csv-format.js';
import { cellsRow, noteRagged, readBlock } from '../input/csv/csv-rows.js';
import type { Format } from '../input/input-format.js';
import { ndjsonRows } from '../input/ndjson.js';
import type { Position, Row } from '../input/rows.js';
import type { RowInference } from '../plan/row-inference.js';
import type { StraightRows } from '../straight/straight-rows.js';
import type { Block } from './blocks.js';

const NEWLINE = 10;
/** Lines that were not plain before the rest of a block is read, where these are most. */
const FEW = 100;

/** What plain rows are written by. */
export interface Straight {
  readonly rows: StraightRows;
  readonly writer: Writer;
  readonly inference: RowInference | undefined;
  /** Called for each, with its line, and where its record is. */
  added(line: number, start: number): void;
}

/**
 * `cells`: what takes in those of CSV. `position` moves along. `read` is called for each row that is not plain. Throws `InputError`
 * for what cannot be read, and what `read` throws.
 */
export function eachRow(
  block: Block,
  format: Format,
  cells: Cells,
  position: Position,
  read: (row: Row) => void,
  straight: Straight | undefined,
): void {
  // The line of bytes that are no text is told before any row is taken.
  const plain = straight !== undefined && isUtf8(block.bytes) ? straight : undefined;
  plain?.rows.start(block.bytes, plain.inference);
  try {
    if (format.kind === 'csv') eachOfCells(block, format, cells, position, read, plain);
    else eachOfLines(block, format, position, read, plain);
  } finally {
    plain?.rows.settle();
  }
}

function eachOfCells(
  block: Block,
  format: CsvFormat,
  cells: Cells,
  position: Position,
  read: (row: Row) => void,
  straight: Straight | undefined,
): void {
  position.line = block.line;
  readBlock(cells, block, format, block.name);
  for (let row = 0; row < cells.rows; row += 1) {
    position.line = cells.lines[row]!;
    const start = straight?.writer.end ?? 0;
    if (straight?.rows.cells(straight.writer, cells, cells.firsts[row]!))
      straight.added(position.line, start);
    else {
      straight?.rows.settle();
      read(cellsRow(cells, row, format));
    }
  }
  noteRagged(position, cells);
}

function eachOfLines(
  { bytes, name, line: first }: Block,
  format: Exclude<Format, CsvFormat>,
  position: Position,
  read: (row: Row) => void,
  straight: Straight | undefined,
): void {
  let line = first;
  let at = 0;
  let others = 0;
  if (straight !== undefined) {
    while (at < bytes.length && (others < FEW || 2 * others < line - first)) {
      const start = straight.writer.end;
      const next = straight.rows.line(straight.writer, at);
      if (next >= 0) {
        straight.added(line, start);
        at = next;
      } else {
        straight.rows.settle();
        const newline = bytes.indexOf(NEWLINE, at);
        const end = newline < 0 ? bytes.length : newline + 1;
        for (const row of ndjsonRows([bytes.subarray(at, end)], name, position, format, line)) read(row);
        others += 1;
        at = end;
      }
      line += 1;
    }
  }
  if (at < bytes.length) {
    straight?.rows.settle();
    for (const row of ndjsonRows([bytes.subarray(at)], name, position, format, line)) read(row);
  }
}
