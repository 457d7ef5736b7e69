/** What the text in CSV columns stands for, as a schema says. */
import { InputError } from '../../errors.js';
import type { Typing } from '../inference/typing.js';
import { formOf } from '../json/json-forms.js';
import { parseLine } from '../json/json-line.js';
import type { Convert, JsonReader } from '../json/json-to-value.js';
import type { StructNode, TypeNode } from '../schema/schema.js';
import { booleanOf, Form, formOfNumber } from './cell-forms.js';
import { ValueError } from './value-error.js';

/** Stands for null where an empty cell stands for a missing value. */
export const NULL_CELL = '\\N';
/** What a schema says is a number. */
const ASKED_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const ASKED_INTEGER = /^([+-]?)0*(\d+)$/;

/** Converts the text of a field by its type; what is no scalar is JSON in the cell. */
export function cellConverter(type: TypeNode, reader: JsonReader, words?: Typing['booleans']): Convert {
  const { shape } = type;
  const convert = reader.field(type);
  if (type.optional && type.nullable) {
    const inner = cellConverter({ ...type, optional: false }, reader, words);
    return (text) => (text === NULL_CELL ? null : inner(text));
  }
  if (shape.kind === 'any') return reader.dumped ? (text) => anyCell(text, convert) : (text) => text;
  if (shape.kind !== 'scalar' || shape.name === 'ndarray') return (text) => convert(jsonCell(text as string));
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
function anyCell(cell: unknown, convert: Convert): unknown {
  let json: unknown;
  try {
    json = parseLine(cell as string);
  } catch {
    return cell;
  }
  return convert(json);
}

function jsonCell(text: string): unknown {
  try {
    return parseLine(text);
  } catch (error) {
    if (error instanceof ValueError) throw error;
    if (error instanceof InputError) throw new ValueError(error.message);
    return fail(text, 'JSON');
  }
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
