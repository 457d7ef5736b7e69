/**
 * The *order* section (docs/format.md 13.8): which entry of the index comes first by the bytes of its key, which comes
 * second…
 *
 * ```
 * 0 u64 entries of the index
 * 8 u32 for each rank: the number of its entry
 * ```
 */
import type { Memory } from '../../bytes/memory.js';
import { Region } from '../../bytes/region.js';
import { readLength } from '../../bytes/structural-integers.js';
import { CorruptBufferError } from '../../errors.js';
import type { Section } from '../tables/sections.js';

export const ORDER_HEADER = 8;
/** Bytes of the number of an entry. */
export const NUMBER_BYTES = 4;

/** The numbers. Throws `CorruptBufferError` where there are not as many as `entries`. */
export function readOrder(memory: Memory, { start, length }: Section, entries: number): Region {
  const bytes = entries * NUMBER_BYTES;
  const stated = readLength(memory.peek(start, ORDER_HEADER, 'the order of keys'), 0);
  if (stated === entries && length === ORDER_HEADER + bytes) {
    return new Region(memory, start + ORDER_HEADER, bytes, 'the order of keys');
  }
  throw new CorruptBufferError(
    `the order of keys is one of ${stated} entries in ${length} bytes, not of the ${entries} that there are`,
    start,
  );
}
