/** Iteration that moves one proxy along instead of making one a record (Python's `iter_fast`). */
import { ArgumentError } from '../errors.js';
import { WINDOW } from '../schema/proxy.js';
import type { ProxyClass } from '../schema/struct-codec.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import type { RecordPlaces } from './record-places.js';

export interface CursorOptions {
  /** One entry a record; those whose entry is falsy (0, false) are passed over. */
  readonly mask?: ArrayLike<number | boolean> | undefined;
}

/** The result object is reused too: engines elide it, but only where they inline the loop. */
export class Cursor implements IterableIterator<StructProxy> {
  readonly #places: RecordPlaces;
  readonly #type: ProxyClass;
  readonly #length: number;
  readonly #mask: ArrayLike<number | boolean> | undefined;
  #item = 0;
  #result: IteratorYieldResult<StructProxy> | undefined;

  constructor(places: RecordPlaces, type: ProxyClass, length: number, { mask }: CursorOptions) {
    if (mask !== undefined && mask.length !== length) {
      throw new ArgumentError(`the mask has ${mask.length} entries for ${length} records`);
    }
    this.#places = places;
    this.#type = type;
    this.#length = length;
    this.#mask = mask;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<StructProxy, undefined> {
    const mask = this.#mask;
    let item = this.#item;
    if (mask !== undefined) while (item < this.#length && !mask[item]) item += 1;
    if (item >= this.#length) return { done: true, value: undefined };
    this.#item = item + 1;
    const result = this.#result;
    if (result === undefined) {
      this.#result = { done: false, value: this.#places.proxy(this.#type, item) };
      return this.#result;
    }
    this.#places.move(result.value, result.value[WINDOW], item);
    return result;
  }

  return(): IteratorResult<StructProxy, undefined> {
    this.#item = this.#length;
    return { done: true, value: undefined };
  }
}
