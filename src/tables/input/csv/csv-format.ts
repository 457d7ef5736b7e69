/** How a CSV file is written, as a plain object that threads can be given. */

export interface CsvDialect {
  /** What stands between cells. */
  readonly delimiter: string;
  /** One ASCII character around cells; undefined where quotes are data. */
  readonly quote: string | undefined;
  /** What lines begin with that are passed over. */
  readonly comment: string | undefined;
  /** Whether spaces around cells are none of theirs. */
  readonly trim: boolean;
}

export interface CsvFormat extends CsvDialect {
  readonly kind: 'csv';
  /** Lines before the header. */
  readonly skip: number;
  /** Whether the first row is the names of the columns. */
  readonly header: boolean;
  /** Names of the columns, each of which is there once. */
  readonly columns: readonly string[];
  /** Whether rows may end in a delimiter, which begins no cell. */
  readonly trailing: boolean;
  /** What stands for a missing value, besides nothing. */
  readonly nulls: readonly string[];
  /** Whether short rows are padded and long ones cut. */
  readonly lenient: boolean;
  /** Columns of numbers with decimal commas, by the first 64 KiB. */
  readonly decimalCommas?: readonly string[] | undefined;
}

/** Bytes of a dialect, and what each byte begins. */
export interface DialectBytes {
  readonly delimiter: Uint8Array;
  /** −1 where there is none. */
  readonly quote: number;
  readonly comment: Uint8Array | undefined;
  readonly trim: boolean;
  /** By byte: 0 for what is within cells, else one of the constants below. */
  readonly kinds: Uint8Array;
}

export const DELIMITER = 1;
export const CR = 2;
export const LF = 3;

const UTF8 = new TextEncoder();

export function dialectBytes({ delimiter, quote, comment, trim }: CsvDialect): DialectBytes {
  const between = UTF8.encode(delimiter);
  const kinds = new Uint8Array(256);
  kinds[between[0]!] = DELIMITER;
  kinds[13] = CR;
  kinds[10] = LF;
  return {
    delimiter: between,
    quote: quote === undefined ? -1 : quote.charCodeAt(0),
    comment: comment === undefined ? undefined : UTF8.encode(comment),
    trim,
    kinds,
  };
}

/** Whether `bytes` has `text` at a place. */
export function standsAt(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let unit = 0; unit < text.length; unit += 1) if (bytes[at + unit] !== text[unit]) return false;
  return true;
}
