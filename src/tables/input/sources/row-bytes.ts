/** Rows that a program gives as objects, as the lines of NDJSON that they are set aside as. */
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { InputError } from '../../../errors.js';
import { describe } from '../../../values/base/codec.js';
import { base64 } from '../../../values/base/json-parts.js';
import { isPlain } from '../../../values/compare/equality.js';
import { Decimal } from '../../../values/decimals/decimal.js';
import { isoText, isTime } from '../../../values/times/temporal-values.js';
import type { InputPlace } from '../input-file.js';
import { inputError } from '../rows.js';

/** Characters that become bytes at a time. */
const BLOCK = 2 ** 16;
/** Stands in front of the digits of a bigint, which JSON has as they are. */
const MARK = `bigint:${randomBytes(8).toString('hex')}:`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

type Forms = Pick<InputPlace, 'typed' | 'dates'>;

/**
 * A stream of bytes or text as it is, and one of objects as NDJSON, which its first item tells. Throws `InputError` with the number of
 * the row, from 1, and the field for what has no form in JSON.
 */
export async function* bytesOfRows(
  name: string,
  stream: AsyncIterable<unknown> | Iterable<unknown>,
  forms: Forms,
): AsyncGenerator<unknown> {
  let rows: Rows | undefined;
  let first = true;
  for await (const item of stream) {
    if (first && isObject(item)) rows = new Rows(name, forms);
    first = false;
    const given = rows === undefined ? item : rows.add(item);
    if (given !== undefined) yield given;
    // Rows that are all at hand would let nobody else have a turn.
    if (rows !== undefined && given !== undefined) await turn();
  }
  if (rows !== undefined) yield rows.text;
}

function isObject(item: unknown): boolean {
  return typeof item === 'object' && item !== null && !(item instanceof Uint8Array);
}

class Rows {
  /** Lines that are yet to be given on. */
  text = '';
  readonly #name: string;
  readonly #forms: Forms;
  #line = 0;
  #hasBigint = false;

  constructor(name: string, forms: Forms) {
    this.#name = name;
    this.#forms = forms;
  }

  /** Adds a row, and gives the lines when they are many. */
  add(row: unknown): string | undefined {
    this.#line += 1;
    if (typeof row !== 'object' || row === null || !isPlain(row)) {
      throw inputError(this.#name, this.#line, `${describe(row)} is not a plain object`);
    }
    this.#hasBigint = false;
    const line = this.#lineOf(row);
    this.text += `${this.#hasBigint ? line.replace(MARKED, '$1') : line}\n`;
    if (this.text.length < BLOCK) return undefined;
    const { text } = this;
    this.text = '';
    return text;
  }

  #lineOf(row: object): string {
    const rows = this;
    try {
      return JSON.stringify(row, function (this: Record<string, unknown>, field) {
        return rows.#json(this[field], field);
      });
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw inputError(this.#name, this.#line, `the row has no form in JSON: ${(error as Error).message}`);
    }
  }

  #json(value: unknown, field: string): unknown {
    if (typeof value === 'bigint') {
      this.#hasBigint = true;
      return MARK + value;
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw this.#refused(field, `${value} has no form in JSON: give null, or "${value}" and a schema`);
    }
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw this.#refused(field, `${describe(value)} is no value that can be stored`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isPlain(value)) return value;
    const { typed, dates } = this.#forms;
    const isText = isTime(value);
    if (typed || (isText && dates)) {
      if (isText) return isoText(value);
      if (value instanceof Uint8Array) return base64(value);
      if (value instanceof Decimal) return value.toString();
      if (value instanceof Set) return [...value];
      if (value instanceof Map && [...value.keys()].every((key) => typeof key === 'string')) {
        return Object.fromEntries(value);
      }
    }
    const way = typed
      ? 'build with buildMapping or buildArray'
      : `give a schema${isText ? ', or dates: true' : ''}`;
    throw this.#refused(field, `${describe(value)} has no form in JSON: ${way}`);
  }

  #refused(field: string, what: string): InputError {
    return inputError(this.#name, this.#line, `${field}: ${what}`, field);
  }
}
