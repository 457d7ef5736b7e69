/** Columns of numbers on their way into records. */
import type { FixedCodec } from '../../values/base/codec.js';
import * as numbers from '../../values/numbers/number-types.js';

/** Records under way. */
export interface Cells {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where each record starts. */
  readonly starts: Int32Array;
  /** Where the next slot of each record lies, from its start; moved on by what is put there. */
  readonly places: Int32Array;
}

const TWO_32 = 2 ** 32;
const WIDE: readonly FixedCodec[] = [numbers.int64, numbers.int, numbers.dynamicInt64];

/** Puts a number into each record that has one. Throws `PackError` for a value that is none of the codec's. */
export function putNumbers(
  codec: FixedCodec,
  values: ArrayLike<unknown>,
  cells: Cells,
  present: Uint8Array | undefined,
): void {
  const isFloat = codec === numbers.float64 || codec === numbers.float;
  if (values instanceof Float64Array && isFloat) putFloats(values, cells);
  else if (values instanceof Float64Array && WIDE.includes(codec) && areSafe(values))
    putIntegers(values, cells);
  else putEach(codec, values, cells, present);
}

function putFloats(values: Float64Array, { view, starts, places }: Cells): void {
  const rows = starts.length;
  for (let row = 0; row < rows; row += 1) {
    const place = places[row]!;
    view.setFloat64(starts[row]! + place, values[row]!, true);
    places[row] = place + 8;
  }
}

function areSafe(values: Float64Array): boolean {
  for (let at = 0; at < values.length; at += 1) if (!Number.isSafeInteger(values[at])) return false;
  return true;
}

/** As signed integers of 64 bits. */
function putIntegers(values: Float64Array, { view, starts, places }: Cells): void {
  const rows = starts.length;
  for (let row = 0; row < rows; row += 1) {
    const place = places[row]!;
    const at = starts[row]! + place;
    const value = values[row]!;
    view.setUint32(at, value, true);
    view.setInt32(at + 4, Math.floor(value / TWO_32), true);
    places[row] = place + 8;
  }
}

function putEach(
  codec: FixedCodec,
  values: ArrayLike<unknown>,
  { view, starts, places }: Cells,
  present: Uint8Array | undefined,
): void {
  const rows = starts.length;
  const { size } = codec;
  for (let row = 0; row < rows; row += 1) {
    if (present !== undefined && present[row] === 0) continue;
    const place = places[row]!;
    codec.put(view, starts[row]! + place, values[row]);
    places[row] = place + size;
  }
}
