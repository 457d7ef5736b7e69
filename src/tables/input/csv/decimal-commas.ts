/** Numbers as much of Europe writes them, `3,14` and `1.234,5`: text here, which is told. */
import type { Cells } from './cells.js';

const COMMA = /^\s*[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+\s*$/;
const NUMBER = /^\s*[+-]?\d+\s*$/;

/** Places of the columns that hold nothing but numbers, of which some have a comma. `first`: the first row that is no header. */
export function decimalCommas(cells: Cells, first: number, columns: number): number[] {
  const found: number[] = [];
  for (let column = 0; column < columns; column += 1) {
    let commas = 0;
    let row = first;
    for (; row < cells.rows; row += 1) {
      const text = column < cells.width(row) ? cells.value(cells.firsts[row]! + column) : undefined;
      if (text === undefined || NUMBER.test(text)) continue;
      if (!COMMA.test(text)) break;
      commas += 1;
    }
    if (row === cells.rows && commas > 0) found.push(column);
  }
  return found;
}
