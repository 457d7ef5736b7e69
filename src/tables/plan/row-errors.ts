/** Errors of building, with lines of the input in place of numbers of rows. */
import { FileError, InputError, PackError, SharedBuffersError } from '../../errors.js';
import { inputError } from '../input/rows.js';

/** An error about a row, with the line that it starts in. */
export function atLine(error: unknown, name: string, line: number): unknown {
  if (!(error instanceof SharedBuffersError) || error instanceof FileError || error instanceof InputError)
    return error;
  if (!(error instanceof PackError)) return inputError(name, line, error.message);
  const path = error.path.replace(/^\[\d+\]\.?/, '');
  return path === ''
    ? inputError(name, line, error.reason)
    : inputError(name, line, `${path}: ${error.reason}`, path);
}

/** Why no row of an input has a key, from why the first has none. */
export function allKeyless({ message, input, line, field }: InputError, rows: number): InputError {
  const all = rows === 1 ? 'the only row was' : `all ${rows.toLocaleString('en-US')} rows were`;
  return new InputError(`${message} (${all} passed over)`, { input, line, field });
}

/** The number of the row that an error of packing or building is about; undefined where it is about none. */
export function rowOf(error: unknown): number | undefined {
  if (!(error instanceof PackError)) return undefined;
  const row = /^\[(\d+)\]/.exec(error.path)?.[1];
  return row === undefined ? undefined : Number(row);
}
