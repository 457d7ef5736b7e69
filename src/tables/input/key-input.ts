/** Keys: what type they are, and how they are taken from JSON, from CSV and from the command line. */
import { isUtf8 } from 'node:buffer';
import { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError } from '../../errors.js';
import { wholeNumber } from '../../files/building/json-rows/scalar-text.js';
import type { Key } from '../../mappers/id-mapper.js';
import { t } from '../../schema/t.js';
import { describe } from '../../values/base/codec.js';
import { formOf, numberJson } from '../json/json-forms.js';
import { parseLine } from '../json/json-line.js';
import { JsonReader } from '../json/json-to-value.js';
import { asObject, taggedForm } from '../json/reserved-members.js';
import { textJson } from '../json/scalar-to-json.js';
import { ValueWriter } from '../json/value-to-json.js';
import { DEFAULT_ALIGNMENT, type KeyNode, type KeyTypeName } from '../schema/schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import { isTypedKey, typedForm, typedKey, typedKeyFromText, typedOptions } from './typed-keys.js';
import { ValueError } from './value-error.js';

const UINT64_MAX = 2n ** 64n - 1n;
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const UTF8_BYTES = new TextEncoder();

/** A mapping's declaration; the index has one width for keys of any. */
export function declarationOf(
  { type, width, multi, bigint }: KeyNode,
  value: SchemaTypes['root'],
): MappingDeclaration<Key, object, unknown> {
  return new MappingDeclaration<Key, object, unknown>(
    {
      ...(isTypedKey(type) ? typedOptions(type, bigint) : { key: bigint ? t.biguint64 : t[type] }),
      width,
      multi,
    },
    value,
  );
}

/**
 * A key as JSON. The keys of string mappers are text and bytes alike (docs/format.md 11), and files from Python mix them:
 * what is UTF-8 is shown as text, other bytes as `{"$bytes": "…"}`.
 */
export function keyJson(type: KeyTypeName, key: Key): string {
  if (type === 'any') return new ValueWriter().value(key);
  if (isTypedKey(type)) return typedForm(type).write(key);
  if (!(key instanceof Uint8Array)) return typeof key === 'string' ? textJson(key) : numberJson(key);
  return isUtf8(key) ? JSON.stringify(UTF8.decode(key)) : `{"$bytes":${formOf('bytes').write(key)}}`;
}

/** Bytes of a key that is no text, as `keyJson` shows it. */
export function bytesKey(json: unknown): Uint8Array | undefined {
  const object = asObject(json);
  const tagged = object && taggedForm(object);
  return tagged?.kind === 'value' && tagged.value instanceof Uint8Array ? tagged.value : undefined;
}

/** A key of a type from its JSON. */
export function keyOf(type: KeyTypeName, json: unknown): Key {
  if (type === 'any' && json !== undefined) return anyKey(json);
  if (json === undefined || json === null) throw new ValueError('the key is missing');
  if (type === 'string' || type === 'bytes') return textKey(type, json);
  if (isTypedKey(type)) return typedKey(type, json);
  const integer = typeof json === 'string' ? wholeNumber(json) : json;
  if (typeof integer === 'bigint' || (typeof integer === 'number' && Number.isSafeInteger(integer))) {
    if (integer >= 0 && integer <= UINT64_MAX) return plain(integer);
  }
  if (typeof json === 'boolean') throw new ValueError(`the key ${json} is a boolean, and those are no keys`);
  throw new ValueError(
    `the key ${describe(json)} is not an unsigned integer${typeof json === 'number' && Number.isInteger(json) ? ': --key-type signed takes negative ones, as does a schema that says "key": "signed"' : ''}`,
  );
}

function textKey(type: 'string' | 'bytes', json: unknown): Key {
  if (typeof json === 'string') return type === 'string' ? json : UTF8_BYTES.encode(json);
  const bytes = bytesKey(json);
  if (bytes === undefined) throw new ValueError(`the key ${describe(json)} is not a string`);
  if (type === 'bytes') return bytes;
  throw new ValueError('the key is bytes that are no text: say "key": "bytes" in the schema');
}

const ANY_READER = new JsonReader(
  { root: { fields: new Map(), alignment: DEFAULT_ALIGNMENT }, structs: new Map() },
  new Map(),
  { dumped: true },
);
const anyKeyOf = ANY_READER.field({ shape: { kind: 'any' }, optional: false, nullable: true });

/** A key of any kind from its JSON; what has no stable hash is refused where it is hashed. */
export function anyKey(json: unknown): Key {
  return anyKeyOf(json) as Key;
}

/** A bigint where that is needed to be exact, else a number. */
function plain(integer: number | bigint): number | bigint {
  return typeof integer === 'bigint' && integer <= Number.MAX_SAFE_INTEGER ? Number(integer) : integer;
}

/** Arrays as tuples, since lists are no keys. */
function withTuples(json: unknown): unknown {
  return Array.isArray(json) ? { $tuple: json.map(withTuples) } : json;
}

/** The JSON of a key in a cell that `dump` wrote: of keys of any kind, and of bytes that are no text. */
export function cellKey(type: KeyTypeName, cell: string): unknown {
  const isJson = type === 'any' || (type === 'bytes' && cell.startsWith('{"$bytes"'));
  return isJson ? (parsed(cell) ?? cell) : cell;
}

/** A key of any kind as the user typed it. What reads as JSON is that: 5 is the integer, "5" in quotes the text. */
function anyKeyFromText(text: string): Key {
  const json = parsed(text);
  if (json === undefined) return text;
  try {
    return anyKey(withTuples(json));
  } catch (error) {
    throw error instanceof ValueError ? new ArgumentError(`the key ${text}: ${error.message}`) : error;
  }
}

/** A key as the user typed it. Throws a usage error for what is no key of the type. */
export function keyFromText(type: KeyTypeName, text: string): Key {
  if (type === 'any') return anyKeyFromText(text);
  if (type === 'string' || type === 'bytes') {
    return (text.startsWith('{"$bytes"') ? bytesKey(parsed(text)) : undefined) ?? text;
  }
  if (isTypedKey(type)) return typedKeyFromText(type, text);
  const integer = wholeNumber(text);
  if (integer !== undefined && integer >= 0n && integer <= UINT64_MAX) return plain(integer);
  throw new ArgumentError(
    `the key ${JSON.stringify(text)} is not an unsigned integer, which the keys of this file are`,
  );
}

function parsed(json: string): unknown {
  try {
    return parseLine(json);
  } catch {
    return undefined;
  }
}
