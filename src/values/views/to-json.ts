/**
 * What records, views and all that they hold are in JSON: sets and views as arrays, dicts with text keys as objects, byte
 * strings as base64, integers past 2⁵³ as strings. JSON knows no sharing, so everything is written out, within one budget.
 */

import type { Window } from '../../bytes/window.js';
import { ArgumentError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { MAX_DEPTH } from '../base/codec.js';
import { base64, define } from '../base/json-parts.js';
import { knows, SPELL, type Spelled } from '../base/own-forms.js';
import { Readings } from '../base/readings.js';
import { isoText, isTime } from '../times/temporal-values.js';

/** Method of what is read in place, records and views, that gives its form. */
export const JSON_FORM: unique symbol = Symbol('JSON form');
/** Property of records and views: what tells them from others, for records where they lie. */
export const PLACE: unique symbol = Symbol('place');

interface InPlace {
  [JSON_FORM](json: ToJson): unknown;
}

function isInPlace(value: object): value is InPlace {
  return typeof (value as Partial<InPlace>)[JSON_FORM] === 'function';
}

export class ToJson {
  /** What is read on the way. */
  readonly readings: Readings = new Readings(
    () =>
      new ArgumentError(
        'the value spells out to more values than its memory holds without repeating itself: read it in parts, or, if ' +
          'you trust it, give JSON.stringify() what toObject() or toArray() makes of it, which are shared as they are stored',
      ),
  );
  /** Where costs are counted: some memory that the values are read from. */
  readonly #window: Window;
  readonly #offset: number;
  /** Containers under way: a value inside itself has no JSON form. */
  readonly #open = new Set<unknown>();
  readonly #texts = new Map<Uint8Array, string>();

  constructor(window: Window, offset: number) {
    this.#window = window;
    this.#offset = offset;
  }

  value(value: unknown): unknown {
    this.#spend(COST.value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'string') this.#spend(value.length);
    if (typeof value !== 'object' || value === null) return value;
    if (isInPlace(value)) return this.#container(value);
    if (value instanceof Uint8Array) {
      this.#spend(value.length);
      return this.#base64(value);
    }
    if (knows<typeof SPELL, Spelled>(value, SPELL)) return value[SPELL]((cost) => this.#spend(cost));
    return isTime(value) ? isoText(value) : this.#container(value);
  }

  /** A container's elements, converted: those of what is none convert themselves. */
  contents(value: object): unknown {
    if (Array.isArray(value) || value instanceof Set) return Array.from(value, (item) => this.value(item));
    return value instanceof Map ? this.#map(value) : value;
  }

  /** A struct's field, or the like. */
  member(object: object, name: string, value: unknown): void {
    this.#spend(COST.value);
    define(object, name, this.value(value));
  }

  /** Bytes that are met again are made into text once. */
  #base64(bytes: Uint8Array): string {
    const known = this.#texts.get(bytes);
    if (known !== undefined) return known;
    const text = base64(bytes);
    this.#texts.set(bytes, text);
    return text;
  }

  #container(value: object): unknown {
    const key = keyOf(value);
    if (this.#open.has(key)) {
      throw new ArgumentError(
        'the value contains itself, so it has no JSON form: use toObject() or toArray()',
      );
    }
    if (this.#open.size >= MAX_DEPTH) {
      throw new ArgumentError(`the value nests deeper than ${MAX_DEPTH} levels: read it in parts`);
    }
    this.#open.add(key);
    this.#spend(COST.view);
    const json = isInPlace(value) ? value[JSON_FORM](this) : this.contents(value);
    this.#open.delete(key);
    return json;
  }

  /** A Map in JSON: an object if all keys are strings, else an array of pairs. */
  #map(map: ReadonlyMap<unknown, unknown>): unknown {
    const entries = [...map];
    if (!entries.every(([key]) => typeof key === 'string')) {
      return entries.map(([key, value]) => [this.value(key), this.value(value)]);
    }
    const object = {};
    for (const [name, value] of entries) {
      this.#spend((name as string).length);
      this.member(object, name as string, value);
    }
    return object;
  }

  #spend(cost: number): void {
    this.readings.budget.spend(this.#window, this.#offset, cost);
  }
}

/** What tells a value from others: a struct is another record each time it is read. */
function keyOf(value: object): unknown {
  return PLACE in value ? value[PLACE] : value;
}
