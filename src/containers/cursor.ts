/** Walking the records of an array, with a new proxy for each or one that moves along. */
import type { Window } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import { OFFSET, WINDOW } from '../schema/proxy.js';
import type { ProxyClass } from '../schema/struct-codec.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import { ARRAY_HEADER } from './array-header.js';
import type { RecordPlaces } from './record-places.js';

export interface CursorOptions {
  /** One entry a record; those whose entry is falsy (0, false) are passed over. */
  readonly mask?: ArrayLike<number | boolean> | undefined;
}

type Result = IteratorResult<StructProxy, undefined>;

/**
 * A hand-written iterator: a generator costs three times more a record. While the index and the records lie in one
 * window and below 2 GiB of the array's start, arithmetic stays in 32 bits, which engines keep in registers; `#far`
 * takes the rest.
 */
export class RecordIterator implements IterableIterator<StructProxy> {
  readonly #places: RecordPlaces;
  readonly #type: ProxyClass;
  readonly #length: number;
  readonly #mask: ArrayLike<number | boolean> | undefined;
  readonly #index: Window | undefined;
  readonly #indexOffset: number;
  /** The window that the array starts in, and the offset where it does. */
  readonly #home: Window;
  readonly #base: number;
  /** Last offset from the array's start of a record that is read through the home window. */
  readonly #last: number;
  /** What `next` gave last, when one proxy moves along; its result object is reused with it. */
  #moving: IteratorYieldResult<StructProxy> | undefined;
  readonly #moves: boolean;
  #item = 0;

  /** `moves`: one proxy moves along. */
  constructor(places: RecordPlaces, type: ProxyClass, moves: boolean, { mask }: CursorOptions = {}) {
    if (mask !== undefined && mask.length !== places.length) {
      throw new ArgumentError(`the mask has ${mask.length} entries for ${places.length} records`);
    }
    this.#places = places;
    this.#type = type;
    this.#length = places.length;
    this.#mask = mask;
    this.#index = places.index.window;
    this.#indexOffset = this.#index === undefined ? 0 : places.index.offsetIn(this.#index, 0);
    this.#home = places.home;
    this.#base = places.base;
    this.#last = places.near;
    this.#moves = moves;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): Result {
    const mask = this.#mask;
    let item = this.#item;
    if (mask !== undefined) while (item < this.#length && !mask[item]) item += 1;
    if (item >= this.#length) return { done: true, value: undefined };
    this.#item = item + 1;
    const index = this.#index;
    if (index !== undefined && index.size >= 0) {
      const place = this.#indexOffset + item * 8;
      const low = index.view.getInt32(place, true);
      if (low >= ARRAY_HEADER && low <= this.#last && index.view.getInt32(place + 4, true) === 0) {
        return this.#give(this.#home, this.#base + low);
      }
    }
    return this.#far(item);
  }

  return(): Result {
    this.#item = this.#length;
    return { done: true, value: undefined };
  }

  #give(window: Window, offset: number): Result {
    const result = this.#moving;
    if (result !== undefined) {
      const proxy = result.value;
      proxy[WINDOW] = window;
      proxy[OFFSET] = offset;
      return result;
    }
    const made: Result = { done: false, value: new this.#type(window, offset) };
    if (this.#moves) this.#moving = made;
    return made;
  }

  #far(item: number): Result {
    const position = this.#places.positionOf(item);
    const window = this.#places.windowAt(position);
    return this.#give(window, position - window.base);
  }
}
