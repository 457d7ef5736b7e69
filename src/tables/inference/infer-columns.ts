/** Guesses the types of the columns of CSV from all rows. */

import { wholeNumber } from '../../files/building/json-rows/scalar-text.js';
import { timeKind } from '../../files/building/json-rows/time-text.js';
import { booleanOf, Form, formOfNumber } from '../input/cell-forms.js';
import { ValueError } from '../input/value-error.js';
import { type KeyTypeName, required, type Shape, type TypeNode } from '../schema/schema.js';
import { Kind } from '../straight/straight-fields.js';
import type { Tally } from '../straight/tallies.js';
import { integerType, OTHER, TIME, type Typing, timeType } from './typing.js';

/** Numbers as people write them; leading zeros and plus signs mark codes, not numbers. */
const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const UINT64_MAX = 2n ** 64n - 1n;

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
  /** Of the integers, and 0. */
  low: number | bigint;
  high: number | bigint;
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
    low: 0,
    high: 0,
    beyond: undefined,
    times: 0,
  };
}

function addValue(seen: ColumnSeen, cell: string, line: number, { booleans }: Typing): void {
  seen.values += 1;
  if (seen.boolean && booleanOf(cell, booleans) === undefined) seen.boolean = false;
  if (!seen.number) {
    // Cells are often padded.
    if (seen.times < OTHER) seen.times |= timeBit(cell.trim());
    return;
  }
  const form = formOfNumber(cell);
  if (form === Form.other) addOther(seen, cell.trim(), line);
  else {
    seen.times |= OTHER;
    if (form === Form.integer) addInteger(seen, Number(cell));
    else seen.integer = false;
  }
}

function addInteger(seen: ColumnSeen, integer: number | bigint): void {
  if (integer < seen.low) seen.low = integer;
  if (integer > seen.high) seen.high = integer;
}

/** Takes in text that is no plain number. */
function addOther(seen: ColumnSeen, text: string, line: number): void {
  if (seen.times < OTHER) seen.times |= timeBit(text);
  const integer = integerOf(text);
  if (integer === undefined) {
    seen.integer = false;
    // Whole numbers of more than 64 bits are codes: a float would change their digits.
    seen.number = NUMBER.test(text) && (!/^-?\d+$/.test(text) || text === '-0');
    if (seen.number && !Number.isFinite(Number(text))) seen.beyond ??= { text, line };
    return;
  }
  addInteger(seen, integer);
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
  if (integer && (low >= 0 || high <= INT64[1])) {
    return { kind: 'scalar', name: integerType(low, high, compact) };
  }
  return { kind: 'scalar', name: exact && !integer ? 'float64' : 'string' };
}

/** What the rows of CSV showed. Plain data: threads post it. */
export interface ColumnsSeen {
  readonly columns: readonly ColumnSeen[];
  rows: number;
}

/** Guesses the columns' types from all rows. */
export class ColumnInference {
  readonly seen: ColumnsSeen;
  readonly #typing: Typing;

  constructor(columns: number, typing: Typing) {
    this.seen = { columns: Array.from({ length: columns }, newColumn), rows: 0 };
    this.#typing = typing;
  }

  /** Takes a row in, by column; undefined for missing values. */
  add(cells: readonly (string | undefined)[], line: number): void {
    const { columns } = this.seen;
    this.seen.rows += 1;
    for (let column = 0; column < columns.length; column += 1) {
      const cell = cells[column];
      if (cell !== undefined) addValue(columns[column]!, cell, line, this.#typing);
    }
  }

  /** Whether a column was seen to be of a kind, so that a plain value of it shows no more than itself. */
  knows(column: number, kind: Kind): boolean {
    const { boolean, number, times } = this.seen.columns[column]!;
    if (kind === Kind.date || kind === Kind.moment) return !boolean && !number;
    if (times < OTHER || boolean !== (kind === Kind.bool)) return false;
    return number === (kind === Kind.integer || kind === Kind.float);
  }

  /** Takes in plain values of columns that it knows. */
  addTallies(rows: number, tallies: readonly Tally[], header: readonly string[]): void {
    this.seen.rows += rows;
    for (const { name, kind, values, low, high, fractions } of tallies) {
      if (values === 0) continue;
      const seen = this.seen.columns[header.indexOf(name)]!;
      seen.values += values;
      if (fractions) seen.integer = false;
      if (low <= high) {
        addInteger(seen, low);
        addInteger(seen, high);
      }
      if (seen.times >= OTHER) continue;
      if (kind === Kind.date) seen.times |= TIME.date;
      else if (kind === Kind.moment) seen.times |= TIME.local;
    }
  }

  /** Takes in what other rows showed. */
  takeIn({ columns, rows }: ColumnsSeen): void {
    this.seen.rows += rows;
    for (const [column, seen] of columns.entries()) takeInColumn(this.seen.columns[column]!, seen);
  }

  /** What keys a column's values are: as their type, but that text of times, booleans and all else is text. */
  keyType(column: number): KeyTypeName {
    const seen = this.seen.columns[column];
    const shape = seen && shapeOf(seen, { ...this.#typing, compact: false });
    if (shape?.kind !== 'scalar') return 'string';
    if (shape.name === 'float64') return 'float64';
    if (shape.name !== 'int64' && shape.name !== 'uint64') return 'string';
    return seen!.low < 0 ? 'signed' : 'uint64';
  }

  /** The types of the columns, by their names; columns without any value included. Throws `BeyondFloat`. */
  types(header: readonly string[]): Map<string, TypeNode> {
    const { columns, rows } = this.seen;
    return new Map(
      header.map((name, at) => {
        const column = columns[at]!;
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
