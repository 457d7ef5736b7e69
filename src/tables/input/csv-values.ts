/** What the text in CSV columns stands for, as a schema says. */
import { InputError } from '../../errors.js';
import { MAX_DEPTH } from '../../values/base/codec.js';
import type { Typing } from '../inference/typing.js';
import { formOf } from '../json/json-forms.js';
import { parseLine } from '../json/json-line.js';
import type { Convert, JsonReader } from '../json/json-to-value.js';
import { asObject, taggedForm } from '../json/reserved-members.js';
import type { StructNode, TypeNode } from '../schema/schema.js';
import { booleanOf, Form, formOfNumber } from './cell-forms.js';
import { ValueError } from './value-error.js';

/** Stands for null where an empty cell stands for a missing value. */
export const NULL_CELL = '\\N';
/** What a schema says is a number. */
const ASKED_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const ASKED_INTEGER = /^([+-]?)0*(\d+)$/;

/** How cells are read. */
export interface CellReading {
  /** What stands for true and false, besides these words. */
  readonly booleans?: Typing['booleans'];
  /** Whether neither the input nor the user says if `dump` wrote it, so that what only `dump` gives a meaning is refused. */
  readonly undecided?: boolean;
}

/** Converts the text of a field by its type; what is no scalar is JSON in the cell, and of any kind what reads as JSON. */
export function cellConverter(type: TypeNode, reader: JsonReader, reading: CellReading): Convert {
  const { shape } = type;
  const { booleans: words, undecided = false } = reading;
  const convert = reader.field(type);
  if (type.optional && type.nullable) {
    const inner = cellConverter({ ...type, optional: false }, reader, reading);
    return (text) => (text === NULL_CELL ? null : inner(text));
  }
  if (shape.kind === 'any') return (text) => anyCell(text as string, convert, undecided);
  if (shape.kind !== 'scalar' || shape.name === 'ndarray')
    return (text) => convert(jsonCell(text as string, undecided));
  if (shape.name === 'bool') {
    return (text) =>
      booleanOf(text as string, words) ?? fail(text, words ? `${words[0]} or ${words[1]}` : 'true or false');
  }
  if (/^u?int/.test(shape.name)) return integerConverter(convert);
  if (formOf(shape.name) !== formOf('float64')) return convert;
  return (text) => convert(numberCell(text as string));
}

function integerConverter(convert: Convert): Convert {
  return (cell) => {
    const text = cell as string;
    return convert(formOfNumber(text) === Form.integer ? Number(text) : integerCell(text.trim()));
  };
}

function integerCell(text: string): string {
  const [, sign, digits] = ASKED_INTEGER.exec(text) ?? [];
  return digits === undefined ? text : `${sign === '-' && digits !== '0' ? '-' : ''}${digits}`;
}

function numberCell(cell: string): number | string {
  if (formOfNumber(cell) !== Form.other) return Number(cell);
  const text = cell.trim();
  return ASKED_NUMBER.test(text) ? Number(text) : text;
}

/** What reads as JSON is that, other text is text. */
function anyCell(cell: string, convert: Convert, undecided: boolean): unknown {
  let json: unknown;
  try {
    json = parseLine(cell);
  } catch {
    return cell;
  }
  return convert(undecided ? untagged(json, cell) : json);
}

function jsonCell(text: string, undecided: boolean): unknown {
  try {
    const json = parseLine(text);
    return undecided ? untagged(json, text) : json;
  } catch (error) {
    if (error instanceof ValueError) throw error;
    if (error instanceof InputError) throw new ValueError(error.message);
    return fail(text, 'JSON');
  }
}

/** JSON without what stands for another value where `dump` wrote it, and for itself elsewhere. */
function untagged(json: unknown, text: string): unknown {
  const tag = text.includes('{"$') ? tagIn(json) : undefined;
  if (tag === undefined) return json;
  throw new ValueError(
    `has a member "${tag}", by which dump says what a value is: say --from-dump if dump wrote this, --no-from-dump if it is data`,
  );
}

/** What nests too deep is refused where it is converted. */
function tagIn(json: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const object = asObject(json);
  if (object !== undefined && taggedForm(object) !== undefined) return Object.keys(object)[0];
  const values: readonly unknown[] = Array.isArray(json) ? json : Object.values(object ?? {});
  for (const value of values) {
    const tag = tagIn(value, depth + 1);
    if (tag !== undefined) return tag;
  }
  return undefined;
}

function fail(text: unknown, what: string): never {
  const shown =
    String(text).length > 40 ? `a text of ${String(text).length} characters` : JSON.stringify(text);
  throw new ValueError(`${shown} is not ${what}`);
}

/** What an empty field of a type stands for: missing, else null, else the empty string. */
export function emptyValues({ fields }: StructNode): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, { shape, optional, nullable }] of fields) {
    if (optional) continue;
    if (nullable) values.set(name, null);
    else if (shape.kind === 'scalar' && shape.name === 'string') values.set(name, '');
  }
  return values;
}
