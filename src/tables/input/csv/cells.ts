/** The cells of whole rows: where each lies in the bytes; they become text when they are asked for. */
import { isAscii } from 'node:buffer';

/** How a cell is written. */
export const PLAIN = 0;
export const QUOTED = 1;
/** Quoted, with quotes inside, each of them twice. */
export const DOUBLED = 2;

/** Long rows whose lines are told. */
const TOLD = 5;

export class Cells {
  /** Rows, and for each where its cells begin among all cells, and the line it starts in. */
  rows = 0;
  firsts: Int32Array = new Int32Array(64);
  lines: Int32Array = new Int32Array(64);
  /** Cells, and for each where it lies in the bytes, quotes not included. */
  cells = 0;
  starts: Int32Array = new Int32Array(512);
  ends: Int32Array = new Int32Array(512);
  forms: Uint8Array = new Uint8Array(512);
  /** Line ends in the bytes. */
  lineEnds = 0;
  /** Rows that were padded, and those that were cut; and the lines of the first of these. */
  padded = 0;
  cut = 0;
  readonly cutLines: number[] = [];

  bytes: Uint8Array = new Uint8Array(0);
  /** Behind the cells of the last row. */
  #end = 0;
  #quote = '';
  #nulls: ReadonlySet<string> | undefined;
  /** The bytes as text of one unit a byte. */
  #text: string | undefined;
  #ascii = true;

  /** Empties it, for rows in `bytes`. */
  restart(bytes: Uint8Array, quote: string | undefined, nulls: readonly string[]): void {
    this.rows = 0;
    this.cells = 0;
    this.#end = 0;
    this.lineEnds = 0;
    this.padded = 0;
    this.cut = 0;
    this.cutLines.length = 0;
    this.bytes = bytes;
    this.#quote = quote ?? '';
    this.#nulls = nulls.length === 0 ? undefined : new Set(nulls);
    this.#text = undefined;
    this.#ascii = isAscii(bytes);
  }

  /** Adds a cell between two places of the bytes. */
  add(start: number, end: number, form: number): void {
    const cell = this.cells;
    if (cell === this.starts.length) this.#growCells();
    this.starts[cell] = start;
    this.ends[cell] = end;
    this.forms[cell] = form;
    this.cells = cell + 1;
  }

  /** Adds a row whose cells were added, from `first` on. */
  addRow(first: number, line: number): void {
    const row = this.rows;
    if (row === this.firsts.length) {
      this.firsts = grown(this.firsts);
      this.lines = grown(this.lines);
    }
    this.firsts[row] = first;
    this.lines[row] = line;
    this.rows = row + 1;
    this.#end = this.cells;
  }

  /** Adds missing values up to a cell. */
  pad(end: number): void {
    while (this.cells < end) this.add(0, 0, PLAIN);
    this.padded += 1;
  }

  noteCut(line: number): void {
    this.cut += 1;
    if (this.cutLines.length < TOLD) this.cutLines.push(line);
  }

  isNothing(cell: number): boolean {
    return this.starts[cell] === this.ends[cell] && this.forms[cell] === PLAIN;
  }

  /** Whether a cell is spaces. */
  isBlank(cell: number): boolean {
    if (this.forms[cell] !== PLAIN) return false;
    for (let at = this.starts[cell]!; at < this.ends[cell]!; at += 1) {
      if (this.bytes[at] !== 32 && this.bytes[at] !== 9) return false;
    }
    return true;
  }

  /** Cells of a row. */
  width(row: number): number {
    return (row + 1 < this.rows ? this.firsts[row + 1]! : this.#end) - this.firsts[row]!;
  }

  /** The text of a cell, counted from the first one of the first row; undefined for a missing value. */
  value(cell: number): string | undefined {
    const start = this.starts[cell]!;
    const end = this.ends[cell]!;
    const form = this.forms[cell]!;
    if (start === end) return form === PLAIN || this.#nulls?.has('') ? undefined : '';
    let text = this.#ascii ? this.#slice(start, end) : this.#decoded(start, end);
    if (form === DOUBLED) text = text.replaceAll(this.#quote + this.#quote, this.#quote);
    if (this.#nulls !== undefined && (this.#nulls.has(text) || this.#nulls.has(text.trim())))
      return undefined;
    return text;
  }

  /** All cells of a row as text. */
  row(row: number): (string | undefined)[] {
    const first = this.firsts[row]!;
    const width = this.width(row);
    const values = new Array<string | undefined>(width);
    for (let column = 0; column < width; column += 1) values[column] = this.value(first + column);
    return values;
  }

  #growCells(): void {
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    const forms = new Uint8Array(2 * this.forms.length);
    forms.set(this.forms);
    this.forms = forms;
  }

  #slice(start: number, end: number): string {
    this.#text ??= buffer(this.bytes).latin1Slice(0, this.bytes.length);
    return this.#text.slice(start, end);
  }

  #decoded(start: number, end: number): string {
    for (let at = start; at < end; at += 1) {
      if (this.bytes[at]! > 127) return buffer(this.bytes).utf8Slice(start, end);
    }
    return this.#slice(start, end);
  }
}

function grown(array: Int32Array): Int32Array {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

interface Slices {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

function buffer(bytes: Uint8Array): Slices {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) as unknown as Slices;
}
