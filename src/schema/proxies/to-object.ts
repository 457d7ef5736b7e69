/** Records as plain objects. */
import { ArgumentError } from '../../errors.js';
import { COST } from '../../values/base/budget.js';
import { MAX_DEPTH } from '../../values/base/codec.js';
import { define } from '../../values/base/json-parts.js';
import { COPY, type Copyable, type InPlaceForm, knows, PLAIN_FORM } from '../../values/base/own-forms.js';
import { Readings } from '../../values/base/readings.js';
import { presentFields } from './fields.js';
import { ProxyBase } from './proxy.js';

function place(proxy: ProxyBase): number {
  return proxy['\ud800window'].base + proxy['\ud800offset'];
}

/**
 * A deep copy in which shared values stay shared and cycles stay cycles. A few hundred bytes of shared pointers can spell
 * more values than any machine holds, and structs can be chained to any depth.
 */
export class Copy {
  readonly #readings: Readings;
  /** Copies of proxies, by class and then place; several proxies can stand for one stored struct. */
  readonly #structs = new Map<object, Map<number, object>>();
  readonly #copies = new Map<object, unknown>();
  #depth = 0;

  /** `readings`: those of a call that reads more. */
  constructor(readings: Readings = new Readings(tooMuch)) {
    this.#readings = readings;
  }

  value(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof ProxyBase) return this.struct(value);
    return this.#copies.get(value) ?? this.#copyOf(value);
  }

  struct(proxy: ProxyBase): object {
    const type: object = Object.getPrototypeOf(proxy);
    let copies = this.#structs.get(type);
    if (copies === undefined) {
      copies = new Map();
      this.#structs.set(type, copies);
    }
    const known = copies.get(place(proxy));
    if (known !== undefined) return known;
    const object = {};
    copies.set(place(proxy), object);
    this.#spend(proxy, COST.view);
    this.nested(() => {
      for (const [name, value] of presentFields(proxy, this.#readings)) {
        this.#spend(proxy, COST.value);
        define(object, name, this.value(value));
      }
    });
    return object;
  }

  #copyOf(value: object): unknown {
    if (knows<typeof PLAIN_FORM, InPlaceForm>(value, PLAIN_FORM)) {
      return this.value(value[PLAIN_FORM](this.#readings));
    }
    if (Array.isArray(value)) return this.#array(value);
    if (value instanceof Set) return this.#set(value);
    if (value instanceof Map) return this.#map(value);
    // A buffer's bytes are a view of the memory, which may be closed.
    if (value instanceof Uint8Array) return this.keep(value, value.slice(), value.length);
    return this.leaf(value);
  }

  /** What holds no values that are read in place. */
  protected leaf(value: object): unknown {
    if (!knows<typeof COPY, Copyable>(value, COPY)) return value;
    return this.keep(value, value[COPY](), value.byteLength);
  }

  protected keep<T>(value: object, copy: T, cost: number): T {
    // What is met before anything was read is in the caller's hand.
    this.#readings.budget.allow(cost);
    this.#readings.budget.work(cost);
    this.#copies.set(value, copy);
    return copy;
  }

  #array(array: unknown[]): unknown[] {
    const copy = this.keep<unknown[]>(array, [], 0);
    this.nested(() => {
      for (const value of array) copy.push(this.value(value));
    });
    return Object.isFrozen(array) ? (Object.freeze(copy) as unknown[]) : copy;
  }

  #set(set: Set<unknown>): Set<unknown> {
    const copy = this.keep(set, new Set<unknown>(), 0);
    this.nested(() => {
      for (const value of set) copy.add(this.value(value));
    });
    return copy;
  }

  #map(map: Map<unknown, unknown>): Map<unknown, unknown> {
    const copy = this.keep(map, new Map<unknown, unknown>(), 0);
    this.nested(() => {
      for (const [key, value] of map) copy.set(this.value(key), this.value(value));
    });
    return copy;
  }

  /** Converts what lies one level further in. */
  protected nested(convert: () => void): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ArgumentError(`the record nests deeper than ${MAX_DEPTH} levels: read it field by field`);
    }
    convert();
    this.#depth -= 1;
  }

  #spend(proxy: ProxyBase, cost: number): void {
    this.#readings.budget.spend(proxy['\ud800window'], proxy['\ud800offset'], cost);
  }
}

function tooMuch(): Error {
  return new ArgumentError('the record holds more values than its memory is worth: read it field by field');
}

/** A deep copy of what is read in place, as arrays, Sets, Maps and plain objects. */
export function copied(value: unknown): unknown {
  return new Copy().value(value);
}

/** A deep copy of a proxy as plain objects, nested structs included. `readings`: those of a call that reads more. */
export function toPlain(proxy: ProxyBase, readings?: Readings): object {
  return new Copy(readings).struct(proxy);
}
