/** Iteration over one version of a live file, which stays open until it ends. */
import { forgotten, type Hold } from './lease.js';

const IteratorPrototype: object = /* @__PURE__ */ Object.getPrototypeOf(
  /* @__PURE__ */ Object.getPrototypeOf(/* @__PURE__ */ [][Symbol.iterator]()),
);

/** Goes on with the version that it began with; at its end, or when it is given up, the version may be closed. */
export class HeldIterator<T> implements IterableIterator<T>, Disposable {
  readonly #iterator: Iterator<T>;
  readonly #hold: Hold;

  constructor(iterator: Iterator<T>, hold: Hold) {
    this.#iterator = iterator;
    this.#hold = hold;
    forgotten.register(this, hold, this);
  }

  next(): IteratorResult<T> {
    try {
      const result = this.#iterator.next();
      if (result.done) this.#end();
      return result;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  return(value?: unknown): IteratorResult<T> {
    this.#end();
    this.#iterator.return?.();
    return { done: true, value: value as T };
  }

  throw(error: unknown): never {
    this.return();
    throw error;
  }

  [Symbol.dispose](): void {
    this.return();
  }

  [Symbol.iterator](): this {
    return this;
  }

  #end(): void {
    forgotten.unregister(this);
    this.#hold.end();
  }
}
// The methods that engines give all iterators: `map`, `take` and the like.
Object.setPrototypeOf(HeldIterator.prototype, IteratorPrototype);
