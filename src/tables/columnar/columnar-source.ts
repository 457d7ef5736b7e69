/** Tables whose columns say their types: Parquet, Arrow, results of SQL. They go in by column, not through objects. */

import { bufferOver, decodeUtf8 } from '../../bytes/text/utf8.js';
import { TextColumn } from '../../containers/building/text-column.js';
import type { Schema } from '../schema/schema.js';
import type { TimeMaker } from './times.js';

/** Values of one column, by row: `undefined` where there is none, `null` where there is a null. */
export type ColumnValues = ArrayLike<unknown>;

/** Rows that lie together. */
export interface ColumnBatch {
  /** Rows. */
  readonly size: number;
  /** The file that they are in, where the table has several. */
  readonly input?: string | undefined;
  /** Row of the first one in its file, counted from 0. */
  readonly first: number;
  /** A column for each that was asked for, in that order, as packing takes values. */
  readonly columns: readonly (ColumnValues | TextColumn)[];
}

export interface ColumnarSource {
  /** For messages. */
  readonly name: string;
  /** Names of all columns, also of those that cannot be read, in their order. */
  readonly columnNames: readonly string[];
  /** Rows; undefined when only the end tells. */
  readonly rowCount: number | undefined;
  /** Bytes of the input, for progress. */
  readonly byteLength: number;
  /** The schema that the table was written from, where it carries one: by it, the same file is built again. */
  readonly carried: Schema | undefined;
  /**
   * The schema of some columns; of all, without names. Throws `InputError` for a column of a type that has no place here,
   * and for a name that no column has.
   */
  schemaOf(names?: readonly string[]): Schema;
  /**
   * All rows, any number of times. Throws `InputError` as `schemaOf` does, and for what is damaged. `times` makes dates and
   * times; those of packing if not given.
   */
  batches(names: readonly string[], options?: BatchOptions): AsyncIterable<ColumnBatch>;
  /** Parts that can be read apart, in any order, as row groups are; undefined for what cannot be divided. */
  readonly parts?: number | undefined;
  close(): void | Promise<void>;
}

export interface BatchOptions {
  readonly times?: TimeMaker | undefined;
  /** Reads this part only. */
  readonly part?: number | undefined;
  /** Whether columns of text may come as the bytes that they are, where they lie so. */
  readonly texts?: boolean | undefined;
}

/** A column's values one by one, whatever it came as. */
export function valuesOf(column: ColumnValues | TextColumn): ColumnValues {
  if (!(column instanceof TextColumn)) return column;
  const { bytes, starts, lengths } = column;
  const buffer = bufferOver(bytes);
  return Array.from(lengths, (length, row) =>
    length < 0 ? undefined : decodeUtf8(bytes, buffer, starts[row]!, starts[row]! + length),
  );
}
