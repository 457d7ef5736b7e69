/** Text of a column, made into the bytes that are stored of it. */
import { bufferOver, encodeUtf8Into } from '../../bytes/text/utf8.js';
import { TextColumn } from '../../containers/building/text-column.js';
import { PackError } from '../../errors.js';

/** Bytes that a UTF-16 unit gives at most. */
const UNIT_BYTES = 3;

/** Undefined for values of other kinds, and for text that has no UTF-8. */
export function encodedTexts(values: ArrayLike<unknown>): TextColumn | undefined {
  let units = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (typeof value === 'string') units += value.length;
    else if (value !== undefined) return undefined;
  }
  const bytes = new Uint8Array(UNIT_BYTES * units);
  const buffer = bufferOver(bytes);
  const starts = new Int32Array(values.length);
  const lengths = new Int32Array(values.length).fill(-1);
  let end = 0;
  try {
    for (let row = 0; row < values.length; row += 1) {
      const value = values[row] as string | undefined;
      if (value === undefined) continue;
      const length = encodeUtf8Into(value, bytes, buffer, end);
      starts[row] = end;
      lengths[row] = length;
      end += length;
    }
  } catch (error) {
    if (error instanceof PackError) return undefined;
    throw error;
  }
  return new TextColumn(bytes, starts, lengths);
}
