/** A look at the beginning of an input, before its rows are read: what the first row has, and whether `dump` wrote it. */
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import type { Position } from '../input/rows.js';
import { type JsonObject, KEY_MEMBER } from '../json/reserved-members.js';
import type { BuildFromOptions } from './build-from-options.js';

export interface FirstLook {
  /** Fields of the first row; those of CSV without their values. */
  readonly fields: JsonObject;
  /** Whether there is a row. */
  readonly any: boolean;
  /** Whether `dump` wrote the input, so that members with a `$` in front have a meaning. */
  readonly dumped: boolean;
}

/** Records of `dump` have a space after their brace, and none after the colon, as no other program writes JSON. */
const MARKED = /^\s*(?:\[\s*)?\{ "(?:[^"\\]|\\.)*":\S/;
/** The key in front, whatever order the members have once they are parsed. */
const KEYED = /^\s*(?:\[\s*)?\{\s*"\$key"\s*:/;
/** Bytes looked at. */
const SAMPLE = 2 ** 12;

/**
 * What the user says of where the input is from counts; else the mark that `dump` leaves, and where no other field is named as the key,
 * a `$key` in front, which is left where something rewrote the records. Throws `InputError` for a first row that cannot be read.
 */
export function firstLook(input: Input, format: Format, { fromDump, key }: BuildFromOptions): FirstLook {
  const position: Position = { line: 0, bytes: 0 };
  const first = rowsOf(input, format, position).next();
  const found: JsonObject = first.done ? {} : first.value.fields;
  const columns = format.kind === 'csv' ? (position.columns ?? []) : Object.keys(found);
  const fields = format.kind === 'csv' ? Object.fromEntries(columns.map((name) => [name, undefined])) : found;
  const start = format.kind === 'csv' ? '' : beginning(input);
  const leads = format.kind === 'csv' ? columns[0] === KEY_MEMBER : KEYED.test(start);
  return {
    fields,
    any: !first.done,
    dumped: fromDump ?? ((key === undefined && leads) || MARKED.test(start)),
  };
}

function beginning(input: Input): string {
  for (const chunk of input.chunks()) {
    return Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, SAMPLE)).toString('latin1');
  }
  return '';
}
