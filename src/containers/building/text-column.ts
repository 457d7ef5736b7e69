/** Columns of text, as bytes, on their way into records (docs/format.md 2 and 9). */
import type { Cells } from './number-column.js';

/** Up to so many bytes a loop copies faster than the call of a built-in function. */
const SHORT = 32;
const HEAD = 2;
const POINTER = 8;

/** Text of a column: UTF-8, for each row where it starts and how long it is; −1 where there is none. */
export class TextColumn {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  #longest: number | undefined;

  constructor(bytes: Uint8Array, starts: Int32Array, lengths: Int32Array) {
    this.bytes = bytes;
    this.starts = starts;
    this.lengths = lengths;
  }

  /** Bytes of the longest. */
  get longest(): number {
    if (this.#longest !== undefined) return this.#longest;
    const { lengths } = this;
    let longest = 0;
    for (let row = 0; row < lengths.length; row += 1) if (lengths[row]! > longest) longest = lengths[row]!;
    this.#longest = longest;
    return longest;
  }
}

/**
 * For each row, which of the columns before has the same text, counted from 1: a record holds a text once, and points to it. Undefined
 * where none does in any row.
 */
export function repeatsOf(
  column: TextColumn,
  before: readonly TextColumn[],
  rows: number,
): Uint8Array | undefined {
  let repeats: Uint8Array | undefined;
  before.forEach((other, at) => {
    for (let row = 0; row < rows; row += 1) {
      if (column.lengths[row] !== other.lengths[row] || column.lengths[row]! < 0) continue;
      if (repeats !== undefined && repeats[row]! > 0) continue;
      if (!isSame(column, other, row)) continue;
      repeats ??= new Uint8Array(rows);
      repeats[row] = at + 1;
    }
  });
  return repeats;
}

function isSame(a: TextColumn, b: TextColumn, row: number): boolean {
  const [from, to] = [a.starts[row]!, b.starts[row]!];
  const length = a.lengths[row]!;
  for (let at = 0; at < length; at += 1) if (a.bytes[from + at] !== b.bytes[to + at]) return false;
  return true;
}

/** Adds what the texts take, with their padding, to where records end. */
export function addBodies(
  { lengths }: TextColumn,
  repeats: Uint8Array | undefined,
  ends: Int32Array,
  alignment: number,
): void {
  const rows = ends.length;
  for (let row = 0; row < rows; row += 1) {
    const length = lengths[row]!;
    if (length < 0 || (repeats !== undefined && repeats[row]! > 0)) continue;
    ends[row]! += Math.ceil((HEAD + length) / alignment) * alignment;
  }
}

export interface TextPlaces {
  /** Where the next text of each record lies, from its start; moved on by what is put there. */
  readonly bodies: Int32Array;
  readonly alignment: number;
  /** Where the texts of earlier columns lie, a column each; this one's are added. */
  readonly pointers: Int32Array[];
  readonly repeats: Uint8Array | undefined;
}

/** Puts a text, and the pointer to it, into each record that has one. */
export function putTexts(
  { bytes: from, starts: froms, lengths }: TextColumn,
  { bytes, view, starts, places }: Cells,
  { bodies, alignment, pointers, repeats }: TextPlaces,
): void {
  const rows = starts.length;
  const own = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const length = lengths[row]!;
    if (length < 0) continue;
    const start = starts[row]!;
    const repeated = repeats === undefined ? 0 : repeats[row]!;
    const body = repeated > 0 ? pointers[repeated - 1]![row]! : bodies[row]!;
    own[row] = body;
    view.setInt32(start + places[row]!, body, true);
    places[row]! += POINTER;
    if (repeated > 0) continue;
    let to = start + body;
    view.setUint16(to, length, true);
    to += HEAD;
    const at = froms[row]!;
    if (length <= SHORT) for (let byte = 0; byte < length; byte += 1) bytes[to + byte] = from[at + byte]!;
    else bytes.set(from.subarray(at, at + length), to);
    bodies[row] = body + Math.ceil((HEAD + length) / alignment) * alignment;
  }
  pointers.push(own);
}
