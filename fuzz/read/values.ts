/** Reading a value of any kind to its end: containers, views and records in all the ways that they have. */
import { inspect } from 'node:util';
import { NdArray } from 'sharedbuffers';
import type { ReadAll } from './attempt.js';
import { callAll } from './calls.js';

/** Levels followed: the library's own bound is tried by what it reads at once. */
const MAX_LEVELS = 4;
const MAX_VALUES = 60;

/** Follows values of one case, each object once and not without end. */
export class Follower {
  readonly #all: ReadAll;
  readonly #seen = new WeakSet<object>();
  #left = MAX_VALUES;

  constructor(all: ReadAll) {
    this.#all = all;
  }

  follow(value: unknown, level = 0): void {
    if (typeof value !== 'object' || value === null || level > MAX_LEVELS || this.#seen.has(value)) return;
    this.#left -= 1;
    if (this.#left < 0) return;
    this.#seen.add(value);
    const next = (each: unknown): void => this.follow(each, level + 1);
    if (value instanceof Map) for (const pair of value) for (const each of pair) next(each);
    else if (Array.isArray(value) || value instanceof Set) for (const each of value) next(each);
    else if (!isPlain(value)) this.#library(value, next);
  }

  /** An object of this library: a record, a view, a numpy array, a decimal. */
  #library(value: object, next: (value: unknown) => void): void {
    callAll(value, this.#all, next);
    this.#all.attempt(() => JSON.stringify(value));
    this.#all.attempt(() => String(value));
    // What is printed must not throw at all.
    inspect(value);
    if (value instanceof NdArray) this.#all.attempt(() => value.get(...value.shape.map(() => 0)));
  }
}

/** What `Object.prototype.toString` calls the objects of this library that it does not call plain ones. */
const OWN = new Set(['Record', 'View']);

/** Of the language, not of this library: typed arrays, dates, functions' results that are plain. */
function isPlain(value: object): boolean {
  if (ArrayBuffer.isView(value) || value instanceof Date) return true;
  if (Symbol.toStringTag in value && !OWN.has(value[Symbol.toStringTag] as string)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
