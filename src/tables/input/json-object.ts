/** A row of JSON: the object that a text stands for. */
import { InputError } from '../../errors.js';
import { parseLine, parseLiterals } from '../json/json-line.js';
import { refuseRepeatedNames } from '../json/repeated-names.js';
import { asObject, type JsonObject } from '../json/reserved-members.js';
import { inputError, valueError } from './rows.js';
import { ValueError } from './value-error.js';

/** How JSON is read. */
export interface JsonReading {
  /** Whether numbers that are no integers come as they are written, for decimals. */
  readonly literals?: boolean;
  /** Whether all rows were read before, so that no names are repeated in an object. */
  readonly checked?: boolean;
}

/** What Python writes of floats that JSON has no form for. */
const NO_NUMBER = /[:[,]\s*-?(?:NaN|Infinity|nan|inf)\b/;
const NUMBER_ADVICE =
  '; JSON has no NaN or Infinity: write null, or "NaN" in quotes and give the field "float64" in a schema';

/** `what` the text is, for messages; `hint`: what is said of text that is no JSON. Throws `InputError`. */
export function objectIn(
  text: string,
  name: string,
  line: number,
  { literals, checked }: JsonReading,
  what: string,
  hint: string,
): JsonObject {
  let value: unknown;
  try {
    value = literals ? parseLiterals(text) : parseLine(text);
    if (!checked) refuseRepeatedNames(text, value);
  } catch (error) {
    if (error instanceof ValueError) throw valueError(name, line, error);
    if (error instanceof InputError) throw inputError(name, line, error.message);
    const advice = NO_NUMBER.test(text) ? NUMBER_ADVICE : hint;
    throw inputError(name, line, `not JSON: ${(error as Error).message}${advice}`);
  }
  const object = asObject(value);
  if (object !== undefined) return object;
  const advice = Array.isArray(value) ? ' (jq -c ".[]" makes lines of an array\'s elements)' : '';
  throw inputError(name, line, `the ${what} is JSON, but not an object${advice}`);
}
