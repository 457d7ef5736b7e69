/** Proxies as plain objects, and as JSON. */
import { ArgumentError } from '../../errors.js';
import { MAX_DEPTH } from '../../values/base/codec.js';
import { workLimit } from '../../values/base/decoding.js';
import { Decimal } from '../../values/decimals/decimal.js';
import { NdArray } from '../../values/ndarrays/ndarray.js';
import { isoText, isTime } from '../../values/times/temporal-values.js';
import { isView, PLAIN } from '../../values/views/view.js';
import { base64, mapToJson } from '../../values/views/view-json.js';
import { FIELDS, ProxyBase } from './proxy.js';

function place(proxy: ProxyBase): number {
  return proxy['\ud800window'].base + proxy['\ud800offset'];
}

function define(target: object, name: string, value: unknown): void {
  // An own property whatever the name: `__proto__` is a slot like any other.
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function* presentFields(proxy: ProxyBase): Generator<[string, unknown]> {
  for (const name of proxy[FIELDS]) {
    const value: unknown = Reflect.get(proxy, name);
    if (value !== undefined) yield [name, value];
  }
}

/** What a value costs: as in reading, 32 bytes of a string count as one value. */
function costOf(value: unknown): number {
  if (value instanceof NdArray) return 1 + value.byteLength / 4;
  return typeof value === 'string' || value instanceof Uint8Array ? 1 + value.length / 32 : 1;
}

/**
 * Bounds on one conversion. A few hundred bytes of shared pointers can spell more values than any machine holds once
 * they are written out, and structs can be chained to any depth.
 */
class Conversion {
  #left: number;
  #depth = 0;

  constructor(proxy: ProxyBase) {
    this.#left = workLimit(proxy['\ud800window'].memory.byteLength);
  }

  spend(value: unknown): void {
    this.#left -= costOf(value);
    if (this.#left < 0) {
      throw new ArgumentError(
        'the record spells out to more values than its memory holds: read it field by field',
      );
    }
  }

  /** Converts what lies one level further in. */
  nested<T>(convert: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new ArgumentError(`the record nests deeper than ${MAX_DEPTH} levels: read it field by field`);
    }
    const result = convert();
    this.#depth -= 1;
    return result;
  }
}

/** A deep copy in which shared values stay shared and cycles stay cycles. */
class Copy extends Conversion {
  /** Copies of proxies, by class and then place; several proxies can stand for one stored struct. */
  readonly #structs = new Map<object, Map<number, object>>();
  readonly #containers = new Map<object, object>();

  value(value: unknown): unknown {
    this.spend(value);
    if (value instanceof ProxyBase) return this.struct(value);
    if (Array.isArray(value)) return this.#containers.get(value) ?? this.#array(value);
    if (value instanceof Set) return this.#containers.get(value) ?? this.#set(value);
    if (value instanceof Map) return this.#containers.get(value) ?? this.#map(value);
    if (isView(value)) return this.value(value[PLAIN]());
    if (value instanceof NdArray) return value.copy();
    // A buffer's bytes are a view of the memory, which may be closed.
    if (value instanceof Uint8Array) return value.slice();
    return value;
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
    this.nested(() => {
      for (const [name, value] of presentFields(proxy)) define(object, name, this.value(value));
    });
    return object;
  }

  #array(array: unknown[]): unknown[] {
    const copy: unknown[] = [];
    this.#containers.set(array, copy);
    this.nested(() => {
      for (const value of array) copy.push(this.value(value));
    });
    return Object.isFrozen(array) ? (Object.freeze(copy) as unknown[]) : copy;
  }

  #set(set: Set<unknown>): Set<unknown> {
    const copy = new Set<unknown>();
    this.#containers.set(set, copy);
    this.nested(() => {
      for (const value of set) copy.add(this.value(value));
    });
    return copy;
  }

  #map(map: Map<unknown, unknown>): Map<unknown, unknown> {
    const copy = new Map<unknown, unknown>();
    this.#containers.set(map, copy);
    this.nested(() => {
      for (const [key, value] of map) copy.set(this.value(key), this.value(value));
    });
    return copy;
  }
}

/** JSON knows no sharing: everything is written out, and a value inside itself is refused. */
class Json extends Conversion {
  /** Containers under way, and the places of structs under way. */
  readonly #open = new Set<unknown>();

  value(value: unknown): unknown {
    this.spend(value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Uint8Array) return base64(value);
    if (value instanceof NdArray) return elementsToJson(value.toArray());
    if (value instanceof Decimal) return value.toJSON();
    if (isTime(value)) return isoText(value);
    const key = value instanceof ProxyBase ? place(value) : value;
    if (this.#open.has(key)) {
      throw new ArgumentError('the record contains itself, so it has no JSON form: use toObject()');
    }
    this.#open.add(key);
    const json = this.nested(() => this.#container(value));
    this.#open.delete(key);
    return json;
  }

  #container(value: object): unknown {
    if (value instanceof ProxyBase) {
      const object = {};
      for (const [name, field] of presentFields(value)) define(object, name, this.value(field));
      return object;
    }
    if (Array.isArray(value) || value instanceof Set) return Array.from(value, (item) => this.value(item));
    if (value instanceof Map) return mapToJson(value, (item) => this.value(item));
    if (isView(value)) return this.value(value[PLAIN]());
    return value;
  }
}

/** Elements of a numpy array, which were counted by their bytes. */
function elementsToJson(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return value.map(elementsToJson);
  if (typeof value !== 'object' || value === null) return value;
  const object = {};
  for (const [name, field] of Object.entries(value)) define(object, name, elementsToJson(field));
  return object;
}

/** A deep copy of a proxy as plain objects, nested structs included. */
export function toPlain(proxy: ProxyBase): object {
  return new Copy(proxy).struct(proxy);
}

/** What stands for a proxy in JSON: sets and views as arrays, dicts with text keys as objects, byte strings as base64, integers past 2⁵³ as strings. */
export function toJson(proxy: ProxyBase): unknown {
  return new Json(proxy).value(proxy);
}
