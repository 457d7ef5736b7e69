/** Walking the records of an array, with a new proxy for each or one that moves along. */
import type { Window } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import type { ProxyMaker } from '../schema/proxy-maker.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import type { RecordPlaces } from './record-places.js';

export interface CursorOptions {
  /** One entry a record; those whose entry is falsy (0, false) are passed over. */
  readonly mask?: ArrayLike<number | boolean> | undefined;
}

type Result = IteratorResult<StructProxy, undefined>;

/**
 * A hand-written iterator: a generator costs three times more a record. The usual step is in `next` itself, and in few
 * of its instructions: a scan has nothing to wait for but them. It is taken while there is no mask and records are
 * near (`RecordPlaces`); `#other` takes the rest.
 */
export class RecordIterator implements IterableIterator<StructProxy> {
  readonly #places: RecordPlaces;
  readonly #make: ProxyMaker;
  readonly #mask: ArrayLike<number | boolean> | undefined;
  readonly #moves: boolean;
  #item = 0;
  /** Item at which to leave the usual way: at the end, or at once. */
  readonly #usual: number;
  readonly #home: Window;
  /** The one proxy that moves along, as long as it is in the home window. */
  #moving: StructProxy | undefined;
  /** The result that gives it, wherever it is. */
  #result: IteratorYieldResult<StructProxy> | undefined;

  /** `moves`: one proxy moves along. */
  constructor(places: RecordPlaces, make: ProxyMaker, moves: boolean, { mask }: CursorOptions = {}) {
    if (mask !== undefined && mask.length !== places.length) {
      throw new ArgumentError(`the mask has ${mask.length} entries for ${places.length} records`);
    }
    this.#places = places;
    this.#make = make;
    this.#mask = mask;
    this.#moves = moves;
    this.#usual = mask === undefined ? places.length : 0;
    this.#home = places.home;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): Result {
    const item = this.#item;
    if (item < this.#usual) {
      const places = this.#places;
      const offset = places.nearOffset(item);
      if (offset >= 0) {
        this.#item = item + 1;
        const moving = this.#moving;
        if (moving === undefined) return this.#give(this.#home, places.base + offset);
        moving.$offset = places.base + offset;
        return this.#result!;
      }
    }
    return this.#other();
  }

  return(): Result {
    this.#item = this.#places.length;
    return { done: true, value: undefined };
  }

  #give(window: Window, offset: number): Result {
    if (this.#result === undefined) {
      const made: Result = { done: false, value: new this.#make(window, offset) };
      if (this.#moves) this.#result = made;
      return made;
    }
    const { value } = this.#result;
    value.$window = window;
    value.$offset = offset;
    this.#moving = window === this.#home ? value : undefined;
    return this.#result;
  }

  #other(): Result {
    const places = this.#places;
    const mask = this.#mask;
    let item = this.#item;
    if (mask !== undefined) while (item < places.length && !mask[item]) item += 1;
    if (item >= places.length) return this.return();
    this.#item = item + 1;
    const position = places.positionOf(item);
    const window = places.windowAt(position);
    return this.#give(window, position - window.base);
  }
}
