/**
 * What the keys of an id mapper are. Files from Python do not say (docs/format.md 11), but the place where the index ends
 * tells the bytes of an entry, and the entries must make sense: hashes be those of the keys, values be numbers of
 * records.
 */
import type { Memory } from '../../bytes/memory.js';
import { CorruptBufferError } from '../../errors.js';
import { xxh32 } from '../../hash/xxh32.js';
import { xxh64 } from '../../hash/xxh64.js';
import { MAPPER_HEADER } from '../../mappers/mapper-header.js';
import { readBytes } from '../../values/text/text-and-bytes.js';
import type { MapperHeader } from './container-kind.js';

/** `empty`: no entry tells. `unknown`: the entries make no sense. */
export type KeyLayout = 'string' | 'numeric' | 'object' | 'approximate' | 'empty' | 'unknown';

/** The layouts that this library writes, by bytes of an entry. */
export const MAPPER_LAYOUTS: readonly { row: number; layout: 'string' | 'numeric'; width: 32 | 64 }[] = [
  { row: 24, layout: 'string', width: 64 },
  { row: 16, layout: 'numeric', width: 64 },
  { row: 12, layout: 'string', width: 32 },
  { row: 8, layout: 'numeric', width: 32 },
];

export interface KeysFound extends MapperHeader {
  readonly layout: KeyLayout;
  readonly width: 32 | 64;
}

/** Entries looked at, spread over the index. */
const SAMPLE = 64;
const OBJECT_ROW = 24;
/** Keys of ordinary use lie below; of 256 hashes, one does. */
const SMALL_KEY = 2 ** 56;
/** Fewer 32-bit hashes than this cannot be told from keys. */
const ENOUGH = 32;

/**
 * The keys of the mapper at position 0.
 *
 * @param limit Where the index ends at the latest.
 * @param fits Whether an index with entries of so many bytes ends where it should.
 * @param records Values are below this.
 */
export function identifyKeys(
  memory: Memory,
  mapper: MapperHeader,
  limit: number,
  fits: (row: number) => boolean,
  records: number,
): KeysFound {
  if (mapper.entries === 0) return { ...mapper, layout: 'empty', width: 64 };
  const widths = ([64, 32] as const).map((width) => new Entries(memory, mapper, width, limit));
  const strings = widths.find((entries) => entries.areStrings());
  if (strings !== undefined) return { ...mapper, layout: 'string', width: strings.width };
  if (mapper.indexOffset > MAPPER_HEADER && fits(OBJECT_ROW)) {
    return { ...mapper, layout: 'object', width: 64 };
  }
  const numeric = widths.filter((entries) => fits(entries.width / 4) && entries.areNumeric(records));
  // Both widths fit a handful of entries; one that reads two narrow integers as one makes them huge.
  const chosen = numeric.length > 1 && numeric[0]!.largest >= 2 ** 32 ? numeric[1]! : numeric[0];
  if (chosen === undefined) return { ...mapper, layout: 'unknown', width: 64 };
  return { ...mapper, layout: chosen.areHashes() ? 'approximate' : 'numeric', width: chosen.width };
}

/** A sample of the index, read as entries of one width. */
class Entries {
  readonly width: 32 | 64;
  readonly #memory: Memory;
  readonly #mapper: MapperHeader;
  readonly #limit: number;
  /** Numbers of the entries looked at, ascending. */
  readonly #sample: number[];
  #keys: number[] = [];

  constructor(memory: Memory, mapper: MapperHeader, width: 32 | 64, limit: number) {
    this.width = width;
    this.#memory = memory;
    this.#mapper = mapper;
    this.#limit = limit;
    const count = Math.min(SAMPLE, mapper.entries);
    this.#sample = Array.from({ length: count }, (_, index) => Math.floor((index * mapper.entries) / count));
  }

  get largest(): number {
    return Math.max(...this.#keys);
  }

  /** Whether there are keys whose hashes are those in the index. */
  areStrings(): boolean {
    const row = (3 * this.width) / 8;
    if (!this.#within(row)) return false;
    try {
      return this.#sample.every((entry) => {
        const offset = this.#integer(entry, row, 1);
        return (
          offset >= MAPPER_HEADER && offset < this.#mapper.indexOffset && this.#hashes(entry, row, offset)
        );
      });
    } catch (error) {
      if (error instanceof CorruptBufferError) return false;
      throw error;
    }
  }

  /** Whether keys ascend, and values are numbers of records. */
  areNumeric(records: number): boolean {
    const row = this.width / 4;
    if (!this.#within(row)) return false;
    this.#keys = this.#sample.map((entry) => this.#integer(entry, row, 0));
    const ascending = this.#keys.every((key, index) => index === 0 || key >= this.#keys[index - 1]!);
    return ascending && this.#sample.every((entry) => this.#integer(entry, row, 1) < records);
  }

  /** Whether the keys, found to be numeric, are spread as hashes are. */
  areHashes(): boolean {
    const keys = this.#keys;
    if (this.width === 64) return keys.filter((key) => key >= SMALL_KEY).length >= 0.75 * keys.length;
    if (this.#mapper.entries < ENOUGH) return false;
    // The test of Kolmogorov and Smirnov for even spread, which one sample of hashes in a hundred fails.
    const distance = keys.map((key, index) => Math.abs(key / 2 ** 32 - (index + 0.5) / keys.length));
    return Math.max(...distance) < 1.63 / Math.sqrt(keys.length);
  }

  #within(row: number): boolean {
    return this.#mapper.indexOffset + this.#mapper.entries * row <= this.#limit;
  }

  /** A column of an entry, rounded where it is past 2^53. */
  #integer(entry: number, row: number, column: number): number {
    const [view, at] = this.#at(entry, row, column);
    const low = view.getUint32(at, true);
    return this.width === 32 ? low : view.getUint32(at + 4, true) * 2 ** 32 + low;
  }

  #at(entry: number, row: number, column: number): [DataView, number] {
    const position = this.#mapper.indexOffset + entry * row + (column * this.width) / 8;
    const window = this.#memory.windowAt(position);
    window.need(position - window.base, this.width / 8);
    return [window.view, position - window.base];
  }

  #hashes(entry: number, row: number, offset: number): boolean {
    const window = this.#memory.windowAt(offset);
    const key = readBytes(window, offset - window.base);
    const [view, at] = this.#at(entry, row, 0);
    if (this.width === 32) return xxh32(key, 0, key.length) >>> 0 === view.getUint32(at, true);
    const hash = new Uint32Array(2);
    xxh64(key, 0, key.length, hash);
    return view.getUint32(at, true) === hash[0] && view.getUint32(at + 4, true) === hash[1];
  }
}
