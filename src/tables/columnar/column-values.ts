/** Columns as readers of formats give them, made into what packing takes. */
import { InputError } from '../../errors.js';
import { ValueError } from '../input/value-error.js';
import type { Convert } from './column-type.js';
import type { ColumnValues } from './columnar-source.js';
import { plainIntegers } from './integers.js';

/** Where the values of a column are, for errors. */
export interface ColumnPlace {
  readonly input: string;
  readonly column: string;
  /** Row of the first value, counted from 0. */
  readonly first: number;
}

/** Values with nulls missing, each converted. Throws `InputError` with the row of what cannot be. */
export function convertColumn(
  raw: ColumnValues,
  convert: Convert | undefined,
  place: ColumnPlace,
): ColumnValues {
  if (!Array.isArray(raw)) {
    if (raw instanceof BigInt64Array && convert === undefined) return plainIntegers(raw);
    if (convert === undefined) return raw;
  }
  const { length } = raw;
  const values = new Array<unknown>(length);
  let index = 0;
  try {
    for (; index < length; index += 1) {
      const value = raw[index];
      if (value === null || value === undefined) continue;
      values[index] = convert === undefined ? value : convert(value);
    }
  } catch (error) {
    throw error instanceof ValueError ? rowError(place, index, error.message) : error;
  }
  return values;
}

export function rowError({ input, column, first }: ColumnPlace, index: number, what: string): InputError {
  const row = first + index + 1;
  return new InputError(`${input}: row ${row}: ${column}: ${what}`, { input, line: row, field: column });
}

/** What a package threw over a column, in words: whatever it is, the file is not as it should be. */
export function columnError(input: string, column: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const what =
    error instanceof ValueError
      ? error.message
      : `is damaged, or of a form that is not read: ${String((error as Error)?.message ?? error)}`;
  return new InputError(`${input}: column ${column} ${what}`, { input, field: column });
}
