/** `ObjectIdMapper`: keys of any type that has a stable hash, sorted by it (docs/format.md 8 and 11). */
import type { Source } from '../bytes/container-source.js';
import { defaultRegistry } from '../schema/registry.js';
import { ANY_ELEMENT } from '../values/any/any.js';
import { COST } from '../values/base/budget.js';
import type { Decoding } from '../values/base/decoding.js';
import { ObjectIndex } from '../values/dicts/object-index.js';
import { IdMapper, type Key } from './id-mapper.js';
import { keyOrder } from './key-order.js';

const KEY_POINTER = 1;

/** Keys go by content: 1, 1n and `true` are one key, as in Python, text and bytes never are; tuples are arrays. */
export class ObjectMapper<K extends Key> extends IdMapper<K> {
  readonly #keys: ObjectIndex;

  constructor(source: Source, start: number) {
    super(source, start, 3, 8);
    this.#keys = new ObjectIndex(this.memory, start, this.index, ANY_ELEMENT, defaultRegistry);
  }

  protected override findEntry(key: K): number {
    return this.#keys.find(key);
  }

  protected override nextEntry(entry: number, key: K): number {
    return this.#keys.next(entry, key);
  }

  protected override over(source: Source): ObjectMapper<K> {
    return new ObjectMapper(source, 0);
  }

  protected override keyAt(entry: number, reader: Decoding): K {
    reader.spend(this.memory.windowAt(this.start), 0, COST.value);
    return this.#keys.keyAt(entry, reader) as K;
  }

  protected override sequence(): Iterator<number, undefined> {
    return keyOrder(this.index, KEY_POINTER, this.parts.keyBytes);
  }
}
