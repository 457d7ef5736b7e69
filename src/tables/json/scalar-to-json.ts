/** Numbers and text as JSON, the usual ones in few steps: these are most of what is ever written. */
import type { ScalarName } from '../schema/schema.js';
import { formOf, numberJson } from './json-forms.js';

export type ScalarJson = (value: unknown) => string;

/** Longest text that is looked at unit by unit; beyond it, the engine's own way costs no more. */
const SHORT = 64;

/** Text in quotes. What needs no escapes is found here; as in `JSON.stringify`, halves of characters are escaped. */
export function textJson(text: string): string {
  const { length } = text;
  if (length > SHORT) return JSON.stringify(text);
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code & 0xf800) === 0xd800)
      return JSON.stringify(text);
  }
  return `"${text}"`;
}

function integerJson(value: unknown): string {
  return typeof value === 'number' ? `${value}` : numberJson(value);
}

/** As `numberJson`: zero may be negative, and digits alone would pass for an integer. */
function floatJson(value: unknown): string {
  const number = value as number;
  const usual = number > -1e15 && number < 1e15 && number !== 0;
  return usual ? `${number}` : numberJson(number);
}

/** What writes values of a type as `formOf(name).write` does. */
export function scalarJson(name: ScalarName): ScalarJson {
  if (name === 'string') return textJson as ScalarJson;
  if (name.startsWith('float')) return floatJson;
  const form = formOf(name);
  return form === formOf('int64') ? integerJson : form.write;
}
