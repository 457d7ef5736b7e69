/** The first pass over an input without a schema: what its records and keys are. */
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import type { Position, Row } from '../input/rows.js';
import { eachRow, type Progress } from '../progress.js';
import { type Inferred, type Inferring, RowInference } from './row-inference.js';

/** Infers from all rows. Throws `InputError` with the line of what no type holds. */
export async function inferFrom(
  input: Input,
  format: Format,
  known: Inferring,
  progress: Progress,
  signal: AbortSignal,
): Promise<Inferred> {
  const position: Position = { line: 0, bytes: 0 };
  progress.start(`inferring the schema of ${input.name}`, input.byteLength, 'infer');
  const inference = new RowInference(input.name, format, known);
  const report = (records: number) => progress.update(records, position.bytes);
  const add = (row: Row) => {
    inference.name = position.input ?? input.name;
    inference.add(row);
  };
  report(await eachRow(rowsOf(input, format, position), add, report, signal));
  inference.name = input.name;
  return inference.conclude();
}
