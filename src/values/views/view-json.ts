/** What views are in JSON, which knows no sharing: everything is written out. */
import { ArgumentError } from '../../errors.js';
import { MAX_DEPTH } from '../base/codec.js';
import { workLimit } from '../base/decoding.js';

/** Byte strings in JSON. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** A Map in JSON: an object if all keys are strings, else an array of pairs. */
export function mapToJson(map: ReadonlyMap<unknown, unknown>, convert: (value: unknown) => unknown): unknown {
  const entries = [...map];
  if (!entries.every(([key]) => typeof key === 'string')) {
    return entries.map(([key, value]) => [convert(key), convert(value)]);
  }
  const object = {};
  for (const [name, value] of entries) {
    // An own property whatever the name: `__proto__` is a key like any other.
    Object.defineProperty(object, name as string, { value: convert(value), enumerable: true });
  }
  return object;
}

class Conversion {
  #left: number;
  /** Containers under way: a value inside itself has no JSON form. */
  readonly #open = new Set<object>();

  constructor(byteLength: number) {
    this.#left = workLimit(byteLength);
  }

  value(value: unknown): unknown {
    this.#left -= typeof value === 'string' ? 1 + value.length / 32 : 1;
    if (this.#left < 0) throw new ArgumentError('the view spells out to more values than its memory holds');
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Uint8Array) {
      this.#left -= value.length / 32;
      return base64(value);
    }
    if (!(Array.isArray(value) || value instanceof Set || value instanceof Map)) return value;
    if (this.#open.has(value)) throw new ArgumentError('the view contains itself, so it has no JSON form');
    if (this.#open.size >= MAX_DEPTH) {
      throw new ArgumentError(`the view nests deeper than ${MAX_DEPTH} levels: read it element by element`);
    }
    this.#open.add(value);
    const inner = (item: unknown): unknown => this.value(item);
    const json = value instanceof Map ? mapToJson(value, inner) : Array.from(value, inner);
    this.#open.delete(value);
    return json;
  }
}

/** A decoded view as JSON takes it. Structs, dates and the like convert themselves. */
export function viewToJson(plain: unknown, byteLength: number): unknown {
  return new Conversion(byteLength).value(plain);
}
