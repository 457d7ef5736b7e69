/** Members of JSON objects that are not fields: keys, and the tags of values that say what they are. */
import { TAGS } from './json-forms.js';

export type JsonObject = { readonly [name: string]: unknown };

/** `value` as a JSON object, which arrays are not. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** Member, or column, that `dump` puts the key in. */
export const KEY_MEMBER = '$key';

/**
 * Names with a meaning in what `dump` writes: the key in records, the name of the struct in objects that say it. A field of
 * such a name is written with one more `$`.
 */
const RESERVED: Readonly<Record<Escaping, RegExp>> = { record: /^\$+key$/, struct: /^\$+struct$/ };
/** Kinds of objects in which names have a meaning. */
export type Escaping = 'record' | 'struct';

export function escapedName(name: string, kind: Escaping = 'record'): string {
  return RESERVED[kind].test(name) ? `$${name}` : name;
}

/** The field that a member of a dumped object stands for; `undefined` for one with a meaning of its own. */
export function fieldName(name: string, kind: Escaping = 'record'): string | undefined {
  if (!name.startsWith('$') || !RESERVED[kind].test(name)) return name;
  return name.startsWith('$$') ? name.slice(1) : undefined;
}

/** A member of a row's object; what objects inherit is none. */
export function member(fields: JsonObject, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** What an object stands for that says so itself. */
export type TaggedForm =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'set' | 'tuple'; readonly items: readonly unknown[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [unknown, unknown])[] };

/** The tagged form that an object is; `undefined` for any other object. */
export function taggedForm(object: JsonObject): TaggedForm | undefined {
  const names = Object.keys(object);
  const tag = names[0];
  if (names.length !== 1 || tag === undefined || !tag.startsWith('$')) return undefined;
  const json = object[tag];
  const form = TAGS.get(tag);
  if (form !== undefined) {
    const value = form.read(json);
    // Text that reads as a value but is written otherwise would not come back as it was.
    return value !== undefined && sameJson(form.write(value), json) ? { kind: 'value', value } : undefined;
  }
  if (!Array.isArray(json)) return undefined;
  if (tag === '$set' || tag === '$tuple') return { kind: tag === '$set' ? 'set' : 'tuple', items: json };
  return tag === '$dict' && json.every(isPair) ? { kind: 'dict', entries: json } : undefined;
}

function isPair(item: unknown): item is [unknown, unknown] {
  return Array.isArray(item) && item.length === 2;
}

function sameJson(written: string, json: unknown): boolean {
  return typeof json === 'string' ? written === JSON.stringify(json) : true;
}
