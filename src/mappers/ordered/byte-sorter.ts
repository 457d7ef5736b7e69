/**
 * Sorting more byte strings than memory should hold: as many as have room are sorted and spilled, and what was spilled is
 * merged. Each has a number, which is what is asked for in the end.
 *
 * ```
 * run: for each string u32 number, u32 length, its bytes
 * ```
 */
import type { Spool, Storage } from '../../bytes/build-storage.js';
import { ChunkReader } from '../../bytes/chunk-reader.js';
import { sortBytes } from './byte-sort.js';
import { compareBytes } from './compare-bytes.js';

/** How much is sorted at a time, and how many runs are merged at a time. */
export interface ByteSorterLimits {
  readonly bytes: number;
  readonly strings: number;
  readonly runs: number;
}

const LIMITS: ByteSorterLimits = { bytes: 2 ** 23, strings: 2 ** 18, runs: 16 };
const RUN_HEADER = 8;
/** Strings between pauses. */
const PAUSE = 2 ** 12;

/** Where a merge is in one run. */
class Cursor {
  number = 0;
  bytes: Uint8Array = new Uint8Array(0);
  readonly #reader: ChunkReader;

  constructor(run: Spool) {
    this.#reader = new ChunkReader(run.chunks());
  }

  next(): boolean {
    const header = this.#reader.take(RUN_HEADER);
    if (header.length === 0) return false;
    const view = new DataView(header.buffer, header.byteOffset, RUN_HEADER);
    this.number = view.getUint32(0, true);
    this.bytes = this.#reader.take(view.getUint32(4, true));
    return true;
  }
}

export class ByteSorter {
  readonly #storage: Storage;
  readonly #limits: ByteSorterLimits;
  #bytes = new Uint8Array(2 ** 12);
  #ends = new Uint32Array(2 ** 8);
  #numbers = new Uint32Array(2 ** 8);
  #count = 0;
  #used = 0;
  /** Those of a level were each merged from as many of the one below; earlier strings are in higher levels. */
  readonly #levels: Spool[][] = [];

  constructor(storage: Storage, limits: ByteSorterLimits = LIMITS) {
    this.#storage = storage;
    this.#limits = limits;
  }

  /** Adds a copy of a string. */
  push(number: number, bytes: Uint8Array, start: number, length: number): void {
    const { bytes: most, strings } = this.#limits;
    if (this.#count === strings || (this.#count > 0 && this.#used + length > most)) this.#spill();
    this.#makeRoom(length);
    for (let at = 0; at < length; at += 1) this.#bytes[this.#used + at] = bytes[start + at]!;
    this.#used += length;
    this.#ends[this.#count] = this.#used;
    this.#numbers[this.#count] = number;
    this.#count += 1;
  }

  /** The numbers in the order of their strings, those of equal ones as they were pushed; `undefined` for a pause. */
  *sorted(): Generator<number | undefined> {
    if (this.#levels.length === 0) {
      const order = sortBytes(this.#bytes, this.#ends, this.#count);
      for (const item of order) yield this.#numbers[item]!;
      return;
    }
    this.#spill();
    let seen = 0;
    for (const { number } of merge(this.#levels.reverse().flat())) {
      yield number;
      seen += 1;
      if (seen % PAUSE === 0) yield undefined;
    }
  }

  discard(): void {
    for (const run of this.#levels.flat()) run.discard();
    this.#levels.length = 0;
    this.#bytes = new Uint8Array(0);
  }

  #makeRoom(length: number): void {
    if (this.#used + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#used + length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    if (this.#count < this.#ends.length) return;
    const [ends, numbers] = [new Uint32Array(2 * this.#count), new Uint32Array(2 * this.#count)];
    ends.set(this.#ends);
    numbers.set(this.#numbers);
    [this.#ends, this.#numbers] = [ends, numbers];
  }

  #spill(): void {
    const run = this.#storage.spool();
    for (const item of sortBytes(this.#bytes, this.#ends, this.#count)) {
      const start = item === 0 ? 0 : this.#ends[item - 1]!;
      write(run, this.#numbers[item]!, this.#bytes, start, this.#ends[item]!);
    }
    [this.#count, this.#used] = [0, 0];
    this.#keep(run, 0);
  }

  #keep(run: Spool, level: number): void {
    const runs = this.#levels[level] ?? [];
    this.#levels[level] = runs;
    runs.push(run);
    if (runs.length < this.#limits.runs) return;
    this.#levels[level] = [];
    const merged = this.#storage.spool();
    for (const { number, bytes } of merge(runs)) write(merged, number, bytes, 0, bytes.length);
    for (const done of runs) done.discard();
    this.#keep(merged, level + 1);
  }
}

const header = /* @__PURE__ */ new Uint32Array(2);

function write(run: Spool, number: number, bytes: Uint8Array, start: number, end: number): void {
  const view = new DataView(header.buffer);
  view.setUint32(0, number, true);
  view.setUint32(4, end - start, true);
  run.append(new Uint8Array(header.buffer));
  run.append(bytes, start, end);
}

/** Moves through sorted runs at once, the earlier of which have the first of equal strings. */
function* merge(runs: readonly Spool[]): Generator<Cursor> {
  const cursors = runs.map((run) => new Cursor(run)).filter((cursor) => cursor.next());
  // Few enough to keep them sorted, the next one last.
  const waiting: Cursor[] = [];
  const rank = new Map(cursors.map((cursor, at) => [cursor, at]));
  const insert = (cursor: Cursor): void => {
    let at = waiting.length;
    while (at > 0 && !comesFirst(cursor, waiting[at - 1]!)) at -= 1;
    waiting.splice(at, 0, cursor);
  };
  const comesFirst = (one: Cursor, other: Cursor): boolean => {
    const order = compareBytes(one.bytes, 0, one.bytes.length, other.bytes, 0, other.bytes.length);
    return order === 0 ? rank.get(one)! < rank.get(other)! : order < 0;
  };
  for (const cursor of cursors) insert(cursor);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    if (next.next()) insert(next);
  }
}
