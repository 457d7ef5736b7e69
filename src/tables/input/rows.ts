/** Rows of an input, whatever its format: each with the line it starts in, so that errors can name it. */
import { InputError } from '../../errors.js';
import { MAX_RECORD } from '../json/bounded-text.js';
import type { JsonObject } from '../json/reserved-members.js';
import type { ValueError } from './value-error.js';

/** Longest line, in bytes: three for each character of the longest record that `dump` writes, which may be one of text. */
export const MAX_LINE: number = 3 * MAX_RECORD;

/** Characters of what is said of a row, about. */
const MAX_MESSAGE = 1000;

const NEWLINE = 10;
const RETURN = 13;

export interface Row {
  /** Counted from 1. */
  readonly line: number;
  /** Fields by name. */
  readonly fields: JsonObject;
}

/** Rows that were made as long as the header. */
export interface Ragged {
  /** Rows with too few cells, whose others were taken as missing. */
  readonly padded: number;
  /** Rows with too many cells, whose last ones were left out. */
  readonly cut: number;
  /** Lines of the first rows that were cut. */
  readonly cutLines: readonly number[];
}

export const NONE_RAGGED: Ragged = { padded: 0, cut: 0, cutLines: [] };

/** Of rows, and of those behind them. */
export function raggedTogether(one: Ragged, next: Ragged): Ragged {
  return {
    padded: one.padded + next.padded,
    cut: one.cut + next.cut,
    cutLines: one.cut === 0 ? next.cutLines : one.cutLines,
  };
}

/** How far reading is. */
export interface Position {
  /** The input that is read, of several. */
  input?: string;
  line: number;
  /** Bytes taken in. */
  bytes: number;
  /** Names of the columns of CSV. */
  columns?: readonly string[];
  /** Rows of CSV that had other lengths than the header, where that was allowed. */
  ragged?: Ragged;
}

/** What is wrong with a line of an input, and with which field if it is one. */
export function inputError(input: string, line: number, what: string, field?: string): InputError {
  return new InputError(`${input}:${line}: ${shortened(what)}`, { input, line, field });
}

/** Names and texts in rows may be of any length, and messages are read by people. */
function shortened(what: string): string {
  return what.length <= MAX_MESSAGE
    ? what
    : `${what.slice(0, MAX_MESSAGE / 2)} … ${what.slice(-MAX_MESSAGE / 2)}`;
}

/** What is wrong with a value of a row, whose message leads to it. */
export function valueError(input: string, line: number, { message, path }: ValueError): InputError {
  return inputError(input, line, message, path === '' ? undefined : path);
}

export function lineTooLong(name: string, line: number): InputError {
  return inputError(name, line, `a line of more than ${MAX_LINE / 2 ** 20} MB: split the record up`);
}

/** Watches for a line that has no end. */
export class LineLengths {
  readonly #name: string;
  #line = 1;
  /** Bytes of the line that has not ended. */
  #open = 0;

  constructor(name: string) {
    this.#name = name;
  }

  check(chunk: Uint8Array): void {
    let from = 0;
    const end = chunk.includes(NEWLINE) ? NEWLINE : RETURN;
    for (let at = chunk.indexOf(end); at >= 0; at = chunk.indexOf(end, from)) {
      this.#line += 1;
      this.#open = 0;
      from = at + 1;
    }
    this.#open += chunk.length - from;
    if (this.#open > MAX_LINE) throw lineTooLong(this.#name, this.#line);
  }
}

/** A byte order mark belongs to the encoding at the start of an input only; further on it is a character. */
const START = new TextDecoder('utf-8', { fatal: true });
const INSIDE = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array, decoder: typeof START): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Whole lines of an input as text, some hundred at a time, without a byte order mark. `first`: the line that the chunks start in. */
export function* lineBlocks(
  chunks: Iterable<Uint8Array>,
  name: string,
  position: Position,
  first = 1,
): Generator<string> {
  let rest: Uint8Array[] = [];
  let held = 0;
  let line = first;
  const text = (bytes: Uint8Array) => {
    const block = decoded(bytes, line === 1 ? START : INSIDE);
    if (block === undefined) throw notUtf8(bytes, name, line);
    return block;
  };
  for (const chunk of chunks) {
    position.bytes += chunk.length;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const block = text(joined([...rest, chunk.subarray(0, end)]));
      yield block;
      line += block.split('\n').length - 1;
      rest = [];
      held = 0;
    }
    if (end < chunk.length) rest.push(chunk.slice(end));
    held += chunk.length - end;
    if (held > MAX_LINE) throw lineTooLong(name, line);
  }
  if (held > 0) yield text(joined(rest));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

export function notUtf8(bytes: Uint8Array, name: string, first: number): InputError {
  let line = first;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    if (decoded(bytes.subarray(start, end), INSIDE) === undefined) break;
    start = end;
  }
  return inputError(name, line, 'the text is not UTF-8: convert it first, as with iconv -t UTF-8');
}
