/** What the application keeps in a schema (docs/format.md 12, `user_data`), beside what this library does. */
import { type PickleInput, PickleTuple, type PickleValue } from '../pickle/pickle-values.js';

/** Plain data: numbers, texts, booleans, null, bytes, arrays, sets, maps, and plain objects as maps with text keys. */
export type UserData = PickleInput;

/** Where, in a schema's user data, registered structs are described; Python ignores it. */
const STRUCTS_KEY = 'sharedbuffers.structs';
/** Where what is no dict stands when there are structs to describe as well. */
const VALUE_KEY = 'sharedbuffers.userData';

/** The user data to store: the application's, with descriptions of structs under a key of their own. */
export function withStructs(
  userData: UserData | undefined,
  structs: ReadonlyMap<PickleInput, PickleInput>,
): UserData {
  return new Map<PickleInput, PickleInput>([...dictOf(userData), [STRUCTS_KEY, structs]]);
}

function dictOf(userData: UserData | undefined): Iterable<readonly [PickleInput, PickleInput]> {
  if (userData === undefined || userData === null) return [];
  if (userData instanceof Map) return userData;
  const prototype: unknown = typeof userData === 'object' ? Object.getPrototypeOf(userData) : undefined;
  if (prototype === Object.prototype || prototype === null) return Object.entries(userData);
  return [[VALUE_KEY, userData]];
}

/** The descriptions of structs in stored user data, by type code. */
export function structsIn(userData: UserData | undefined): ReadonlyMap<unknown, unknown> {
  const structs = userData instanceof Map ? userData.get(STRUCTS_KEY) : undefined;
  return structs instanceof Map ? structs : new Map();
}

/**
 * The application's part of stored user data: dicts as `Map`s, tuples as frozen arrays. `undefined` when there is
 * none.
 */
export function applicationData(userData: UserData | undefined): unknown {
  if (userData === undefined || userData === null) return undefined;
  const plain = new Plain().value(userData as PickleValue);
  if (!(plain instanceof Map) || !plain.delete(STRUCTS_KEY)) return plain;
  if (plain.has(VALUE_KEY)) return plain.get(VALUE_KEY);
  return plain.size === 0 ? undefined : plain;
}

/** Copies what a pickle holds. A list or dict may hold itself; what Python would have had to call stays inert. */
class Plain {
  readonly #made = new Map<object, unknown>();

  /** Tuples and sets cannot hold themselves, but can be shared. */
  #keep(value: object, made: unknown): unknown {
    this.#made.set(value, made);
    return made;
  }

  value(value: PickleValue): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) {
      const list: unknown[] = [];
      this.#made.set(value, list);
      for (const item of value) list.push(this.value(item));
      return list;
    }
    if (value instanceof Map) {
      const map = new Map<unknown, unknown>();
      this.#made.set(value, map);
      for (const [key, item] of value) map.set(this.value(key), this.value(item));
      return map;
    }
    if (value instanceof PickleTuple) {
      return this.#keep(value, Object.freeze(value.items.map((item) => this.value(item))));
    }
    if (value instanceof Set) return this.#keep(value, new Set([...value].map((item) => this.value(item))));
    return value;
  }
}
