/** Where the records of a chunk come to lie: one behind the other, or where an equal one was written a short while ago. */
import { ArgumentError } from '../../errors.js';
import type { ArrayBuilder } from './array-builder.js';
import { checkChunk, type PackedChunk } from './relocatable-chunk.js';

export interface PlacedChunk {
  /** Number in the array of record `at` of the chunk. */
  item(at: number): number;
  /** Its offset from the array's start. */
  offset(at: number): number;
}

/** Adds all records of a chunk. */
export function placeAll(array: ArrayBuilder, chunk: PackedChunk): PlacedChunk {
  const first = array.length;
  const start = array.addChunk(chunk);
  return { item: (at) => first + at, offset: (at) => start + chunk.offsets[at]! };
}

/** Adds those that the array does not remember. Throws `ArgumentError` for a chunk whose records share values. */
export function placeNew(array: ArrayBuilder, chunk: PackedChunk): PlacedChunk {
  const { bytes, offsets, shared } = chunk;
  checkChunk(array.codec, chunk);
  if (shared !== false) {
    throw new ArgumentError(
      'dedupe compares the bytes of records, and those of the chunk share values: pack it with { share: false }',
    );
  }
  const items = new Float64Array(offsets.length);
  const places = new Float64Array(offsets.length);
  for (let at = 0; at < offsets.length; at += 1) {
    const [start, end] = [offsets[at]!, offsets[at + 1] ?? bytes.length];
    if (end <= start) throw new ArgumentError('the chunk is damaged: its records are in no order');
    places[at] = array.addPacked(bytes.subarray(start, end));
    items[at] = array.lastItem;
  }
  return { item: (at) => items[at]!, offset: (at) => places[at]! };
}
