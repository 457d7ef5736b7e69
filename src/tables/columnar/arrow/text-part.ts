/** Text of Arrow as it lies: the bytes of all values, and where each starts. */
import { isUtf8 } from 'node:buffer';
import { TextColumn } from '../../../containers/building/text-column.js';
import type { ArrowBatch } from './batches.js';

/** Bits of a byte of UTF-8 that does not begin a character. */
const CONTINUES = 0x80;
const TOP_BITS = 0xc0;

/**
 * Some rows of a column whose offsets were checked. Undefined where bytes among them are no UTF-8, which they need not be where there is
 * no value.
 */
export function textPart(batch: ArrowBatch, from: number, size: number): TextColumn | undefined {
  const { offsets, validity, nullCount } = batch;
  const bytes = batch.values as Uint8Array;
  const [first, last] = size === 0 ? [0, 0] : [Number(offsets[from]), Number(offsets[from + size])];
  let whole = isUtf8(bytes.subarray(first, last));
  const starts = new Int32Array(size);
  const lengths = new Int32Array(size);
  for (let row = 0; row < size; row += 1) {
    const start = Number(offsets[from + row]);
    const index = from + row;
    const isThere = nullCount === 0 || (validity[index >> 3]! & (1 << (index & 7))) !== 0;
    starts[row] = start;
    lengths[row] = isThere ? Number(offsets[index + 1]) - start : -1;
    if (start < last && (bytes[start]! & TOP_BITS) === CONTINUES) whole = false;
  }
  return whole ? new TextColumn(bytes, starts, lengths) : undefined;
}
