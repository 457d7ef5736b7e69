/** A struct read in place: a window and an offset. Fields are getters on each class's prototype. */
import type { Window } from '../../bytes/window.js';
import { ArgumentError } from '../../errors.js';
import type { FieldPlace } from './getters.js';

/**
 * Names of a proxy's own properties, which no field may have: a lone surrogate has no UTF-8 form. They are strings and
 * stand as such wherever they are used, since V8 up to Node 22 forgets which symbol it was once more than four classes
 * have gone through a getter: three fields then took 38 ns, not 2.4.
 */
export const RESERVED: ReadonlySet<string> = /* @__PURE__ */ new Set(['\ud800window', '\ud800offset']);
/** Symbols, so that no slot name hides them. On the prototype: names of the fields that the class reads, in declared order. */
export const FIELDS: unique symbol = Symbol('fields');
/** On the prototype: where each field lies, by name. */
export const PLACES: unique symbol = Symbol('places');
/** On the prototype: the name of the class, which a slot called `constructor` would hide. */
export const CLASS_NAME: unique symbol = Symbol('class name');

function notMade(): never {
  throw new ArgumentError(
    'a struct class is not called with new: use its pack() to write a value and unpackFrom() to read one',
  );
}

/** What a proxy holds; nothing more, so that making one is cheap and a cursor can move one along. */
export class ProxyBase {
  /** @internal */
  declare '\ud800window': Window;
  /** @internal */
  declare '\ud800offset': number;
  /** @internal */
  declare readonly [FIELDS]: readonly string[];
  /** @internal */
  declare readonly [PLACES]: ReadonlyMap<string, FieldPlace>;
  /** @internal Set when the class is first used as a type. */
  declare readonly [CLASS_NAME]: string;

  /** @internal */
  constructor(window: Window = notMade(), offset = 0) {
    this['\ud800window'] = window;
    this['\ud800offset'] = offset;
  }
}

/** Field of a proxy or of any other object; what objects inherit from `Object.prototype` is no field. */
export function readField(value: object, name: string): unknown {
  if (value instanceof ProxyBase) {
    return value[FIELDS].includes(name) ? Reflect.get(value, name) : undefined;
  }
  if (!(name in Object.prototype)) return Reflect.get(value, name);
  let holder: object | null = value;
  while (holder !== null && holder !== Object.prototype && !Object.hasOwn(holder, name)) {
    holder = Object.getPrototypeOf(holder);
  }
  if (holder === null || holder === Object.prototype) return undefined;
  // A class prototype's own `constructor` is its class, not a field.
  if (name === 'constructor' && holder !== value) return undefined;
  return Reflect.get(holder, name, value);
}
