/** Reading secondary indexes of mappings far away. */
import type { Mapping } from '../../containers/mapping.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeySpec } from '../../mappers/key-kind.js';
import type { RangeOptions } from '../../mappers/ordered/range-options.js';
import { fetchStretch, recordsAt } from '../fetch-records.js';
import type { KeyedRecords } from '../keyed-records.js';
import {
  type EntryQuery,
  FIRST,
  keyNearest,
  keysStarting,
  keysWithin,
  LAST,
  type StretchQuery,
} from '../ordered-queries.js';
import { type ReadOptions, rangeOf, signalOf } from '../read-options.js';
import type { RemoteFile } from '../remote-file.js';
import type { Version, Versions } from '../versions.js';
import { BATCH, entriesOf, recordsOf } from './index-records.js';
import { search } from './remote-order.js';
import { copied, keysOf } from './whole-mapper.js';
import { wholeOf } from './whole-mapping.js';

/** What `RemoteIndex` says of each method. */
export class IndexReads<K extends Key, V extends object> {
  readonly name: string;
  readonly #versions: Versions<KeyedRecords<Key, V>>;

  constructor(versions: Versions<KeyedRecords<Key, V>>, name: string) {
    this.#versions = versions;
    this.name = name;
  }

  async get(key: K, options: ReadOptions = {}): Promise<V | undefined> {
    const signal = signalOf(options);
    return await this.#read(async (version, index) => {
      const [record] = await recordsOf(
        version,
        index,
        await codeOf(version.file, index, key, signal),
        0,
        1,
        signal,
      );
      return record;
    }, signal);
  }

  /** @internal What its keys are; undefined where it has none. */
  async spec({ signal }: ReadOptions = {}): Promise<KeySpec | undefined> {
    return await this.#read(async (_, { size, parts }) => (size === 0 ? undefined : parts.spec), signal);
  }

  async has(key: K, options: ReadOptions = {}): Promise<boolean> {
    const signal = signalOf(options);
    return await this.#read(({ file }, index) => file.attempt(() => index.has(key), signal), signal);
  }

  async count(key: K, options: ReadOptions = {}): Promise<number> {
    const signal = signalOf(options);
    return await this.#read(({ file }, index) => file.attempt(() => index.count(key), signal), signal);
  }

  async getAll(key: K, options: ReadOptions = {}): Promise<V[]> {
    const signal = signalOf(options);
    return await this.#read(async (version, index) => {
      const { file } = version;
      const { lists } = index.parts;
      const code = await codeOf(file, index, key, signal);
      const count = code < 0 ? 0 : await file.attempt(() => lists.count(code), signal);
      const records: V[] = [];
      for (let from = 0; from < count; from += BATCH) {
        const to = Math.min(count, from + BATCH);
        records.push(...(await recordsOf(version, index, code, from, to, signal)));
      }
      return records;
    }, signal);
  }

  async *keys(options: ReadOptions = {}): AsyncGenerator<K> {
    const signal = signalOf(options);
    const mapper = await this.#read(async ({ file }, { parts }) => {
      await fetchStretch(file, parts.mapper.parts.start, parts.mapper.byteLength, signal);
      return await copied(file, parts.mapper, signal);
    }, signal);
    yield* keysOf(mapper, signal) as Generator<K>;
  }

  range(
    from?: K | undefined,
    to?: K | undefined,
    options: RangeOptions & ReadOptions = {},
  ): AsyncGenerator<[K, V]> {
    return this.#stretch(keysWithin(from, to), options);
  }

  prefix(prefix: K, options: RangeOptions & ReadOptions = {}): AsyncGenerator<[K, V]> {
    return this.#stretch(keysStarting(prefix), options);
  }

  async first(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    return await this.#entry(FIRST, 'first', options);
  }

  async last(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    return await this.#entry(LAST, 'last', options);
  }

  async nearest(key: K, options: ReadOptions = {}): Promise<[K, V] | undefined> {
    return await this.#entry(keyNearest(key), 'first', options);
  }

  /** The entry that is asked for, with the first or last of its records. */
  async #entry(
    query: EntryQuery,
    which: 'first' | 'last',
    options: ReadOptions,
  ): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await this.#read(async ({ file, container: { array } }, index) => {
      const entry = await search({ file, container: index }, query, {}, signal);
      if (entry < 0) return undefined;
      const { mapper, lists } = index.parts;
      const { key, value } = mapper.steps();
      const [own, offset] = await file.attempt(
        () => [key(entry) as K, array.places.follow(lists[which](Number(value(entry))))] as const,
        signal,
      );
      const [record] = await recordsAt(file, array, [offset], signal);
      return [own, record!];
    }, signal);
  }

  async *#stretch(query: StretchQuery, given: RangeOptions & ReadOptions): AsyncGenerator<[K, V]> {
    const [options, signal] = rangeOf(given);
    const found = await this.#read(async (version, index) => {
      const { file } = version;
      return { version, index, stretch: await search({ file, container: index }, query, options, signal) };
    }, signal);
    yield* entriesOf(found, options, signal);
  }

  async #read<T>(
    work: (version: Version<Mapping<Key, V, IndexKeys>>, index: SecondaryIndex<K, V>) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    return await this.#versions.read(async (plain) => {
      const version = await wholeOf(plain, signal);
      const { file, container } = version;
      const index = await file.attempt(() => container.by(this.name), signal);
      return await work(version, index as object as SecondaryIndex<K, V>);
    });
  }
}

function codeOf<K extends Key>(
  file: RemoteFile,
  index: SecondaryIndex<K, object>,
  key: K,
  signal: AbortSignal | undefined,
): Promise<number> {
  return file.attempt(() => index.codeOf(key), signal);
}
