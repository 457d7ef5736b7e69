/**
 * Sorting byte strings that lie one behind the other: by eight bytes at a time, past what all of a group share, so that long
 * prefixes (of addresses, paths) cost one look each.
 */
import { radixSort } from '../building/radix-sort.js';
import { compareBytes } from './compare-bytes.js';

/** Groups of up to so many are sorted by comparing. */
const SMALL = 48;
/** Bytes that a pass sorts by, and a number for those that have more. */
const STEP = 8;
const MORE = STEP + 1;

/** Strings `from` to before `to` of the order are alike up to `depth`. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * The order of `count` byte strings, as their numbers; equal ones keep theirs.
 *
 * @param ends Where each ends in `bytes`, and the next one starts.
 */
export function sortBytes(bytes: Uint8Array, ends: Uint32Array, count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let item = 0; item < count; item += 1) order[item] = item;
  const groups: Group[] = [{ from: 0, to: count, depth: 0 }];
  for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
    if (group.to - group.from <= SMALL) insert(bytes, ends, order, group);
    else divide(bytes, ends, order, group, groups);
  }
  return order;
}

function startOf(ends: Uint32Array, item: number): number {
  return item === 0 ? 0 : ends[item - 1]!;
}

function insert(bytes: Uint8Array, ends: Uint32Array, order: Uint32Array, { from, to, depth }: Group): void {
  for (let next = from + 1; next < to; next += 1) {
    const item = order[next]!;
    const start = startOf(ends, item) + depth;
    const length = ends[item]! - start;
    let at = next;
    for (; at > from; at -= 1) {
      const before = order[at - 1]!;
      const other = startOf(ends, before) + depth;
      if (compareBytes(bytes, other, ends[before]! - other, bytes, start, length) <= 0) break;
      order[at] = before;
    }
    order[at] = item;
  }
}

/** How far beyond `depth` all of a group are alike. */
function commonDepth(
  bytes: Uint8Array,
  ends: Uint32Array,
  order: Uint32Array,
  { from, to, depth }: Group,
): number {
  const first = startOf(ends, order[from]!);
  let common = ends[order[from]!]! - first;
  for (let next = from + 1; next < to && common > depth; next += 1) {
    const item = order[next]!;
    const start = startOf(ends, item);
    common = Math.min(common, ends[item]! - start);
    let at = depth;
    while (at < common && bytes[first + at] === bytes[start + at]) at += 1;
    common = at;
  }
  return common;
}

function divide(
  bytes: Uint8Array,
  ends: Uint32Array,
  order: Uint32Array,
  group: Group,
  groups: Group[],
): void {
  const { from, to } = group;
  const depth = commonDepth(bytes, ends, order, group);
  const count = to - from;
  const [high, low, left] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  for (let at = 0; at < count; at += 1) {
    const item = order[from + at]!;
    const start = startOf(ends, item) + depth;
    const length = ends[item]! - start;
    high[at] = wordAt(bytes, start, length);
    low[at] = wordAt(bytes, start + 4, length - 4);
    // Zeros past the end are no bytes.
    left[at] = Math.min(length, MORE);
  }
  const sorted = radixSort([high, low, left], count);
  const items = order.slice(from, to);
  for (let at = 0; at < count; at += 1) order[from + at] = items[sorted[at]!]!;
  const alike = (a: number, b: number): boolean =>
    left[a] === MORE && left[b] === MORE && high[a] === high[b] && low[a] === low[b];
  for (let first = 0, at = 1; at <= count; at += 1) {
    if (at < count && alike(sorted[first]!, sorted[at]!)) continue;
    if (at - first > 1) groups.push({ from: from + first, to: from + at, depth: depth + STEP });
    first = at;
  }
}

/** Up to four bytes as a number, the first one uppermost; zeros where there are fewer. */
function wordAt(bytes: Uint8Array, start: number, length: number): number {
  if (length >= 4) {
    return (bytes[start]! << 24) | (bytes[start + 1]! << 16) | (bytes[start + 2]! << 8) | bytes[start + 3]!;
  }
  let word = 0;
  for (let at = 0; at < length; at += 1) word |= bytes[start + at]! << (24 - 8 * at);
  return word;
}
