/** Arrays that are read over a network. */
import type { Column } from '../containers/columns/column.js';
import type { RecordArray } from '../containers/record-array.js';
import { CorruptBufferError } from '../errors.js';
import { readRecord } from './read-record.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';

export interface ReadOptions {
  /** Ends the wait, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Records that are read together, in order. */
const BATCH = 1024;
/** What is fetched of a record at first, where the file does not say how long they are. */
const USUAL_RECORD = 512;

/** Records by position; each is read once, into memory of its own, and stays readable. */
export class RemoteArray<V extends object> implements AsyncIterable<V> {
  readonly length: number;
  /** @internal */
  readonly file: RemoteFile;
  readonly #array: RecordArray<V>;

  /** @internal */
  constructor(file: RemoteFile, array: RecordArray<V>) {
    this.file = file;
    this.#array = array;
    this.length = array.length;
  }

  get buildId(): string | undefined {
    return this.file.trailer?.info.buildId;
  }

  get stats(): RemoteStats {
    return this.file.stats;
  }

  /** The record at `index`, counted from the end when negative; `undefined` outside. */
  async at(index: number, options: ReadOptions = {}): Promise<V | undefined> {
    const place = Math.trunc(index) || 0;
    const item = place < 0 ? this.length + place : place;
    if (item < 0 || item >= this.length) return undefined;
    const [record] = await this.#range(item, item + 1, options);
    return record;
  }

  /** Records from `start` to before `end`, both counted from the end when negative, as in `Array.slice`. */
  async slice(start = 0, end: number = this.length, options: ReadOptions = {}): Promise<V[]> {
    const place = (index: number) =>
      Math.min(
        this.length,
        Math.max(0, index < 0 ? this.length + Math.trunc(index) : Math.trunc(index) || 0),
      );
    return await this.#range(place(start), place(end), options);
  }

  /** All records in their order; the next ones are fetched while these are read. */
  async *[Symbol.asyncIterator](): AsyncGenerator<V> {
    let next = this.#range(0, Math.min(BATCH, this.length), {});
    for (let from = 0; from < this.length; from += BATCH) {
      const records = await next;
      const start = from + BATCH;
      next = this.#range(start, Math.min(start + BATCH, this.length), {});
      // Whoever stops here does not wait for it.
      next.catch(() => {});
      yield* records;
    }
  }

  /**
   * One field of all records, as `RecordArray.column` gives it: of a stored column in one request for all of it, after one
   * that tells where it is; else from all records. It is the caller's own.
   */
  async column<N extends keyof V & string>(name: N, { signal }: ReadOptions = {}): Promise<Column<V[N]>> {
    const stored = this.file.trailer?.tail.sealed
      ? await this.file.attempt(() => this.#array.storedColumn(name), signal)
      : undefined;
    if (stored !== undefined) {
      const { kind, position } = stored;
      const bytes = await this.file.readThrough(position, kind.element.size * this.length, signal);
      const copy = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
      return new kind.Column(copy.buffer as ArrayBuffer, copy.byteOffset, this.length) as Column<V[N]>;
    }
    const kind = this.#array.columnKind(name);
    const column = kind === undefined ? new Array<unknown>(this.length) : new kind.Column(this.length);
    let item = 0;
    for await (const record of this) {
      signal?.throwIfAborted();
      column[item] = record[name] as never;
      item += 1;
    }
    return column as Column<V[N]>;
  }

  /** Ends reading; records that were read stay readable. */
  close(): void {
    this.file.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal Records that lie at offsets from the array's start; undefined for −1. */
  async recordsAt(offsets: readonly number[], { signal }: ReadOptions): Promise<(V | undefined)[]> {
    const { places } = this.#array;
    const positions = offsets.map((offset) => (offset < 0 ? -1 : places.check(offset)));
    const wanted = positions.filter((position) => position >= 0);
    const length = this.recordBytes;
    const pinned = await this.file.load(
      wanted.map((offset) => ({ offset, length })),
      signal,
    );
    try {
      const records = await this.file.attemptAll(
        wanted.map((position) => () => readRecord(this.file, this.#array, position)),
        signal,
      );
      let next = 0;
      return positions.map((position) => (position < 0 ? undefined : records[next++]));
    } finally {
      this.file.store.release(pinned);
    }
  }

  /** @internal What is fetched of a record at first. */
  get recordBytes(): number {
    return Math.min(this.file.trailer?.info.recordBytes?.p99 ?? USUAL_RECORD, 65_536);
  }

  async #range(from: number, to: number, options: ReadOptions): Promise<V[]> {
    if (from >= to) return [];
    const { places } = this.#array;
    const entries = { offset: places.index.start + from * 8, length: (to - from) * 8 };
    const pinned = await this.file.load([entries], options.signal);
    try {
      const offsets = await this.file.attempt(() => {
        const found: number[] = [];
        for (let item = from; item < to; item += 1) found.push(places.positionOf(item) - places.start);
        return found;
      }, options.signal);
      const records = await this.recordsAt(offsets, options);
      return records.map((record) => {
        if (record === undefined) throw new CorruptBufferError(`a record of ${this.file.name} is missing`);
        return record;
      });
    } finally {
      this.file.store.release(pinned);
    }
  }
}
