/** Keys that are stored as integers in their order, as JSON and as the user types them. */
import { ArgumentError } from '../../errors.js';
import { wholeNumber } from '../../files/building/json-rows/scalar-text.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { KeyOptions } from '../../mappers/key-kind.js';
import { t } from '../../schema/t.js';
import { describe } from '../../values/base/codec.js';
import { type Form, formOf } from '../json/json-forms.js';
import type { KeyTypeName, ScalarName } from '../schema/schema.js';
import { ValueError } from './value-error.js';

const TYPES = { signed: 'int64', float64: 'float64', date: 'date', datetime: 'datetime' } as const;
type TypedKey = keyof typeof TYPES;
const MOST = 2n ** 63n;

export function isTypedKey(type: string): type is TypedKey {
  return Object.hasOwn(TYPES, type);
}

/** What such keys are declared as; `bigint`: whether integers are read as bigints always. */
export function typedOptions(
  type: TypedKey,
  bigint: boolean | undefined,
): Pick<KeyOptions, 'key' | 'signed'> {
  if (type !== 'signed') return { key: t[type] };
  return { key: bigint ? t.bigint64 : t.int64, signed: true };
}

/** The type of a field with such values. */
export function typedScalar(type: TypedKey): ScalarName {
  return TYPES[type];
}

/** How their JSON is written and read. */
export function typedForm(type: TypedKey): Form {
  return formOf(TYPES[type]);
}

/** A key from its JSON. Throws `ValueError` for what is none. */
export function typedKey(type: TypedKey, json: unknown): Key {
  const form = typedForm(type);
  const key = form.read(json);
  const fits = type === 'signed' ? isSigned(key) : key !== undefined && !Number.isNaN(key);
  if (fits) return (typeof key === 'bigint' && Number.isSafeInteger(Number(key)) ? Number(key) : key) as Key;
  throw new ValueError(`the key ${describe(json)} is not ${form.what}`);
}

function isSigned(key: unknown): boolean {
  return Number.isSafeInteger(key) || (typeof key === 'bigint' && key >= -MOST && key < MOST);
}

/** A key from what the user typed. Throws `ArgumentError` for what is none. */
export function typedKeyFromText(type: TypedKey, text: string): Key {
  const isNumber = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const json = type === 'signed' ? wholeNumber(text) : type === 'float64' && isNumber ? Number(text) : text;
  try {
    return typedKey(type, json ?? text);
  } catch (error) {
    throw error instanceof ValueError ? new ArgumentError(error.message) : error;
  }
}

/** The type among others that files say of their keys. */
export function typeOfForm(type: string): KeyTypeName {
  return type === 'float' ? 'float64' : (type as KeyTypeName);
}
