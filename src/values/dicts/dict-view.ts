/** Dicts read in place (docs/format.md 7): values are found by their key's stable hash. */
import { walk } from '../../bytes/walk.js';
import type { Window } from '../../bytes/window.js';
import { COST } from '../base/budget.js';
import type { CodecTable } from '../base/codec.js';
import { Decoding } from '../base/decoding.js';
import type { Element } from '../sequences/element-type.js';
import { PLAIN, View } from '../views/view.js';
import { DictParts } from './dict-parts.js';

/**
 * A stored dict. The interface is `ReadonlyMap`'s, but keys go by content (tuples as arrays; 1 and `true` are one key),
 * and order is the format's: keys and entries come in hash order, `values()` in the order they were written.
 */
export class DictView<K = unknown, V = unknown> extends View<Map<K, V>> implements ReadonlyMap<K, V> {
  readonly #parts: DictParts<K, V>;

  /** @internal */
  constructor(window: Window, offset: number, key: Element<K>, value: Element<V>, table: CodecTable) {
    super(window, offset, table);
    this.#parts = new DictParts(window, offset, key, value, table);
  }

  /** Number of entries. */
  get size(): number {
    return this.#parts.size;
  }

  /**
   * The value of a key; `undefined` when there is none, as for what cannot be a key.
   *
   * @throws `ArgumentError` where a key that is not found is, or holds, a `number` that is not exact: from 2⁵³ up,
   * give a bigint.
   */
  get(key: unknown): V | undefined {
    const entry = this.#parts.index.find(key);
    return entry < 0 ? undefined : this.#valueOf(entry, new Decoding(this.table));
  }

  /** Whether there is a value of a key. */
  has(key: unknown): boolean {
    return this.#parts.index.find(key) >= 0;
  }

  /** Keys in the order of their stable hash. */
  keys(): Generator<K, undefined> {
    return this.#walk(this.size, (entry, reader) => this.#keyAt(entry, reader));
  }

  /** Values in the order they were written, which is not that of `keys()`. */
  values(): Generator<V, undefined> {
    return this.#walk(this.#parts.values, (position, reader) => {
      reader.spend(this.window, this.offset, COST.value);
      return this.#parts.valueAt(position, reader) as V;
    });
  }

  /** Keys with their values, in the order of the keys' stable hash. */
  entries(): Generator<[K, V], undefined> {
    return this.#walk(this.size, (entry, reader) => [
      this.#keyAt(entry, reader),
      this.#valueOf(entry, reader),
    ]);
  }

  /** The same as `entries`. */
  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }

  /** Calls `callback` with each value and its key, as `Map.prototype.forEach` does, with `thisArg` as its `this`. */
  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.entries()) callback.call(thisArg, value, key, this);
  }

  /** All entries as a Map, decoded together, in the order of `entries()`. */
  toMap(): Map<K, V> {
    return this[PLAIN]();
  }

  /** @internal */
  override [PLAIN](reader: Decoding = this.reading()): Map<K, V> {
    return this.#first(this.size, reader);
  }

  protected override shown(limit: number, reader: Decoding): [number, object] {
    return [this.size, this.#first(Math.min(limit, this.size), reader)];
  }

  /** With one budget for all. */
  #walk<T>(count: number, read: (step: number, reader: Decoding) => T): Generator<T, undefined> {
    const reader = this.reading();
    return walk(count, (step) => {
      const item = read(step, reader);
      reader.next();
      return item;
    });
  }

  #first(count: number, reader: Decoding): Map<K, V> {
    const map = new Map<K, V>();
    for (let entry = 0; entry < count; entry += 1) {
      const key = this.#keyAt(entry, reader);
      if (!map.has(key)) map.set(key, this.#valueOf(entry, reader));
    }
    return map;
  }

  #keyAt(entry: number, reader: Decoding): K {
    reader.spend(this.window, this.offset, COST.value);
    return this.#parts.index.keyAt(entry, reader) as K;
  }

  #valueOf(entry: number, reader: Decoding): V {
    reader.spend(this.window, this.offset, COST.value);
    return this.#parts.valueOf(entry, reader) as V;
  }
}
