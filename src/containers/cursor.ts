/** Walking the records of an array, with a new proxy for each or one that moves along. */
import type { Window } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import { OFFSET, WINDOW } from '../schema/proxy.js';
import type { ProxyMaker } from '../schema/proxy-maker.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import { ARRAY_HEADER } from './array-header.js';
import type { RecordPlaces } from './record-places.js';

export interface CursorOptions {
  /** One entry a record; those whose entry is falsy (0, false) are passed over. */
  readonly mask?: ArrayLike<number | boolean> | undefined;
}

type Result = IteratorResult<StructProxy, undefined>;

/**
 * A hand-written iterator: a generator costs three times more a record. The usual step is in `next` itself, and in few
 * of its instructions: a scan has nothing to wait for but them. It is taken while the index lies in one window, the
 * record in the window that the array starts in, and there is no mask; `#other` takes the rest.
 */
export class RecordIterator implements IterableIterator<StructProxy> {
  readonly #places: RecordPlaces;
  readonly #make: ProxyMaker;
  readonly #mask: ArrayLike<number | boolean> | undefined;
  readonly #index: Window;
  /** Where in the index window the next record's entry is: 8 more for each record. */
  #at: number;
  /** Where the first one is. */
  readonly #first: number;
  /** Where to leave the usual way: at the end, or at once. */
  readonly #usual: number;
  /** The window that the array starts in, the offset where it does, and the last record's that is read through it. */
  readonly #home: Window;
  readonly #base: number;
  readonly #last: number;
  readonly #moves: boolean;
  /** The one proxy that moves along, and the result that gives it; as long as it is in the home window. */
  #moving: StructProxy | undefined;
  #result: IteratorYieldResult<StructProxy> | undefined;

  /** `moves`: one proxy moves along. */
  constructor(places: RecordPlaces, make: ProxyMaker, moves: boolean, { mask }: CursorOptions = {}) {
    if (mask !== undefined && mask.length !== places.length) {
      throw new ArgumentError(`the mask has ${mask.length} entries for ${places.length} records`);
    }
    this.#places = places;
    this.#make = make;
    this.#mask = mask;
    const { window } = places.index;
    this.#home = places.home;
    this.#index = window ?? this.#home;
    this.#first = window === undefined ? 0 : places.index.offsetIn(window, 0);
    this.#at = this.#first;
    this.#usual = window === undefined || mask !== undefined ? this.#first : this.#first + places.length * 8;
    this.#base = places.base;
    this.#last = places.near;
    this.#moves = moves;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): Result {
    const at = this.#at;
    const { size, view } = this.#index;
    if (at < this.#usual && size >= 0) {
      const offset = view.getInt32(at, true);
      if (offset >= ARRAY_HEADER && offset <= this.#last && view.getInt32(at + 4, true) === 0) {
        this.#at = at + 8;
        const moving = this.#moving;
        if (moving === undefined) return this.#give(this.#home, this.#base + offset);
        moving[OFFSET] = this.#base + offset;
        return this.#result!;
      }
    }
    return this.#other();
  }

  return(): Result {
    this.#at = this.#first + this.#places.length * 8;
    return { done: true, value: undefined };
  }

  #give(window: Window, offset: number): Result {
    if (this.#result === undefined) {
      const made: Result = { done: false, value: new this.#make(window, offset) };
      if (this.#moves) this.#result = made;
      return made;
    }
    const { value } = this.#result;
    value[WINDOW] = window;
    value[OFFSET] = offset;
    this.#moving = window === this.#home ? value : undefined;
    return this.#result;
  }

  #other(): Result {
    const places = this.#places;
    const mask = this.#mask;
    let item = (this.#at - this.#first) / 8;
    if (mask !== undefined) while (item < places.length && !mask[item]) item += 1;
    if (item >= places.length) return this.return();
    this.#at = this.#first + (item + 1) * 8;
    const position = places.positionOf(item);
    const window = places.windowAt(position);
    return this.#give(window, position - window.base);
  }
}
