/** From JSON to scalars: by a type that is declared, or without one. */
import { dayOf, momentOf, zonedOf } from '../../files/building/json-rows/time-text.js';
import { describe } from '../../values/base/codec.js';
import { ValueError } from '../input/value-error.js';
import type { ScalarName } from '../schema/schema.js';
import { formOf } from './json-forms.js';
import { NumberText } from './json-line.js';
import { pastFloat } from './number-range.js';
import { asObject, type JsonObject, taggedForm } from './reserved-members.js';

/** Elements may say what they are, as those of containers of no declared type do. */
export function scalar(name: ScalarName): (json: unknown) => unknown {
  const form = formOf(name);
  const plain = PLAIN[name] ?? (/^u?int/.test(name) ? Number.isSafeInteger : undefined);
  const time = TIMES[name];
  return (given) => {
    if (plain?.(given)) return given;
    const json = given instanceof NumberText ? (name === 'decimal' ? given.text : given.value) : given;
    if (typeof json === 'number' && !Number.isFinite(json)) throw pastFloat();
    const value = time?.(json) ?? form.read(json) ?? form.read(untagged(json));
    if (value === undefined) throw new ValueError(`${describe(json)} is not ${form.what}`);
    return value;
  };
}

/** Times as people write them, and in a form that is made in a fraction of the time. */
const TIMES: Readonly<Partial<Record<ScalarName, (json: unknown) => unknown>>> = {
  date: (json) => (typeof json === 'string' ? dayOf(json.trim()) : undefined),
  datetime: moment,
  datetimeUtc: moment,
  datetimeLocal: moment,
  datetimeTz: zoned,
  datetimeTzLocal: zoned,
};

function moment(json: unknown): unknown {
  return typeof json === 'string' ? momentOf(json.trim()) : undefined;
}

function zoned(json: unknown): unknown {
  return typeof json === 'string' ? zonedOf(json.trim()) : undefined;
}

/** Values that are what JSON has of them. */
const PLAIN: Readonly<Partial<Record<ScalarName, (json: unknown) => boolean>>> = {
  string: (json) => typeof json === 'string',
  bool: (json) => typeof json === 'boolean',
  float64: Number.isFinite,
  float: Number.isFinite,
};

/** What a tag stands in front of; undefined for anything else. */
function untagged(json: unknown): unknown {
  const object = objectIn(json);
  return object !== undefined && taggedForm(object)?.kind === 'value' ? Object.values(object)[0] : undefined;
}

/** What is an object: a number that comes as it was written is none. */
export function objectIn(json: unknown): JsonObject | undefined {
  return json instanceof NumberText ? undefined : asObject(json);
}

/** A scalar where no type is declared. */
export function anyScalar(json: unknown): unknown {
  if (json instanceof NumberText) return json.value;
  if (typeof json === 'number' && !Number.isFinite(json)) throw pastFloat();
  return json;
}
