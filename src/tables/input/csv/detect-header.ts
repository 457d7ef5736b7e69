/** Whether the first row of CSV is the names of its columns. */
import type { Cells } from './cells.js';

const NUMBER = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$/;
const DATE = /^\s*\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?\s*$/;

/**
 * Names are text. Where the first row has a number or a date at the top of a column of such, it is data, unless its numbers
 * count on (years, or places from 0) behind some text: then they are names, as in tables that are wide.
 */
export function hasHeader(cells: Cells): boolean {
  if (cells.rows === 0) return true;
  const first = cells.row(0);
  const values = first.map((text) => text !== undefined && isValue(text));
  if (!values.includes(true)) return true;
  if (cells.rows > 1 && countsOn(first)) return true;
  return !values.some((value, column) => value && isValueColumn(cells, column));
}

function isValue(text: string): boolean {
  return NUMBER.test(text) || DATE.test(text);
}

/** Whether the cells below the first are values, as far as they are there. */
function isValueColumn(cells: Cells, column: number): boolean {
  for (let row = 1; row < cells.rows; row += 1) {
    const text = column < cells.width(row) ? cells.value(cells.firsts[row]! + column) : undefined;
    if (text !== undefined && !isValue(text)) return false;
  }
  return true;
}

/** Whether there is text or nothing in front, and then whole numbers each of which is one more than the one before. */
function countsOn(first: readonly (string | undefined)[]): boolean {
  const from = first.findIndex((text) => text !== undefined && NUMBER.test(text));
  const numbers = first.slice(from).map(Number);
  if (from < 1 || numbers.length < 2) return false;
  return numbers.every((number, at) => Number.isSafeInteger(number) && number === numbers[0]! + at);
}
