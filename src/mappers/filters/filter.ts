/**
 * The *filter* section (docs/format.md 13.10): which hashes a table has, in some 9 bits each. What it does not have is told
 * but for one in 256.
 *
 * ```
 *  0 u32 parts, u32 zero
 *  8 for each part: u32 seed, u32 fingerprints of a segment, u32 segments, u32 start
 *    the fingerprints, a byte each; starts count from the first
 * ```
 */
import type { Memory } from '../../bytes/memory.js';
import { CorruptBufferError } from '../../errors.js';
import type { Section } from '../tables/sections.js';
import { type FuseShape, fuse, fuseLength, MAX_SEGMENT } from './fuse.js';

/** Bytes before the parts, and of one. */
export const FILTER_HEADER = 8;
export const PART_BYTES = 16;

/** Number of the part that a hash, signed, belongs to. */
export function partOf(hash: number, parts: number): number {
  return Math.floor(((hash >>> 0) * parts) / 2 ** 32);
}

export class Filter {
  readonly #memory: Memory;
  readonly #section: Section;
  readonly #parts: number;
  readonly #places = new Uint32Array(3);

  /** Throws `CorruptBufferError` for a filter that does not fit its section. */
  constructor(memory: Memory, section: Section) {
    this.#memory = memory;
    this.#section = section;
    const { view } = memory.peek(section.start, Math.min(FILTER_HEADER, section.length), 'a filter');
    this.#parts = section.length < FILTER_HEADER ? 0 : view.getUint32(0, true);
    if (this.#parts === 0 || this.#first > section.start + section.length) throw this.#damaged();
  }

  /** Where its bytes are in the memory. */
  get section(): Section {
    return this.#section;
  }

  /** Whether a hash may be one of the table's; false where it is none. */
  mayHave(hash: number): boolean {
    const part = this.#section.start + FILTER_HEADER + partOf(hash, this.#parts) * PART_BYTES;
    const window = this.#memory.windowAt(part);
    const at = part - window.base;
    window.need(at, PART_BYTES);
    const field = (index: number) => window.view.getUint32(at + 4 * index, true);
    const shape: FuseShape = { seed: field(0), segment: field(1), segments: field(2) };
    const start = this.#first + field(3);
    const { segment, segments } = shape;
    const honest = segment > 0 && segment <= MAX_SEGMENT && (segment & (segment - 1)) === 0 && segments > 0;
    if (!honest || start + fuseLength(shape) > this.#section.start + this.#section.length)
      throw this.#damaged();
    const places = this.#places;
    let print = fuse(hash, shape, places);
    for (let place = 0; place < 3; place += 1) print ^= this.#byteAt(start + places[place]!);
    return print === 0;
  }

  get #first(): number {
    return this.#section.start + FILTER_HEADER + this.#parts * PART_BYTES;
  }

  #byteAt(position: number): number {
    const window = this.#memory.windowAt(position);
    return window.view.getUint8(position - window.base);
  }

  #damaged(): CorruptBufferError {
    return new CorruptBufferError('a filter is larger than its section', this.#section.start);
  }
}
