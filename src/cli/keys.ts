/** Keys: what type they are, and how they are taken from JSON, from CSV and from the command line. */
import { MappingDeclaration } from '../containers/declare.js';
import type { Key } from '../index/id-mapper.js';
import { t } from '../schema/t.js';
import { describe } from '../values/codec.js';
import { Failure } from './failure.js';
import { base64, fromBase64, wholeNumber } from './json-forms.js';
import { ValueError } from './read-json.js';
import type { KeyNode, KeyTypeName } from './schema.js';
import type { SchemaTypes } from './schema-types.js';
import { numberJson } from './write-json.js';

const UINT64_MAX = 2n ** 64n - 1n;

/** A mapping's declaration; the index has one width for keys of any. */
export function declarationOf(
  { type, width, multi }: KeyNode,
  value: SchemaTypes['root'],
): MappingDeclaration<Key, object, unknown> {
  return new MappingDeclaration<Key, object, unknown>({ key: t[type], width, multi }, value);
}

/** A key as JSON. */
export function keyJson(key: Key): string {
  if (typeof key === 'string') return JSON.stringify(key);
  return key instanceof Uint8Array ? `"${base64(key)}"` : numberJson(key);
}

/** A key of a type from its JSON. */
export function keyOf(type: KeyTypeName, json: unknown): Key {
  if (json === undefined || json === null) throw new ValueError('the key is missing');
  if (type === 'string') {
    if (typeof json === 'string') return json;
    throw new ValueError(`the key ${describe(json)} is not a string`);
  }
  if (type === 'bytes') {
    const bytes = typeof json === 'string' ? fromBase64(json) : undefined;
    if (bytes !== undefined) return bytes;
    throw new ValueError(`the key ${describe(json)} is not base64, as bytes are written in JSON`);
  }
  const integer = typeof json === 'string' ? wholeNumber(json) : json;
  if (typeof integer === 'bigint' || (typeof integer === 'number' && Number.isSafeInteger(integer))) {
    if (integer >= 0 && integer <= UINT64_MAX) return plain(integer);
  }
  throw new ValueError(`the key ${describe(json)} is not an unsigned integer`);
}

/** A bigint where that is needed to be exact, else a number. */
function plain(integer: number | bigint): number | bigint {
  return typeof integer === 'bigint' && integer <= Number.MAX_SAFE_INTEGER ? Number(integer) : integer;
}

/** A key as the user typed it. Throws a usage error for what is no key of the type. */
export function keyFromText(type: KeyTypeName, text: string): Key {
  if (type === 'string') return text;
  if (type === 'bytes') return new TextEncoder().encode(text);
  const integer = wholeNumber(text);
  if (integer !== undefined && integer >= 0n && integer <= UINT64_MAX) return plain(integer);
  throw new Failure(
    'CLI_USAGE',
    `the key ${JSON.stringify(text)} is not an unsigned integer, which the keys of this file are`,
  );
}

/** Finds out what type keys are: strings, or unsigned integers, those past 2^53 as strings of digits. */
export class KeyInference {
  #strings = 0;
  #digits = 0;
  #integers = 0;

  add(json: unknown): void {
    if (json === undefined || json === null) throw new ValueError('the key is missing');
    if (typeof json === 'string') {
      this.#strings += 1;
      const integer = wholeNumber(json);
      if (integer !== undefined && integer > Number.MAX_SAFE_INTEGER) this.#digits += 1;
      return;
    }
    keyOf('uint64', json);
    this.#integers += 1;
  }

  get type(): KeyTypeName {
    if (this.#integers === 0) return 'string';
    if (this.#strings === this.#digits) return 'uint64';
    throw new Failure('CLI_INPUT', 'some keys are strings and some integers: make them all one or the other');
  }
}
