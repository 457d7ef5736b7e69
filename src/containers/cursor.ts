/** Walking the records of an array, with a new proxy for each or one that moves along. */
import type { ProxyMaker } from '../schema/proxies/proxy-maker.js';
import type { StructProxy } from '../schema/proxies/struct-proxy.js';
import { ARRAY_HEADER } from './array-header.js';
import type { RecordPlaces } from './record-places.js';

/**
 * One proxy that moves along the records as it is iterated, and to any of them by `at`: every record that it gives is the
 * same object, so do not keep one past the next.
 */
export interface Cursor<V extends object> extends IterableIterator<V> {
  /**
   * Moves to the record at `index`, counted from the end when negative; `undefined` outside, and for a record that the
   * mask passes over. Iteration goes on from where it was.
   */
  at(index: number): V | undefined;
}

type Result = IteratorResult<StructProxy, undefined>;

/*
 * Iterators are written by hand, as generators cost three times more a record. A scan has nothing to wait for but its
 * instructions, so `next` has the usual record's in itself. Engines keep an iterator in registers while they see all
 * that is done with it: in the usual scan nothing else is called, neither at the first record nor at the end.
 */

/** A new proxy for each record. */
export class RecordIterator implements IterableIterator<StructProxy> {
  readonly #places: RecordPlaces;
  readonly #make: ProxyMaker;
  #item = 0;

  constructor(places: RecordPlaces, make: ProxyMaker) {
    this.#places = places;
    this.#make = make;
    void places.home;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): Result {
    const item = this.#item;
    const places = this.#places;
    if (item >= places.length) return { done: true, value: undefined };
    this.#item = item + 1;
    const offset = places.nearOffset(item);
    if (offset < 0) return { done: false, value: this.#far(item) };
    return { done: false, value: this.#make(places.home, places.base + offset) };
  }

  return(): Result {
    this.#item = this.#places.length;
    return { done: true, value: undefined };
  }

  #far(item: number): StructProxy {
    const position = this.#places.positionOf(item);
    const window = this.#places.windowAt(position);
    return this.#make(window, position - window.base);
  }
}

/** One proxy that moves. */
export class RecordCursor implements Cursor<StructProxy> {
  readonly #places: RecordPlaces;
  readonly #make: ProxyMaker;
  readonly #mask: ArrayLike<number | boolean> | undefined;
  /** Made with the cursor where the first record is near, else with the first record that is asked for. */
  #moving: StructProxy | undefined;
  #result: IteratorYieldResult<StructProxy> | undefined;
  /** Items below this may be taken the usual way: all or, with a mask or while the proxy is not in the home window, none. */
  #usual = 0;
  #item = 0;

  /** `mask` has an entry for each record. */
  constructor(places: RecordPlaces, make: ProxyMaker, mask: ArrayLike<number | boolean> | undefined) {
    this.#places = places;
    this.#make = make;
    this.#mask = mask;
    const { home, length } = places;
    const offset = length > 0 && mask === undefined ? places.nearOffset(0) : -1;
    if (offset < 0) return;
    this.#moving = make(home, places.base + offset);
    this.#result = { done: false, value: this.#moving };
    this.#usual = length;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): Result {
    const item = this.#item;
    const places = this.#places;
    if (item < this.#usual) {
      const offset = places.nearOffset(item);
      if (offset >= 0) {
        this.#item = item + 1;
        this.#moving!['\ud800offset'] = places.base + offset;
        return this.#result!;
      }
    } else if (item >= places.length) {
      return { done: true, value: undefined };
    }
    return this.#other();
  }

  return(): Result {
    this.#item = this.#places.length;
    return { done: true, value: undefined };
  }

  at(index: number): StructProxy | undefined {
    const places = this.#places;
    const place = (index | 0) === index ? index : Math.trunc(index) || 0;
    const item = place < 0 ? places.length + place : place;
    if (item < 0 || item >= places.length) return undefined;
    if (this.#mask !== undefined && !this.#mask[item]) return undefined;
    const offset = places.nearOffset(item);
    return offset < 0 ? this.#moveFar(places.positionOf(item)) : this.#moveNear(offset);
  }

  /** Moves to the record that lies `offset` bytes from the array's start, as a mapping's index has it. */
  moveTo(offset: number): StructProxy {
    const places = this.#places;
    if (offset >= ARRAY_HEADER && offset <= places.near) return this.#moveNear(offset);
    return this.#moveFar(places.check(offset));
  }

  #moveNear(offset: number): StructProxy {
    const { home, base } = this.#places;
    const moving = this.#moving ?? this.#make(home, base + offset);
    this.#moving = moving;
    moving['\ud800window'] = home;
    moving['\ud800offset'] = base + offset;
    return moving;
  }

  #other(): Result {
    const places = this.#places;
    const mask = this.#mask;
    let item = this.#item;
    if (mask !== undefined) while (item < places.length && !mask[item]) item += 1;
    if (item >= places.length) return this.return();
    this.#item = item + 1;
    const value = this.#moveFar(places.positionOf(item));
    if (mask === undefined && value['\ud800window'] === places.home) this.#usual = places.length;
    this.#result ??= { done: false, value };
    return this.#result;
  }

  #moveFar(position: number): StructProxy {
    const window = this.#places.windowAt(position);
    const offset = position - window.base;
    this.#moving ??= this.#make(window, offset);
    this.#moving['\ud800window'] = window;
    this.#moving['\ud800offset'] = offset;
    this.#usual = 0;
    return this.#moving;
  }
}
