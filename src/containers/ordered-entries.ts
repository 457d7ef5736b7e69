/** Entries of a mapping by the order of their keys. */
import { AHEAD, readAhead } from '../bytes/read-ahead.js';
import { walk } from '../bytes/walk.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { OrderedKeys, Stretch } from '../mappers/ordered/ordered-keys.js';
import type { RangeOptions } from '../mappers/ordered/range-options.js';
import type { RecordArray } from './record-array.js';
import { lookerOf, looksAhead } from './record-steps.js';

/** Entries that are looked at before a walk begins: of many walks no more are wanted. */
const FIRST_AHEAD = 8;

/** Keys with their records, of a mapper that leads to records of an array. */
export class OrderedEntries<K extends Key, V extends object> {
  readonly #mapper: IdMapper<K>;
  readonly #array: RecordArray<V>;
  readonly #keys: OrderedKeys;

  constructor(mapper: IdMapper<K>, array: RecordArray<V>, keys: OrderedKeys) {
    this.#mapper = mapper;
    this.#array = array;
    this.#keys = keys;
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

  #walk(stretch: Stretch): Generator<[K, V]> {
    const read = this.#reader();
    const { count, entry } = stretch;
    if (!looksAhead(this.#array.places)) return walk(count, (step) => read(entry(step)));
    const look = this.#looker(stretch);
    let [looked, next] = [0, FIRST_AHEAD];
    return walk(count, (step) => {
      if (step === looked) {
        const ahead = Math.min(next, count - step);
        look(step, ahead);
        looked += ahead;
        next = Math.min(AHEAD, 2 * next);
      }
      return read(entry(step));
    });
  }

  /** Entries of text can lie anywhere in the index, too. */
  #looker({ likelyEntry }: Stretch): (from: number, count: number) => void {
    const { places } = this.#array;
    const { memory, index } = this.#mapper.parts;
    const entries = new Float64Array(AHEAD);
    const positions = new Float64Array(AHEAD);
    let first = 0;
    const look = lookerOf(this.#mapper, places, (step) => entries[step - first]!, true);
    return (from, count) => {
      first = from;
      for (let at = 0; at < count; at += 1) {
        entries[at] = likelyEntry(from + at);
        positions[at] = index.positionOf(entries[at]!);
      }
      readAhead(memory, positions, count);
      look(from, count);
    };
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
