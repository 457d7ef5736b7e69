/** The JSON forms of values that JSON has no form for: each is a string, or an object, that reads back as the same. */

import { fromBase64, SPECIAL_FLOATS, wholeNumber } from '../../files/building/json-rows/scalar-text.js';
import { zonedOf } from '../../files/building/json-rows/time-text.js';
import { Decimal } from '../../values/decimals/decimal.js';
import type { NdDtype } from '../../values/ndarrays/dtype.js';
import { NdArray } from '../../values/ndarrays/ndarray.js';
import { temporal } from '../../values/times/temporal-library.js';
import { type DateInput, isExactTime, isoText, isPlainDate } from '../../values/times/temporal-values.js';
import type { ScalarName } from '../schema/schema.js';

/** One kind of value. */
export interface Form {
  /** JSON text. */
  write(value: unknown): string;
  /** The value; `undefined` for JSON that is not what `write` gives. */
  read(json: unknown): unknown;
  /** What is expected, for messages. */
  readonly what: string;
}

/** `read` over strings; what throws is not the form. */
function textForm(what: string, write: (value: never) => string, read: (text: string) => unknown): Form {
  return {
    what,
    write: (value) => JSON.stringify(write(value as never)),
    read: (json) => {
      if (typeof json !== 'string') return undefined;
      try {
        return read(json);
      } catch {
        return undefined;
      }
    },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

interface NdJson {
  readonly dtype: NdDtype;
  readonly shape: readonly number[];
  readonly data: string;
}

const BYTES = textForm('base64, as bytes are written in JSON', base64, fromBase64);
const DATE = textForm(
  'a date like "2026-01-31"',
  (value: DateInput) => isoText(value),
  (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? temporal().PlainDate.from(text) : undefined),
);
const INSTANT = textForm(
  'a time like "2026-01-31T23:59:59.123456Z"',
  (value: DateInput) => isoText(value),
  (text) => temporal().Instant.from(text),
);
const ZONED = textForm(
  'a time like "2026-01-31T23:59:59+01:00"',
  (value: DateInput) => isoText(value),
  zonedOf,
);
const DECIMAL_TEXT = textForm('a decimal like "1.50"', String, (text) => Decimal.from(text.trim()));
const DECIMAL: Form = {
  ...DECIMAL_TEXT,
  read(json) {
    if (typeof json === 'bigint' || (typeof json === 'number' && Number.isFinite(json)))
      return Decimal.from(json);
    return DECIMAL_TEXT.read(json);
  },
};
const NDARRAY: Form = {
  what: 'an array like {"dtype": "<i4", "shape": [2], "data": "AQAAAAIAAAA="}',
  write: (value) => {
    const array = value as NdArray;
    const json: NdJson = { dtype: array.dtype, shape: array.shape, data: base64(array.toBytes()) };
    return JSON.stringify(json);
  },
  read: (json) => {
    const { dtype, shape, data } = (json ?? {}) as Partial<NdJson>;
    const bytes = typeof data === 'string' ? fromBase64(data) : undefined;
    if (dtype === undefined || !Array.isArray(shape) || bytes === undefined) return undefined;
    try {
      return NdArray.fromBytes(dtype, shape as number[], bytes);
    } catch {
      return undefined;
    }
  },
};

/** A number in a form that reads back as the same: a string for what JSON numbers cannot hold. */
export function numberJson(value: unknown): string {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return `"${value}"`;
  // Digits alone would pass for an integer, which past 2^53 is another value than the float.
  const digits = Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value as number) < 1e21;
  return digits ? `${value}.0` : String(value);
}

const INTEGER: Form = {
  what: 'an integer',
  write: numberJson,
  read: (json) => {
    if (typeof json === 'bigint') return json;
    if (typeof json === 'string') return wholeNumber(json);
    if (typeof json !== 'number' || !Number.isInteger(json)) return undefined;
    return Number.isSafeInteger(json) ? json : BigInt(json);
  },
};
const FLOAT: Form = {
  what: 'a number',
  write: numberJson,
  read: (json) => {
    if (typeof json === 'number') return json;
    return typeof json === 'bigint' ? Number(json) : SPECIAL_FLOATS.get(json);
  },
};
const STRING: Form = {
  what: 'a string',
  write: (value) => JSON.stringify(value),
  read: (json) => (typeof json === 'string' ? json : undefined),
};
const BOOL: Form = {
  what: 'true or false',
  write: String,
  read: (json) => (typeof json === 'boolean' ? json : undefined),
};

const FORMS: Readonly<Record<Exclude<ScalarName, `${'u' | ''}int${string}`>, Form>> = {
  float32: FLOAT,
  float64: FLOAT,
  float: FLOAT,
  bool: BOOL,
  string: STRING,
  bytes: BYTES,
  buffer: BYTES,
  date: DATE,
  datetime: INSTANT,
  datetimeUtc: INSTANT,
  datetimeLocal: INSTANT,
  datetimeTz: ZONED,
  datetimeTzLocal: ZONED,
  decimal: DECIMAL,
  ndarray: NDARRAY,
};

/** The form of a declared type. */
export function formOf(name: ScalarName): Form {
  return (FORMS as Partial<Record<ScalarName, Form>>)[name] ?? INTEGER;
}

/** Where no type is declared, such values say what they are: `{"$date": "2026-01-31"}`. */
export const TAGS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['$bytes', BYTES],
  ['$int', textForm('an integer', String, wholeNumber)],
  [
    '$float',
    textForm(
      'a number',
      (value: number) => (Object.is(value, -0) ? '-0' : String(value)),
      (text) => SPECIAL_FLOATS.get(text),
    ),
  ],
  ['$date', DATE],
  ['$datetime', INSTANT],
  ['$decimal', DECIMAL_TEXT],
  ['$ndarray', NDARRAY],
]);

/** The tag of an object without a declared type; `undefined` for containers and structs. */
export function tagOf(value: object): string | undefined {
  if (value instanceof Uint8Array) return '$bytes';
  if (value instanceof Decimal) return '$decimal';
  if (value instanceof NdArray) return '$ndarray';
  if (isExactTime(value)) return '$datetime';
  return isPlainDate(value) ? '$date' : undefined;
}
