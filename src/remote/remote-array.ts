/** Arrays that are read over a network. */
import type { Column, ColumnField } from '../containers/columns/column.js';
import type { RecordArray } from '../containers/record-array.js';
import type { Key } from '../mappers/id-mapper.js';
import type { KeyedRecords, PlacedRecords } from './keyed-records.js';
import { loadRows, loadWhole } from './later.js';
import { type ReadOptions, signalOf } from './read-options.js';
import type { RemoteFile, RemoteStats } from './remote-file.js';
import type { Version, Versions } from './versions.js';

/** Records by position; each is read once, into memory of its own, and stays readable. */
export class RemoteArray<V extends object> implements AsyncIterable<V> {
  readonly #versions: Versions<KeyedRecords<Key, V> | RecordArray<V>>;

  /** @internal */
  constructor(versions: Versions<KeyedRecords<Key, V> | RecordArray<V>>) {
    this.#versions = versions;
  }

  /** Number of records. */
  get length(): number {
    return arrayOf(this.#versions.current).length;
  }

  /** Which build this comes from, as 32 hexadecimal digits; `undefined` where there is no trailer. */
  get buildId(): string | undefined {
    return this.#versions.current.file.trailer?.info.buildId;
  }

  /** What reading has taken so far. */
  get stats(): RemoteStats {
    return this.#versions.stats;
  }

  /** The record at `index`, counted from the end when negative; `undefined` outside. */
  async at(index: number, options: ReadOptions = {}): Promise<V | undefined> {
    const signal = signalOf(options);
    const place = Math.trunc(index) || 0;
    return await this.#read(async (file, array) => {
      const item = place < 0 ? array.length + place : place;
      if (item < 0 || item >= array.length) return undefined;
      const { recordsFrom } = await loadRows();
      const [record] = await recordsFrom(file, array, item, item + 1, signal);
      return record;
    });
  }

  /** Records from `start` to before `end`, both counted from the end when negative, as in `Array.slice`. */
  async slice(start = 0, end: number = Number.POSITIVE_INFINITY, options: ReadOptions = {}): Promise<V[]> {
    const signal = signalOf(options);
    return await this.#read(async (file, array) => {
      const { recordsFrom } = await loadRows();
      const { length } = array;
      const place = (index: number) =>
        Math.min(length, Math.max(0, index < 0 ? length + Math.trunc(index) : Math.trunc(index) || 0));
      return await recordsFrom(file, array, place(start), place(end), signal);
    });
  }

  /**
   * All records in their order, of the version that is current at the start; the next ones are fetched while these are read.
   *
   * @throws `ChangedError` where it is replaced meanwhile.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<V> {
    const { current } = this.#versions;
    const { recordsInOrder } = await loadRows();
    yield* recordsInOrder(current.file, arrayOf(current), undefined);
  }

  /**
   * One field of all records, as `RecordArray.column` gives it: of a stored column in one request for all of it, after one
   * that tells where it is; else from all records. It is the caller's own.
   *
   * @param name The field.
   */
  async column<N extends ColumnField<V>>(name: N, options: ReadOptions = {}): Promise<Column<V[N]>> {
    const signal = signalOf(options);
    return await this.#versions.read(async (version) => {
      const { readColumn, wholeArrayOf } = await loadWhole();
      return await readColumn(version.file, await wholeArrayOf(version, signal), name, signal);
    });
  }

  /** Ends reading; records that were read stay readable. */
  close(): void {
    this.#versions.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #read<T>(work: (file: RemoteFile, array: PlacedRecords<V>) => Promise<T>): Promise<T> {
    return this.#versions.read((version) => work(version.file, arrayOf(version)));
  }
}

function arrayOf<V extends object>({
  container,
}: Version<KeyedRecords<Key, V> | RecordArray<V>>): PlacedRecords<V> {
  return container.kind === 'array' ? container : container.array;
}
