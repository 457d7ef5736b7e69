/**
 * The direct table section, for integer keys that lie close together: the record offset of every key in a range.
 *
 * ```
 *  0 u64 first          smallest key
 *  8 u64 range          number of keys from the first to the largest
 * 16 u32 unit           record offsets are in units of this many bytes
 * 20 u32 zero
 * 24 u32 record offsets, one for each key of the range; 0 where there is none
 * ```
 */
import type { Memory } from '../../bytes/memory.js';
import { Region } from '../../bytes/region.js';
import { readLength } from '../../bytes/structural-integers.js';
import { CorruptBufferError } from '../../errors.js';
import { notFound } from '../integer-key.js';
import type { RecordTable } from './record-table.js';
import type { Section } from './sections.js';

export const DIRECT_HEADER = 24;

/** What its header says. */
export function directHeader(memory: Memory, start: number): { first: number; range: number; unit: number } {
  const header = memory.peek(start, DIRECT_HEADER, 'a direct table');
  return {
    first: readLength(header, 0),
    range: readLength(header, 8),
    unit: header.view.getUint32(16, true),
  };
}

export class DirectTable implements RecordTable {
  readonly #first: number;
  readonly #range: number;
  readonly #unit: number;
  readonly #region: Region;
  /** What was read ahead, or engines would leave the reading out. */
  touched = 0;

  constructor(memory: Memory, { start, length }: Section) {
    const { first, range, unit } = directHeader(memory, start);
    this.#first = first;
    this.#range = range;
    this.#unit = unit;
    if (DIRECT_HEADER + this.#range * 4 > length) {
      throw new CorruptBufferError('a direct table is larger than its section', start);
    }
    this.#region = new Region(memory, start + DIRECT_HEADER, this.#range * 4, 'a direct table');
  }

  find(key: unknown): number {
    if (typeof key !== 'number' && typeof key !== 'bigint') return -1;
    const index = Number(key) - this.#first;
    if (!(index >= 0 && index < this.#range) || !Number.isInteger(index)) return notFound(key);
    const at = index * 4;
    const window = this.#region.windowAt(at);
    const record = window.view.getUint32(this.#region.offsetIn(window, at), true);
    return record === 0 ? -1 : record * this.#unit;
  }

  prefetch(keys: ArrayLike<unknown>, from: number, to: number): void {
    let read = 0;
    for (let at = from; at < to; at += 1) {
      const place = (Number(keys[at]) - this.#first) * 4;
      if (!(place >= 0 && place < this.#region.length)) continue;
      const window = this.#region.windowAt(place);
      read ^= window.bytes[this.#region.offsetIn(window, place) | 0]!;
    }
    this.touched = read;
  }
}
