/** The rows of a block. */
import type { Cells } from '../input/csv/cells.js';
import { rowsIn } from '../input/csv/csv-rows.js';
import type { Format } from '../input/input-format.js';
import { ndjsonRows } from '../input/ndjson.js';
import type { Position, Row } from '../input/rows.js';
import type { Block } from './blocks.js';

/** `cells`: what takes in those of CSV. `position` moves along. Throws `InputError` for what cannot be read. */
export function blockRows(block: Block, format: Format, cells: Cells, position: Position): Iterable<Row> {
  return format.kind === 'csv'
    ? rowsIn(cells, block, format, block.name, position)
    : ndjsonRows([block.bytes], block.name, position, format, block.line);
}
