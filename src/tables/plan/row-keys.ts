/** Keys in rows: which fields hold them, and what they come to. */
import type { Key } from '../../mappers/id-mapper.js';
import { describe } from '../../values/base/codec.js';
import { anyKey, keyOf } from '../input/key-input.js';
import { ValueError } from '../input/value-error.js';
import { asObject, type JsonObject, KEY_MEMBER, member } from '../json/reserved-members.js';
import { noSuchField } from '../nearest-name.js';
import type { KeyTypeName } from '../schema/schema.js';

/** Where in the rows the key is. */
export interface KeyFields {
  /** Names of fields; of several, the key is a tuple. A name with dots leads into objects, unless a field has that very name. */
  readonly names: readonly string[];
  /** Whether rows without a key are passed over. */
  readonly skip: boolean;
  /** What the keys are said to be, whatever they look like. */
  readonly type?: KeyTypeName | undefined;
}

/** The same with the type of the keys. */
export interface KeyPlan extends KeyFields {
  readonly type: KeyTypeName;
}

/** The fields that the user names, as `id`, `address.city` or `country,city`; `known` are those of the first row. */
export function namedFields(key: string | readonly string[], known: JsonObject): readonly string[] {
  if (typeof key !== 'string') return key;
  if (!key.includes(',') || Object.hasOwn(known, key)) return [key];
  return key.split(',').map((name) => name.trim());
}

/** Names of the members of a row's object that hold a key, or parts of it. */
export function outermost(names: readonly string[]): Set<string> {
  return new Set(names.flatMap((name) => [name, name.split('.')[0]!]));
}

/** The value of a field of a row's object, by its name or the path that leads to it. */
export function fieldAt(fields: JsonObject, name: string): unknown {
  if (Object.hasOwn(fields, name) || !name.includes('.')) return member(fields, name);
  let value: unknown = fields;
  for (const segment of name.split('.')) {
    const object = asObject(value);
    if (object === undefined) return undefined;
    value = member(object, segment);
  }
  return value;
}

/** JSON of a row's key, an array for that of several fields; `undefined` when the row has none. */
export function keyIn(fields: JsonObject, names: readonly string[]): unknown {
  if (names.length === 1) {
    const value = fieldAt(fields, names[0]!);
    return value === null && names[0] !== KEY_MEMBER ? undefined : value;
  }
  const values = names.map((name) => fieldAt(fields, name));
  // Only dumps have null for a key, which is Python's None.
  if (values.some((value, part) => value === undefined || (value === null && names[part] !== KEY_MEMBER)))
    return undefined;
  return values;
}

/** What is said of a row without a key. `columns`: those of the input, where rows leave out what is empty. */
export function missingKey(
  fields: JsonObject,
  names: readonly string[],
  columns: readonly string[] = Object.keys(fields),
): ValueError {
  const missing = names.find((name) => keyIn(fields, [name]) === undefined)!;
  const cause = missing === KEY_MEMBER ? '' : `: ${reason(fields, missing, columns)}`;
  return new ValueError(`the key is missing${cause}`);
}

function reason(fields: JsonObject, name: string, columns: readonly string[]): string {
  if (fieldAt(fields, name) === null) return `${name} is null`;
  if (columns.includes(name)) return `${name} is empty`;
  let around: unknown = fields;
  let within = '';
  for (const segment of name.split('.').slice(0, -1)) {
    const found = member(around as JsonObject, segment);
    const inner = asObject(found);
    if (found === null) return `${within}${segment} is null`;
    if (inner === undefined && found !== undefined)
      return `${within}${segment} is ${describe(found)}, not an object`;
    if (inner === undefined) break;
    around = inner;
    within += `${segment}.`;
  }
  const names = within === '' ? columns : Object.keys(around as JsonObject).map((each) => within + each);
  return noSuchField(name, names);
}

/** A key of a type from its JSON in a row. */
export function rowKey({ type, names }: KeyPlan, json: unknown): Key {
  if (names.length === 1) return keyOf(type, json);
  return Object.freeze((json as unknown[]).map(anyKey)) as Key;
}
