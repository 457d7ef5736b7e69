/** One pass over whole rows of CSV that finds their cells. */
import type { InputError } from '../../../errors.js';
import { inputError } from '../rows.js';
import { type Cells, DOUBLED, PLAIN, QUOTED } from './cells.js';
import { CR, DELIMITER, type DialectBytes, standsAt } from './csv-format.js';

const SPACE = 32;
const TAB = 9;
const COUNTED = new Intl.NumberFormat('en-US');

/** Cells that are kept of a row that may have any number: each takes 9 bytes. */
export const MAX_CELLS: number = 2 ** 20;

/** What rows are held against. */
export interface RowRules {
  /** Cells in a row; undefined where rows may have any number. */
  readonly columns: number | undefined;
  /** Whether rows may end in a delimiter that begins no cell. */
  readonly trailing: boolean;
  readonly lenient: boolean;
  /** Whether the columns are those of a header. */
  readonly header: boolean;
  /** Whether the header looks like a comment. */
  readonly commented?: boolean;
  /** Whether the bytes may end within a row, which then is left out. */
  readonly partial: boolean;
  /** Rows to read; undefined for all. */
  readonly most?: number | undefined;
}

/** For messages: the input, and the line that the bytes begin in. */
export interface BlockPlace {
  readonly name: string;
  readonly line: number;
}

/**
 * Adds the rows of `cells.bytes`, which begin at the start of a row, to `cells`. A quote opens a cell where it is its first
 * byte; anywhere else it is data. Lines end in CR, LF or both, each as it likes. Gives
 * how far it came. Throws `InputError`.
 */
export function scanCells(cells: Cells, dialect: DialectBytes, rules: RowRules, place: BlockPlace): number {
  return new Scan(cells, dialect, rules, place).run();
}

const RAGGED_ADVICE = 'check quotes, --delimiter and --skip; --lenient pads short rows and cuts long ones';

class Scan {
  readonly #cells: Cells;
  readonly #bytes: Uint8Array;
  readonly #dialect: DialectBytes;
  readonly #rules: RowRules;
  readonly #name: string;
  /** Cells kept of a row. */
  readonly #limit: number;
  #at = 0;
  #line: number;

  constructor(cells: Cells, dialect: DialectBytes, rules: RowRules, { name, line }: BlockPlace) {
    this.#cells = cells;
    this.#bytes = cells.bytes;
    this.#dialect = dialect;
    this.#rules = rules;
    this.#limit = rules.columns === undefined ? MAX_CELLS : rules.columns + (rules.trailing ? 1 : 0);
    this.#name = name;
    this.#line = line;
  }

  run(): number {
    const cells = this.#cells;
    const bytes = this.#bytes;
    const { comment, kinds } = this.#dialect;
    const { most = Number.POSITIVE_INFINITY } = this.#rules;
    const from = this.#line;
    while (this.#at < bytes.length && cells.rows < most) {
      if (kinds[bytes[this.#at]!]! >= CR) this.#endLine();
      else if (comment !== undefined && standsAt(bytes, this.#at, comment)) this.#passLine();
      else {
        const first = cells.cells;
        const line = this.#line;
        const width = this.#row();
        if (width < 0) {
          cells.cells = first;
          break;
        }
        if (this.#fits(width, first, line)) cells.addRow(first, line);
      }
    }
    cells.lineEnds = this.#line - from;
    return this.#at;
  }

  /** Adds the cells of a row and passes by the end of its line. Gives how many it has; −1 if the bytes end before. */
  #row(): number {
    const bytes = this.#bytes;
    const { kinds, delimiter, quote, trim } = this.#dialect;
    for (let width = 0; ; width += 1) {
      if (trim) this.#passSpaces();
      if (this.#at < bytes.length && bytes[this.#at] === quote) {
        if (!this.#quoted(width)) return -1;
      } else this.#plain(width);
      if (this.#at >= bytes.length) return this.#rules.partial ? -1 : width + 1;
      if (kinds[bytes[this.#at]!] !== DELIMITER) {
        // A CR that comes last may be half of a line end.
        if (this.#rules.partial && this.#at + 1 === bytes.length) return -1;
        this.#endLine();
        return width + 1;
      }
      this.#at += delimiter.length;
    }
  }

  #plain(column: number): void {
    const bytes = this.#bytes;
    const { kinds, delimiter, trim } = this.#dialect;
    const { length } = bytes;
    let at = this.#at;
    for (; at < length; at += 1) {
      const kind = kinds[bytes[at]!]!;
      if (kind !== 0 && (kind !== DELIMITER || delimiter.length === 1 || standsAt(bytes, at, delimiter)))
        break;
    }
    let end = at;
    if (trim) while (end > this.#at && isSpace(bytes[end - 1]!)) end -= 1;
    if (column < this.#limit) this.#cells.add(this.#at, end, PLAIN);
    this.#at = at;
  }

  /** Whether the quote closes. */
  #quoted(column: number): boolean {
    const bytes = this.#bytes;
    const { length } = bytes;
    const { quote, kinds } = this.#dialect;
    const opened = this.#line;
    const start = this.#at + 1;
    let form = QUOTED;
    let line = opened;
    let at = start;
    for (; ; at += 1) {
      if (at >= length) {
        if (this.#rules.partial) return false;
        throw quoteNeverCloses(this.#name, opened, column);
      }
      const byte = bytes[at]!;
      if (byte === quote) {
        if (bytes[at + 1] !== quote) break;
        form = DOUBLED;
        at += 1;
      } else if (byte === 10 || (byte === 13 && bytes[at + 1] !== 10)) line += 1;
    }
    if (column < this.#limit) this.#cells.add(start, at, form);
    this.#at = at + 1;
    this.#line = line;
    this.#passSpaces();
    if (this.#at >= length || kinds[bytes[this.#at]!]! >= CR) return true;
    if (standsAt(bytes, this.#at, this.#dialect.delimiter)) return true;
    throw inputError(
      this.#name,
      line,
      `not CSV: text after the quote that closes column ${column + 1}; ` +
        'quotes within quoted cells are written twice, and --no-quotes takes all quotes as text',
    );
  }

  /** Whether a row is taken, which is padded or cut if that was asked for. */
  #fits(width: number, first: number, line: number): boolean {
    const cells = this.#cells;
    const { columns, trailing, lenient, header, commented } = this.#rules;
    if (width === columns) return true;
    if (columns === undefined) {
      if (width <= MAX_CELLS) return true;
      throw inputError(this.#name, line, `a row of more than ${COUNTED.format(MAX_CELLS)} fields`);
    }
    if (width > columns) {
      const ended = trailing && width === columns + 1 && cells.isNothing(first + columns);
      cells.cells = first + columns;
      if (ended) return true;
      if (lenient) cells.noteCut(line);
    } else if (width === 1 && cells.isBlank(first)) {
      // Spaces between rows are as good as nothing.
      cells.cells = first;
      return false;
    } else if (lenient) cells.pad(first + columns);
    if (lenient) return true;
    throw inputError(
      this.#name,
      line,
      `the row has ${fields(width)}, the ${header ? 'header' : 'first row'} ${COUNTED.format(columns)}: ` +
        (commented
          ? "the first line begins with #, and --comment '#' passes over such lines"
          : RAGGED_ADVICE),
    );
  }

  #passSpaces(): void {
    const bytes = this.#bytes;
    const { kinds } = this.#dialect;
    while (this.#at < bytes.length && isSpace(bytes[this.#at]!) && kinds[bytes[this.#at]!] === 0)
      this.#at += 1;
  }

  #passLine(): void {
    const bytes = this.#bytes;
    const { kinds } = this.#dialect;
    let at = this.#at;
    while (at < bytes.length && kinds[bytes[at]!]! < CR) at += 1;
    this.#at = at;
    if (at < bytes.length) this.#endLine();
  }

  #endLine(): void {
    const bytes = this.#bytes;
    this.#at += bytes[this.#at] === 13 && bytes[this.#at + 1] === 10 ? 2 : 1;
    this.#line += 1;
  }
}

function fields(count: number): string {
  return count === 1 ? '1 field' : `${COUNTED.format(count)} fields`;
}

export function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** A quote that opens in a line, and in which column, counted from 0. */
export function quoteNeverCloses(name: string, line: number, column: number): InputError {
  return inputError(
    name,
    line,
    `the quote that opens column ${column + 1} in this line never closes: --no-quotes takes quotes as text`,
  );
}
