/** Reading secondary indexes of mappings far away. */
import type { Mapping } from '../../containers/mapping.js';
import type { IndexKeys } from '../../containers/secondary/index-types.js';
import type { SecondaryIndex } from '../../containers/secondary/secondary-index.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeySpec } from '../../mappers/key-kind.js';
import type { OrderedKeys, RangeOptions, Stretch } from '../../mappers/ordered/ordered-keys.js';
import { fetchStretch, recordsAt } from '../fetch-records.js';
import type { KeyedRecords } from '../keyed-records.js';
import { type ReadOptions, signalOf } from '../read-options.js';
import type { RemoteFile } from '../remote-file.js';
import type { Version, Versions } from '../versions.js';
import { search } from './remote-order.js';
import { copied, keysOf } from './whole-mapper.js';
import { wholeOf } from './whole-mapping.js';

/** Records that are read together, and keys of a range. */
const BATCH = 1024;
const KEYS = 64;

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
    return this.#stretch(
      ({ ranks }) => [from, to].map((end) => (end === undefined ? undefined : ranks.bound(end))),
      (keys, how) => keys.range(from, to, how),
      options,
    );
  }

  prefix(prefix: K, options: RangeOptions & ReadOptions = {}): AsyncGenerator<[K, V]> {
    return this.#stretch(
      ({ ranks }) => [ranks.bound(prefix), ranks.pastPrefix(prefix)],
      (keys, how) => keys.prefix(prefix, how),
      options,
    );
  }

  async first(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await this.#entry(
      () => [],
      (keys) => keys.first(),
      'first',
      signal,
    );
  }

  async last(options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await this.#entry(
      () => [],
      (keys) => keys.last(),
      'last',
      signal,
    );
  }

  async nearest(key: K, options: ReadOptions = {}): Promise<[K, V] | undefined> {
    const signal = signalOf(options);
    return await this.#entry(
      ({ ranks }) => [ranks.bound(key)],
      (keys) => keys.nearest(key),
      'first',
      signal,
    );
  }

  /** The entry that `find` gives the number of, with the first or last of its records. */
  async #entry(
    bounds: (keys: OrderedKeys) => readonly unknown[],
    find: (keys: OrderedKeys) => number,
    which: 'first' | 'last',
    signal: AbortSignal | undefined,
  ): Promise<[K, V] | undefined> {
    return await this.#read(async ({ file, container: { array } }, index) => {
      const entry = await search({ file, container: index }, bounds, find, signal);
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

  async *#stretch(
    bounds: (keys: OrderedKeys) => readonly unknown[],
    find: (keys: OrderedKeys, options: RangeOptions) => Stretch,
    given: RangeOptions & ReadOptions,
  ): AsyncGenerator<[K, V]> {
    const signal = signalOf(given, 'limit reverse');
    const { limit, reverse } = given;
    const options = { limit, reverse };
    const found = await this.#read(async (version, index) => {
      const { file } = version;
      const stretch = await search({ file, container: index }, bounds, (keys) => find(keys, options), signal);
      return { version, index, stretch };
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

/** The records `from` to before `to` of those that a code stands for: none for −1. */
async function recordsOf<V extends object>(
  { file, container }: Version<Mapping<Key, V, IndexKeys>>,
  { parts: { lists } }: Pick<SecondaryIndex<never, V>, 'parts'>,
  code: number,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<V[]> {
  if (code < 0) return [];
  const { array } = container;
  const { places } = array;
  const listed = await file.attempt(() => lists.placeOf(code, from, to), signal);
  const numbers = await file.holding(listed === undefined ? [] : [listed], signal, () =>
    file.attempt(() => [...lists.numbers(code, from, to)], signal),
  );
  const index = numbers.map((number) => ({ offset: places.index.start + number * 8, length: 8 }));
  return await file.holding(index, signal, async () => {
    const offsets = await file.attempt(() => numbers.map((number) => places.follow(number)), signal);
    return (await recordsAt(file, array, offsets, signal)) as V[];
  });
}

interface Found<K extends Key, V extends object> {
  readonly version: Version<Mapping<Key, V, IndexKeys>>;
  readonly index: SecondaryIndex<K, V>;
  readonly stretch: Stretch;
}

/** The records of the keys of a stretch, some keys at a time. */
async function* entriesOf<K extends Key, V extends object>(
  { version: { file, container }, index, stretch }: Found<K, V>,
  { limit = Number.POSITIVE_INFINITY, reverse }: RangeOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<[K, V]> {
  const { mapper, lists } = index.parts;
  const { array } = container;
  const { key, value } = mapper.steps();
  let left = limit;
  for (let from = 0; from < stretch.count && left > 0; from += KEYS) {
    signal?.throwIfAborted();
    const steps = Array.from({ length: Math.min(KEYS, stretch.count - from) }, (_, at) => from + at);
    const found = await file.attemptAll(
      steps.map((step) => () => {
        const entry = stretch.likelyEntry(step);
        return { key: key(entry) as K, numbers: lists.all(Number(value(entry))) };
      }),
      signal,
    );
    // One after the other, each compared with the one before it.
    for (const step of steps) await file.attempt(() => stretch.entry(step), signal);
    const pairs = found.flatMap(({ key: each, numbers }) =>
      (reverse ? numbers.reverse() : numbers).map((number) => ({ key: each, number })),
    );
    for (let at = 0; at < pairs.length && left > 0; at += BATCH) {
      const some = pairs.slice(at, at + Math.min(BATCH, left));
      const offsets = await file.attemptAll(
        some.map(
          ({ number }) =>
            () =>
              array.places.follow(number),
        ),
        signal,
      );
      const records = (await recordsAt(file, array, offsets, signal)) as V[];
      left -= some.length;
      yield* some.map(({ key: each }, place): [K, V] => [each, records[place]!]);
    }
  }
}
