/** The fields of a record one after another, read within the readings of one call. */
import type { Readings } from '../../values/base/readings.js';
import { type Getter, readBy } from './getters.js';
import { FIELDS, ProxyBase, readField } from './proxy.js';

/** By class: the getter of each field, which a subclass may have put its own in place of. */
const classes = new WeakMap<object, ReadonlyMap<string, Getter>>();

function gettersOf(proxy: ProxyBase): ReadonlyMap<string, Getter> {
  const prototype: object = Object.getPrototypeOf(proxy);
  const known = classes.get(prototype);
  if (known !== undefined) return known;
  const getters = new Map<string, Getter>();
  for (const name of proxy[FIELDS]) getters.set(name, getterOf(prototype, name));
  classes.set(prototype, getters);
  return getters;
}

function getterOf(prototype: object, name: string): Getter {
  let holder: object | null = prototype;
  while (holder !== null) {
    const getter = Object.getOwnPropertyDescriptor(holder, name)?.get;
    if (getter !== undefined) return getter;
    if (Object.hasOwn(holder, name)) break;
    holder = Object.getPrototypeOf(holder);
  }
  return function () {
    return Reflect.get(this, name);
  };
}

/** Names and values of the fields that a record has. */
export function* presentFields(proxy: ProxyBase, readings: Readings): Generator<[string, unknown]> {
  for (const [name, getter] of gettersOf(proxy)) {
    const value = readBy(getter, proxy, readings);
    if (value !== undefined) yield [name, value];
  }
}

/** A field of a record, or of any other object: `readField`. */
export function fieldWithin(value: object, name: string, readings: Readings): unknown {
  if (!(value instanceof ProxyBase)) return readField(value, name);
  const getter = gettersOf(value).get(name);
  return getter === undefined ? undefined : readBy(getter, value, readings);
}
