/**
 * The directory section, which takes two bytes a key where tables take four to twelve, and serves every kind of
 * mapper, look-ups of all values of a key included: for each of many equal ranges of keys, the entry of the sorted
 * index where it starts.
 *
 * ```
 *  0 u64 entries        of the index
 *  8 u64 buckets
 * 16 f64 first          key or hash at which bucket 0 starts
 * 24 f64 scale          buckets to a key
 * 32 u32 entry, for each bucket: the first one whose key lies in this bucket or a later one; one that there is
 * ```
 * The bucket of a key is `floor((key − first) × scale)`, cut to what there is, in 64-bit floats: these round the same
 * way everywhere, and keep the order of keys that they cannot tell apart. Hashes are spread evenly, two to a bucket;
 * where integers are not, the search goes on from the bucket's start by strides and halves.
 */
import type { Memory } from '../../bytes/memory.js';
import { Region } from '../../bytes/region.js';
import type { Guide } from '../../bytes/search-hints.js';
import { readLength } from '../../bytes/structural-integers.js';
import { CorruptBufferError } from '../../errors.js';
import type { Section } from './sections.js';

export const DIRECTORY_HEADER = 32;
/** Two bytes a key. */
const ENTRIES_PER_BUCKET = 2;

export function directoryBuckets(entries: number): number {
  return Math.max(1, Math.floor(entries / ENTRIES_PER_BUCKET));
}

export function bucketOf(key: number, first: number, scale: number, buckets: number): number {
  const bucket = Math.floor((key - first) * scale);
  return bucket <= 0 ? 0 : bucket < buckets ? bucket : buckets - 1;
}

/** What it says is where a search starts, not what it finds: no damage to it can make a look-up wrong. */
export class Directory implements Guide {
  readonly #entries: number;
  readonly #buckets: number;
  readonly #first: number;
  readonly #scale: number;
  readonly #region: Region;

  /** For an index of so many entries, at least one. Throws `CorruptBufferError` for a directory that cannot be its own. */
  constructor(memory: Memory, { start, length }: Section, entries: number) {
    const header = memory.peek(start, DIRECTORY_HEADER, 'a directory');
    this.#entries = entries;
    this.#buckets = readLength(header, 8);
    this.#first = header.view.getFloat64(16, true);
    this.#scale = header.view.getFloat64(24, true);
    const fits = this.#buckets > 0 && DIRECTORY_HEADER + this.#buckets * 4 <= length;
    const even = Number.isFinite(this.#first) && Number.isFinite(this.#scale) && this.#scale >= 0;
    if (readLength(header, 0) !== entries || !fits || !even) {
      throw new CorruptBufferError('a directory does not fit its section or the index', start);
    }
    this.#region = new Region(memory, start + DIRECTORY_HEADER, this.#buckets * 4, 'a directory');
  }

  guess(key: number): number {
    const at = bucketOf(key, this.#first, this.#scale, this.#buckets) * 4;
    const window = this.#region.windowAt(at);
    const entry = window.view.getUint32(this.#region.offsetIn(window, at), true);
    if (entry < this.#entries) return entry;
    throw new CorruptBufferError(
      `a directory leads to entry ${entry} of an index of ${this.#entries}: the data is damaged`,
      this.#region.start + at,
    );
  }

  again(entry: number): number {
    return entry;
  }

  learn(): void {}
}
