/** The rows at the beginning of CSV, as one dialect or another reads them. */
import { Cells, PLAIN } from './cells.js';
import { type CsvDialect, dialectBytes } from './csv-format.js';
import { scanCells } from './scan-cells.js';

export interface Sample {
  readonly cells: Cells;
  /** How far they were read, in bytes. */
  readonly at: number;
  /** What is no CSV in this dialect, behind the rows that are. */
  readonly error: unknown;
}

/** The beginning of an input. */
export interface Head {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Line that the bytes begin in. */
  readonly line: number;
  /** Whether the bytes are all there are; else the last row may be cut. */
  readonly whole: boolean;
}

/** Reads rows of any number of cells, all or the first ones. */
export function sampleRows({ name, bytes, line, whole }: Head, dialect: CsvDialect, most?: number): Sample {
  const cells = new Cells();
  cells.restart(bytes, dialect.quote, []);
  const rules = { columns: undefined, trailing: false, lenient: false, header: false, partial: !whole, most };
  try {
    const at = scanCells(cells, dialectBytes(dialect), rules, { name, line });
    return { cells, at, error: undefined };
  } catch (error) {
    return { cells, at: 0, error };
  }
}

/** Whether a row ends in a delimiter. */
export function endsInNothing(cells: Cells, row: number): boolean {
  const width = cells.width(row);
  return width > 1 && cells.isNothing(cells.firsts[row]! + width - 1);
}

/** How many of the rows have as many cells as the first, but for one that is nothing at the end. */
export function alike(cells: Cells): number {
  const named = filled(cells, 0);
  let count = 0;
  for (let row = 0; row < cells.rows; row += 1)
    if (filled(cells, row) === named || cells.width(row) === named) count += 1;
  return count;
}

function filled(cells: Cells, row: number): number {
  return cells.width(row) - (endsInNothing(cells, row) ? 1 : 0);
}

/** Whether all cells but those in the first column have a space in front, and there are such cells. */
export function isSpaced(cells: Cells): boolean {
  let spaced = 0;
  for (let row = 0; row < cells.rows; row += 1) {
    const first = cells.firsts[row]!;
    for (let cell = first + 1; cell < first + cells.width(row); cell += 1) {
      if (cells.isNothing(cell)) continue;
      const before = cells.starts[cell]! - (cells.forms[cell] === PLAIN ? 1 : 2);
      if (cells.bytes[before] !== 32) return false;
      spaced += 1;
    }
  }
  return spaced > 0;
}
