/**
 * Entries in the order in which their keys are stored. An index is in hash order, so walking it jumps about in the key
 * data: for a file larger than memory, every key is a read from disk. This sorts entry numbers by key position first,
 * a range of positions at a time, so that memory stays bounded: one pass over the index for each range.
 */
import type { SortedIndex } from '../bytes/sorted-index.js';
import { radixSort } from './building/radix-sort.js';

/** Entries sorted at a time, at 24 bytes each. */
const MAX_SORTED = 2 ** 21;
/** Parts of the key data of which the entries are counted, to find ranges of about equal numbers. */
const PARTS = 4096;

/** Where one range of positions ends, and how many entries lie in it. */
interface Range {
  readonly end: number;
  readonly entries: number;
}

/** Ranges with up to `limit` entries each, unless one part alone has more. */
function* rangesOf(index: SortedIndex, column: number, keyBytes: number, limit: number): Generator<Range> {
  if (index.length <= limit) {
    yield { end: Number.POSITIVE_INFINITY, entries: index.length };
    return;
  }
  const part = Math.max(1, Math.ceil(keyBytes / PARTS));
  const counts = new Float64Array(PARTS);
  for (let entry = 0; entry < index.length; entry += 1) {
    // Positions outside of the key data go to the last part: reading them is what refuses them.
    counts[Math.min(PARTS - 1, Math.floor(index.number(entry, column) / part))]! += 1;
  }
  let entries = 0;
  for (let number = 0; number < PARTS; number += 1) {
    if (entries > 0 && entries + counts[number]! > limit) {
      yield { end: number * part, entries };
      entries = 0;
    }
    entries += counts[number]!;
  }
  yield { end: Number.POSITIVE_INFINITY, entries };
}

/**
 * Entry numbers by the position in `column`, which is below `keyBytes`; those with one position in index order.
 * `limit` is for tests.
 */
export function* keyOrder(
  index: SortedIndex,
  column: number,
  keyBytes: number,
  limit: number = MAX_SORTED,
): Generator<number, undefined> {
  let start = 0;
  for (const { end, entries } of rangesOf(index, column, keyBytes, limit)) {
    const numbers = new Float64Array(entries);
    const [high, low] = [new Uint32Array(entries), new Uint32Array(entries)];
    let count = 0;
    for (let entry = 0; entry < index.length && count < entries; entry += 1) {
      const position = index.number(entry, column);
      if (position < start || position >= end) continue;
      numbers[count] = entry;
      high[count] = index.high(entry, column);
      low[count] = index.low(entry, column);
      count += 1;
    }
    for (const item of radixSort([high, low], count)) yield numbers[item]!;
    start = end;
  }
  return undefined;
}

/**
 * Offsets of the keys by value, where values are 0 to n − 1, each of one entry, and keys lie in their order, as those of
 * mappings do that were built here. One pass without sorting, after which the index is not needed: a walk through it in the
 * order of the keys misses the cache with each entry. `undefined` for others, and for more than `limit`, at 8 bytes each.
 */
export function offsetsByValue(
  index: SortedIndex,
  keyColumn: number,
  valueColumn: number,
  limit: number = MAX_SORTED,
): Float64Array | undefined {
  const { length } = index;
  if (length > limit) return undefined;
  const offsets = new Float64Array(length);
  for (let entry = 0; entry < length; entry += 1) {
    const value = index.exact(entry, valueColumn);
    // No key lies at 0, where the mapper's header is.
    if (!(typeof value === 'number' && value < length && offsets[value] === 0)) return undefined;
    offsets[value] = index.number(entry, keyColumn);
  }
  let last = 0;
  for (let value = 0; value < length; value += 1) {
    if (!(offsets[value]! > last)) return undefined;
    last = offsets[value]!;
  }
  return offsets;
}
