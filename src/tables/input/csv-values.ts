/** What the text in CSV columns stands for: as inference guesses, and as a schema says. */
import { InputError } from '../../errors.js';
import { integerType, OTHER, TIME, type Typing, timeType } from '../inference/typing.js';
import { formOf, wholeNumber } from '../json/json-forms.js';
import { parseLine } from '../json/json-line.js';
import type { Convert, JsonReader } from '../json/json-to-value.js';
import { timeKind } from '../json/time-text.js';
import { required, type Shape, type StructNode, type TypeNode } from '../schema/schema.js';
import { ValueError } from './value-error.js';

/** Stands for null where an empty cell stands for a missing value. */
export const NULL_CELL = '\\N';
/** Numbers as people write them; leading zeros and plus signs mark codes, not numbers. */
const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** The same, and what a schema says is a number. */
const ASKED_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const ASKED_INTEGER = /^([+-]?)0*(\d+)$/;
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const UINT64_MAX = 2n ** 64n - 1n;

function booleanOf(text: string, words: Typing['booleans']): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === words?.[0]) return true;
  return word === 'false' || word === words?.[1] ? false : undefined;
}

/** Whole numbers that integer types hold. */
function integerOf(text: string): bigint | undefined {
  const integer = wholeNumber(text);
  return integer !== undefined && integer >= INT64[0] && integer <= UINT64_MAX ? integer : undefined;
}

/** What the values of one column showed. Plain data: threads post it. */
interface ColumnSeen {
  values: number;
  boolean: boolean;
  integer: boolean;
  number: boolean;
  /** Whether every integer is exact as a float, for columns that hold both. */
  exact: boolean;
  low: bigint;
  high: bigint;
  /** A number past the largest float64, and its line. */
  beyond: { readonly text: string; readonly line: number } | undefined;
  /** Kinds of times, as bits. */
  times: number;
}

function newColumn(): ColumnSeen {
  return {
    values: 0,
    boolean: true,
    integer: true,
    number: true,
    exact: true,
    low: 0n,
    high: 0n,
    beyond: undefined,
    times: 0,
  };
}

function addValue(seen: ColumnSeen, cell: string, line: number, { booleans }: Typing): void {
  seen.values += 1;
  if (seen.boolean && booleanOf(cell, booleans) === undefined) seen.boolean = false;
  // Cells are often padded.
  const text = seen.number || seen.times < OTHER ? cell.trim() : cell;
  if (seen.times < OTHER) seen.times |= timeBit(text);
  if (!seen.number) return;
  const integer = integerOf(text);
  if (integer === undefined) {
    seen.integer = false;
    // Whole numbers of more than 64 bits are codes: a float would change their digits.
    seen.number = NUMBER.test(text) && (!/^-?\d+$/.test(text) || text === '-0');
    if (seen.number && !Number.isFinite(Number(text))) seen.beyond ??= { text, line };
    return;
  }
  if (integer < seen.low) seen.low = integer;
  if (integer > seen.high) seen.high = integer;
  if (!Number.isSafeInteger(Number(integer))) seen.exact = false;
}

function takeInColumn(into: ColumnSeen, other: ColumnSeen): void {
  into.values += other.values;
  into.boolean &&= other.boolean;
  into.integer &&= other.integer;
  into.number &&= other.number;
  into.exact &&= other.exact;
  if (other.low < into.low) into.low = other.low;
  if (other.high > into.high) into.high = other.high;
  into.beyond ??= other.beyond;
  into.times |= other.times;
}

function shapeOf(seen: ColumnSeen, { compact, dates }: Typing): Shape {
  const { values, boolean, integer, number, exact, low, high, times } = seen;
  if (values === 0) return { kind: 'scalar', name: 'string' };
  if (boolean) return { kind: 'scalar', name: 'bool' };
  if (!number) return { kind: 'scalar', name: (dates && timeType(times)) || 'string' };
  if (integer && (low >= 0n || high <= INT64[1])) {
    return { kind: 'scalar', name: integerType(low, high, compact) };
  }
  return { kind: 'scalar', name: exact && !integer ? 'float64' : 'string' };
}

/** What the rows of CSV showed. Plain data: threads post it. */
export interface ColumnsSeen {
  readonly columns: Map<string, ColumnSeen>;
  rows: number;
}

/** Guesses the columns' types from all rows. */
export class ColumnInference {
  readonly seen: ColumnsSeen = { columns: new Map(), rows: 0 };
  readonly #typing: Typing;

  constructor(typing: Typing) {
    this.#typing = typing;
  }

  add(fields: { readonly [name: string]: string }, line: number): void {
    this.seen.rows += 1;
    for (const name in fields) addValue(this.#column(name), fields[name]!, line, this.#typing);
  }

  /** Takes in what other rows showed. */
  takeIn({ columns, rows }: ColumnsSeen): void {
    this.seen.rows += rows;
    for (const [name, seen] of columns) takeInColumn(this.#column(name), seen);
  }

  #column(name: string): ColumnSeen {
    const { columns } = this.seen;
    let column = columns.get(name);
    if (column === undefined) {
      column = newColumn();
      columns.set(name, column);
    }
    return column;
  }

  /** Whether a column's values are all integers that can be keys. */
  isUnsigned(name: string): boolean {
    const column = this.seen.columns.get(name);
    return column !== undefined && column.values > 0 && column.integer && column.low >= 0n;
  }

  /** The types of the columns named, in their order; columns without any value included. Throws `BeyondFloat`. */
  types(header: readonly string[]): Map<string, TypeNode> {
    const empty = newColumn();
    const { columns, rows } = this.seen;
    return new Map(
      header.map((name) => {
        const column = columns.get(name) ?? empty;
        const shape = shapeOf(column, this.#typing);
        const isFloat = shape.kind === 'scalar' && shape.name === 'float64';
        if (isFloat && column.beyond !== undefined) throw new BeyondFloat(name, column.beyond);
        return [name, { ...required(shape), optional: column.values < rows }];
      }),
    );
  }
}

/** A number among numbers that no float64 holds. */
export class BeyondFloat extends ValueError {
  readonly line: number;

  constructor(column: string, { text, line }: NonNullable<ColumnSeen['beyond']>) {
    super(
      `${text} is past 1.8e308, the largest that a float64 holds: make the column "string" in a schema`,
      column,
    );
    this.line = line;
  }
}

function timeBit(text: string): number {
  const kind = timeKind(text);
  return kind === undefined ? OTHER : TIME[kind];
}

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
  if (/^u?int/.test(shape.name)) return (text) => convert(integerCell((text as string).trim()));
  if (formOf(shape.name) !== formOf('float64')) return convert;
  return (text) => convert(numberCell((text as string).trim()));
}

function integerCell(text: string): string {
  const [, sign, digits] = ASKED_INTEGER.exec(text) ?? [];
  return digits === undefined ? text : `${sign === '-' && digits !== '0' ? '-' : ''}${digits}`;
}

function numberCell(text: string): number | string {
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
