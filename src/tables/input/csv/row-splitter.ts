/** Cuts the bytes of CSV into blocks of whole rows, which can be read apart from one another. */
import type { InputError } from '../../../errors.js';
import { lineTooLong, MAX_LINE } from '../rows.js';
import { CR, type CsvDialect, type DialectBytes, dialectBytes, standsAt } from './csv-format.js';
import { isSpace, quoteNeverCloses } from './scan-cells.js';

/** Whole rows: they begin at the start of one. */
export interface RowBlock {
  /** Valid until the next block is taken. */
  readonly bytes: Uint8Array;
  /** Line that they begin in, counted from 1. */
  readonly line: number;
}

/** Where in a row reading is. */
const ROW_START = 0;
const CELL_START = 1;
const IN_CELL = 2;
const IN_QUOTES = 3;
const IN_COMMENT = 4;

/** Blocks of whole rows, from chunks that end anywhere. The first one begins in `line`. Throws `InputError`. */
export function* rowBlocks(
  chunks: Iterable<Uint8Array>,
  dialect: CsvDialect,
  name: string,
  line: number,
): Generator<RowBlock> {
  const splitter = new RowSplitter(dialect, name, line);
  for (const chunk of chunks) {
    const block = splitter.push(chunk);
    if (block !== undefined) yield block;
  }
  const block = splitter.end();
  if (block !== undefined) yield block;
}

class RowSplitter {
  readonly #dialect: DialectBytes;
  readonly #name: string;
  /** Bytes that have to be there before one is looked at, to know what it begins. */
  readonly #ahead: number;
  /** What was not given out, up to `#length`; what comes before `#from` was. */
  #held: Buffer = Buffer.allocUnsafeSlow(2 ** 16);
  #from = 0;
  #length = 0;
  /** Line that `#from` is in. */
  #fromLine: number;
  /** How far it was read, and what reading has met. */
  #at = 0;
  #state = ROW_START;
  #line: number;
  #column = 0;
  #opened = { line: 0, column: 0 };
  /** How far it is known where lines end: up to here there is none behind `#at`. */
  #seen = 0;
  /** Behind the last row that ended, and the line there. */
  #end = 0;
  #endLine: number;

  constructor(dialect: CsvDialect, name: string, line: number) {
    this.#dialect = dialectBytes(dialect);
    this.#name = name;
    this.#ahead = Math.max(2, this.#dialect.delimiter.length, this.#dialect.comment?.length ?? 0) - 1;
    this.#line = line;
    this.#fromLine = line;
    this.#endLine = line;
  }

  /** Takes bytes in, and gives the rows that are whole now. */
  push(chunk: Uint8Array): RowBlock | undefined {
    this.#append(chunk);
    if (this.#state === IN_QUOTES || this.#hasQuotes()) this.#read(this.#length - this.#ahead);
    else this.#findEnd();
    if (this.#length - this.#end > MAX_LINE) {
      throw this.#state === IN_QUOTES ? this.#open() : lineTooLong(this.#name, this.#endLine);
    }
    return this.#given();
  }

  /** The last rows. */
  end(): RowBlock | undefined {
    this.#read(this.#length);
    if (this.#state === IN_QUOTES) throw this.#open();
    this.#end = this.#length;
    return this.#given();
  }

  #given(): RowBlock | undefined {
    if (this.#end === this.#from) return undefined;
    const block = { bytes: this.#held.subarray(this.#from, this.#end), line: this.#fromLine };
    this.#from = this.#end;
    this.#fromLine = this.#endLine;
    return block;
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#length - this.#from;
    const needed = kept + chunk.length;
    const before = this.#held;
    if (needed > before.length) {
      this.#held = Buffer.allocUnsafeSlow(Math.max(needed, 2 * before.length));
      before.copy(this.#held, 0, this.#from, this.#length);
    } else before.copyWithin(0, this.#from, this.#length);
    this.#held.set(chunk, kept);
    this.#at -= this.#from;
    this.#seen -= this.#from;
    this.#end -= this.#from;
    this.#from = 0;
    this.#length = needed;
  }

  #hasQuotes(): boolean {
    const { quote } = this.#dialect;
    return quote >= 0 && this.#within(this.#held.indexOf(quote, this.#seen));
  }

  #within(at: number): boolean {
    return at >= 0 && at < this.#length;
  }

  /** Where no quote is, every line end is one of a row. */
  #findEnd(): void {
    const held = this.#held.subarray(0, this.#length);
    // A CR that comes last may be half of a line end.
    const known = held[this.#length - 1] === 13 ? this.#length - 1 : this.#length;
    const seen = held.subarray(this.#seen, known);
    const end = Math.max(seen.lastIndexOf(10), seen.lastIndexOf(13)) + 1;
    if (end > 0) {
      this.#line += lineEnds(seen.subarray(0, end));
      this.#end = this.#seen + end;
      this.#endLine = this.#line;
      this.#at = this.#end;
      this.#state = ROW_START;
    }
    this.#seen = known;
  }

  /** Reads on, up to a place. */
  #read(to: number): void {
    const held = this.#held;
    const { kinds, quote, comment, delimiter, trim } = this.#dialect;
    const step = delimiter.length;
    let at = this.#at;
    let state = this.#state;
    let line = this.#line;
    let column = this.#column;
    while (at < to) {
      if (state === ROW_START) {
        column = 0;
        state = comment !== undefined && standsAt(held, at, comment) ? IN_COMMENT : CELL_START;
      }
      if (state === CELL_START) {
        if (trim) while (at < to && isSpace(held[at]!) && kinds[held[at]!] === 0) at += 1;
        if (at >= to) break;
        state = IN_CELL;
        if (held[at] === quote) {
          this.#opened = { line, column };
          state = IN_QUOTES;
          at += 1;
        }
      }
      if (state === IN_QUOTES) {
        for (; at < to && held[at] !== quote; at += 1) {
          if (held[at] === 10 || (held[at] === 13 && held[at + 1] !== 10)) line += 1;
        }
        if (at >= to) break;
        const twice = at + 1 < this.#length && held[at + 1] === quote;
        if (!twice) state = IN_CELL;
        at += twice ? 2 : 1;
        continue;
      }
      while (at < to && kinds[held[at]!] === 0) at += 1;
      if (at >= to) break;
      if (kinds[held[at]!]! >= CR) {
        at += held[at] === 13 && at + 1 < this.#length && held[at + 1] === 10 ? 2 : 1;
        line += 1;
        this.#end = at;
        this.#endLine = line;
        state = ROW_START;
      } else if (state === IN_CELL && (step === 1 || standsAt(held, at, delimiter))) {
        at += step;
        column += 1;
        state = CELL_START;
      } else at += 1;
    }
    this.#at = at;
    this.#seen = at;
    this.#state = state;
    this.#line = line;
    this.#column = column;
  }

  #open(): InputError {
    return quoteNeverCloses(this.#name, this.#opened.line, this.#opened.column);
  }
}

/** CR, LF and CRLF are one each. */
function lineEnds(bytes: Buffer): number {
  let count = 0;
  if (bytes.indexOf(13) < 0) {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
    return count;
  }
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 10 || (bytes[at] === 13 && bytes[at + 1] !== 10)) count += 1;
  }
  return count;
}
