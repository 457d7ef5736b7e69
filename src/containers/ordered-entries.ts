/** Entries of a mapping by the order of their keys. */
import { walk } from '../bytes/walk.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { KeySpec } from '../mappers/key-kind.js';
import { openOrdered } from '../mappers/ordered/open-ordered.js';
import type { OrderedKeys, RangeOptions, Stretch } from '../mappers/ordered/ordered-keys.js';
import type { Section } from '../mappers/tables/sections.js';
import type { RecordArray } from './record-array.js';

/** Keys with their records, of a mapper that leads to records of an array. */
export class OrderedEntries<K extends Key, V extends object> {
  readonly #mapper: IdMapper<K>;
  readonly #array: RecordArray<V>;
  readonly #keys: OrderedKeys;

  /** Throws `ArgumentError` for keys that have no order. */
  constructor(mapper: IdMapper<K>, array: RecordArray<V>, spec: KeySpec, order: Section | undefined) {
    this.#mapper = mapper;
    this.#array = array;
    this.#keys = openOrdered(mapper, spec, order);
  }

  range(from: K | undefined, to: K | undefined, options?: RangeOptions): Generator<[K, V]> {
    return this.#walk(this.#keys.range(from, to, options));
  }

  prefix(prefix: K, options?: RangeOptions): Generator<[K, V]> {
    return this.#walk(this.#keys.prefix(prefix, options));
  }

  first(): [K, V] | undefined {
    return this.#entry(this.#keys.first());
  }

  last(): [K, V] | undefined {
    return this.#entry(this.#keys.last());
  }

  nearest(key: K): [K, V] | undefined {
    return this.#entry(this.#keys.nearest(key));
  }

  #walk({ count, entry }: Stretch): Generator<[K, V]> {
    const read = this.#reader();
    return walk(count, (step) => read(entry(step)));
  }

  #entry(entry: number): [K, V] | undefined {
    return entry < 0 ? undefined : this.#reader()(entry);
  }

  #reader(): (entry: number) => [K, V] {
    const { key, value } = this.#mapper.steps();
    const { places } = this.#array;
    return (entry) => [key(entry), this.#array.atOffset(places.follow(value(entry)))];
  }
}
