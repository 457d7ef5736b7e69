/** Text as bytes, value by value, as a column. */
import { isUtf8 } from 'node:buffer';
import { TextColumn } from '../../containers/building/text-column.js';
import { ValueError } from '../input/value-error.js';
import type { ColumnValues } from './columnar-source.js';

/** Up to so many bytes a loop copies faster than the call of a built-in function. */
const SHORT = 24;

/** Null and undefined are no values. Throws `ValueError` for bytes that are no UTF-8. */
export function joinedTexts(values: ColumnValues): TextColumn {
  const rows = values.length;
  const starts = new Int32Array(rows);
  const lengths = new Int32Array(rows).fill(-1);
  let end = 0;
  for (let row = 0; row < rows; row += 1) {
    const value = values[row] as Uint8Array | null | undefined;
    if (value === null || value === undefined) continue;
    starts[row] = end;
    lengths[row] = value.length;
    end += value.length;
  }
  const bytes = new Uint8Array(end);
  let whole = true;
  for (let row = 0; row < rows; row += 1) {
    const length = lengths[row]!;
    if (length <= 0) continue;
    const value = values[row] as Uint8Array;
    const start = starts[row]!;
    if (length > SHORT) bytes.set(value, start);
    else for (let at = 0; at < length; at += 1) bytes[start + at] = value[at]!;
    // One that does not begin with a character would pass behind one that does not end with one.
    if ((value[0]! & 0xc0) === 0x80) whole = false;
  }
  if (!whole || !isUtf8(bytes)) throw new ValueError('has text that is not UTF-8');
  return new TextColumn(bytes, starts, lengths);
}
