/** The fields of a record one after another, read within the readings of one call. */
import type { Readings } from '../../values/base/readings.js';
import { type FieldReader, readerOf } from './getters.js';
import { FIELDS, ProxyBase, readField } from './proxy.js';

type Readers = ReadonlyMap<string, FieldReader>;

/** By class, since a subclass may have put its own getter in place of a field's. */
const classes = new WeakMap<object, Readers>();

function readersOf(proxy: ProxyBase): Readers {
  const prototype: object = Object.getPrototypeOf(proxy);
  const known = classes.get(prototype);
  if (known !== undefined) return known;
  const readers = new Map(proxy[FIELDS].map((name) => [name, readerIn(prototype, name)]));
  classes.set(prototype, readers);
  return readers;
}

function readerIn(prototype: object, name: string): FieldReader {
  let holder: object | null = prototype;
  while (holder !== null && !Object.hasOwn(holder, name)) holder = Object.getPrototypeOf(holder);
  const getter = holder === null ? undefined : Object.getOwnPropertyDescriptor(holder, name)?.get;
  return getter === undefined ? (proxy) => Reflect.get(proxy, name) : readerOf(getter);
}

/** Names and values of the fields that a record has. */
export function* presentFields(proxy: ProxyBase, readings: Readings): Generator<[string, unknown]> {
  readings.budget.admit(proxy['\ud800window'].memory);
  for (const [name, read] of readersOf(proxy)) {
    const value = read(proxy, readings);
    if (value !== undefined) yield [name, value];
  }
}

/** A field of a record, or of any other object: `readField`. */
export function fieldWithin(value: object, name: string, readings: Readings): unknown {
  if (!(value instanceof ProxyBase)) return readField(value, name);
  readings.budget.admit(value['\ud800window'].memory);
  return readersOf(value).get(name)?.(value, readings);
}
