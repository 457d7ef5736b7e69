/** What the text in CSV columns stands for: as inference guesses, and as a schema says. */
import { InputError } from '../../errors.js';
import { formOf, wholeNumber } from '../json/json-forms.js';
import { parseLine } from '../json/json-line.js';
import type { Convert, JsonReader } from '../json/json-to-value.js';
import { required, type Shape, type StructNode, type TypeNode } from '../schema/schema.js';
import { ValueError } from './value-error.js';

/** Numbers as programs write them; leading zeros and plus signs mark codes, not numbers. */
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const UINT64_MAX = 2n ** 64n - 1n;

function booleanOf(text: string): boolean | undefined {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : undefined;
}

/** Whole numbers that integer types hold. */
function integerOf(text: string): bigint | undefined {
  const integer = wholeNumber(text);
  return integer !== undefined && integer >= INT64[0] && integer <= UINT64_MAX ? integer : undefined;
}

/** One column over all rows: what every value in it is. */
class ColumnSeen {
  values = 0;
  #boolean = true;
  #integer = true;
  #number = true;
  /** Whether every integer is exact as a float, for columns that hold both. */
  #exact = true;
  #low = 0n;
  #high = 0n;

  add(text: string): void {
    this.values += 1;
    if (this.#boolean && booleanOf(text) === undefined) this.#boolean = false;
    if (!this.#number) return;
    const integer = integerOf(text);
    if (integer === undefined) {
      this.#integer = false;
      // Whole numbers of more than 64 bits are codes: a float would change their digits.
      this.#number =
        NUMBER.test(text) && (!/^-?\d+$/.test(text) || text === '-0') && Number.isFinite(Number(text));
      return;
    }
    if (integer < this.#low) this.#low = integer;
    if (integer > this.#high) this.#high = integer;
    if (!Number.isSafeInteger(Number(integer))) this.#exact = false;
  }

  /** Whether all values are integers that can be keys. */
  get unsigned(): boolean {
    return this.values > 0 && this.#integer && this.#low >= 0n;
  }

  get shape(): Shape {
    const integer = this.#integer && (this.#low >= 0n || this.#high <= INT64[1]);
    if (this.values === 0) return { kind: 'scalar', name: 'string' };
    if (this.#boolean) return { kind: 'scalar', name: 'bool' };
    if (!this.#number) return { kind: 'scalar', name: 'string' };
    if (integer) return { kind: 'scalar', name: this.#high > INT64[1] ? 'uint64' : 'int64' };
    return { kind: 'scalar', name: this.#exact && !this.#integer ? 'float64' : 'string' };
  }
}

/** Guesses the columns' types from all rows. */
export class ColumnInference {
  readonly #columns = new Map<string, ColumnSeen>();
  #rows = 0;

  add(fields: { readonly [name: string]: string }): void {
    this.#rows += 1;
    for (const name in fields) {
      let column = this.#columns.get(name);
      if (column === undefined) {
        column = new ColumnSeen();
        this.#columns.set(name, column);
      }
      column.add(fields[name]!);
    }
  }

  /** Whether a column's values are all integers that can be keys. */
  isUnsigned(name: string): boolean {
    return this.#columns.get(name)?.unsigned ?? false;
  }

  /** The types of the columns named, in their order; columns without any value included. */
  types(header: readonly string[]): Map<string, TypeNode> {
    const empty = new ColumnSeen();
    return new Map(
      header.map((name) => {
        const column = this.#columns.get(name) ?? empty;
        return [name, { ...required(column.shape), optional: column.values < this.#rows }];
      }),
    );
  }
}

/** Converts the text of a field by its type; what is no scalar is JSON in the cell. */
export function cellConverter(type: TypeNode, reader: JsonReader): Convert {
  const { shape } = type;
  if (shape.kind === 'any' && !reader.dumped) return (text) => text;
  const convert = reader.field(type);
  if (shape.kind !== 'scalar' || shape.name === 'ndarray') return (text) => convert(jsonCell(text as string));
  if (shape.name === 'bool') return (text) => booleanOf(text as string) ?? fail(text, 'true or false');
  if (formOf(shape.name) !== formOf('float64')) return convert;
  return (text) => convert(NUMBER.test(text as string) ? Number(text) : text);
}

function jsonCell(text: string): unknown {
  try {
    return parseLine(text);
  } catch (error) {
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
