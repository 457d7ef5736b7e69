/** Arrays that are read over a network. */
import type { Column } from '../containers/columns/column.js';
import type { RecordArray } from '../containers/record-array.js';
import { recordsFrom } from './fetch-records.js';
import { type ReadOptions, signalOf } from './read-options.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';
import type { Versions } from './versions.js';

/** Records that are read together, in order. */
const BATCH = 1024;

/** Records by position; each is read once, into memory of its own, and stays readable. */
export class RemoteArray<V extends object> implements AsyncIterable<V> {
  readonly #read: <T>(work: (file: RemoteFile, array: RecordArray<V>) => Promise<T>) => Promise<T>;
  readonly #current: () => { readonly file: RemoteFile; readonly array: RecordArray<V> };
  readonly #stats: () => RemoteStats;
  readonly #close: () => void;

  /** @internal */
  constructor(versions: Versions<unknown>, arrayOf: (container: never) => RecordArray<V>) {
    const of = (container: unknown) => arrayOf(container as never);
    this.#read = (work) => versions.read(({ file, container }) => work(file, of(container)));
    this.#current = () => ({ file: versions.current.file, array: of(versions.current.container) });
    this.#stats = () => versions.stats;
    this.#close = () => versions.close();
  }

  get length(): number {
    return this.#current().array.length;
  }

  get buildId(): string | undefined {
    return this.#current().file.trailer?.info.buildId;
  }

  get stats(): RemoteStats {
    return this.#stats();
  }

  /** The record at `index`, counted from the end when negative; `undefined` outside. */
  async at(index: number, options: ReadOptions = {}): Promise<V | undefined> {
    const signal = signalOf(options);
    const place = Math.trunc(index) || 0;
    return await this.#read(async (file, array) => {
      const item = place < 0 ? array.length + place : place;
      if (item < 0 || item >= array.length) return undefined;
      const [record] = await recordsFrom(file, array, item, item + 1, signal);
      return record;
    });
  }

  /** Records from `start` to before `end`, both counted from the end when negative, as in `Array.slice`. */
  async slice(start = 0, end: number = Number.POSITIVE_INFINITY, options: ReadOptions = {}): Promise<V[]> {
    const signal = signalOf(options);
    return await this.#read((file, array) => {
      const { length } = array;
      const place = (index: number) =>
        Math.min(length, Math.max(0, index < 0 ? length + Math.trunc(index) : Math.trunc(index) || 0));
      return recordsFrom(file, array, place(start), place(end), signal);
    });
  }

  /**
   * All records in their order, of the version that is current at the start; the next ones are fetched while these are read.
   * Throws `ChangedError` where it is replaced meanwhile.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<V> {
    const { file, array } = this.#current();
    yield* recordsInOrder(file, array, undefined);
  }

  /**
   * One field of all records, as `RecordArray.column` gives it: of a stored column in one request for all of it, after one
   * that tells where it is; else from all records. It is the caller's own.
   */
  async column<N extends keyof V & string>(name: N, options: ReadOptions = {}): Promise<Column<V[N]>> {
    const signal = signalOf(options);
    return await this.#read(async (file, array) => {
      const { length } = array;
      const stored = file.trailer?.tail.sealed
        ? await file.attempt(() => array.storedColumn(name), signal)
        : undefined;
      if (stored !== undefined) {
        const { kind, position } = stored;
        const bytes = await file.readThrough(position, kind.element.size * length, signal);
        const copy = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
        return new kind.Column(copy.buffer as ArrayBuffer, copy.byteOffset, length) as Column<V[N]>;
      }
      const kind = array.columnKind(name);
      const column = kind === undefined ? new Array<unknown>(length) : new kind.Column(length);
      let item = 0;
      for await (const record of recordsInOrder(file, array, signal)) {
        column[item] = record[name] as never;
        item += 1;
      }
      return column as Column<V[N]>;
    });
  }

  /** Ends reading; records that were read stay readable. */
  close(): void {
    this.#close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

async function* recordsInOrder<V extends object>(
  file: RemoteFile,
  array: RecordArray<V>,
  signal: AbortSignal | undefined,
): AsyncGenerator<V> {
  const { length } = array;
  const read = (from: number) => recordsFrom(file, array, from, Math.min(from + BATCH, length), signal);
  let next = read(0);
  for (let from = 0; from < length; from += BATCH) {
    const records = await next;
    next = read(from + BATCH);
    // Whoever stops here does not wait for it.
    next.catch(() => {});
    yield* records;
  }
}
