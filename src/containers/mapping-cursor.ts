/** Looking records up with one proxy that moves. */
import { walk } from '../bytes/walk.js';
import type { IterationOptions } from '../mappers/entry-steps.js';
import type { IdMapper, Key } from '../mappers/id-mapper.js';
import type { RecordTable } from '../mappers/tables/record-table.js';
import type { RecordCursor } from './cursor.js';
import type { RecordArray } from './record-array.js';
import { recordSteps } from './record-steps.js';

/** What a mapping has. */
interface Records<K extends Key, V extends object> {
  readonly array: RecordArray<V>;
  readonly mapper: IdMapper<K>;
  get(key: K): V | undefined;
}

/** One proxy that moves from record to record of a mapping: every record that it gives is the same object. */
export class MappingCursor<K extends Key, V extends object> implements Iterable<[K, V]> {
  readonly #mapping: Records<K, V>;
  readonly #table: RecordTable | undefined;
  readonly #records: RecordCursor;

  /** @internal Use `mapping.cursor()`. */
  constructor(mapping: Records<K, V>, table: RecordTable | undefined) {
    this.#mapping = mapping;
    this.#table = table;
    this.#records = mapping.array.moving();
  }

  /** Moves to the record of a key, the first written if there are several; `undefined` when it has none. */
  get(key: K): V | undefined {
    // As `Mapping.get`: engines inline a look-up whole only while it is small.
    const table = this.#table;
    const offset = table === undefined ? this.#locate(key) : table.find(key);
    return offset < 0 ? this.#miss(key) : (this.#records.moveTo(offset) as object as V);
  }

  /** Moves to the record at `index` of `mapping.array`, as `at` of its cursor does. */
  at(index: number): V | undefined {
    return this.#records.at(index) as object as V | undefined;
  }

  /** Keys with the proxy, moved to the record of each, in the order of the mapping's `entries`. */
  entries(options?: IterationOptions): Generator<[K, V]> {
    const { mapper, array } = this.#mapping;
    const { places } = array;
    const { entry, key, value } = recordSteps(mapper, places, options, true);
    return walk(mapper.size, (step): [K, V] => {
      const at = entry(step);
      return [key(at), this.#records.moveTo(places.follow(value(at))) as object as V];
    });
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V]> {
    return this.entries();
  }

  #locate(key: K): number {
    const { mapper, array } = this.#mapping;
    return mapper.locate(key, array.places);
  }

  /** A miss that the mapping, which can be closed, has to say itself. */
  #miss(key: K): V | undefined {
    return this.#mapping.get(key);
  }
}
