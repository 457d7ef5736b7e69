/** NDJSON: one JSON object a line. Blank lines are passed over; anything else that is no object is an error. */
import { InputError } from '../../errors.js';
import { parseLine, parseLiterals } from '../json/json-line.js';
import { asObject, type JsonObject } from '../json/reserved-members.js';
import { inputError, lineBlocks, type Position, type Row, valueError } from './rows.js';
import { ValueError } from './value-error.js';

/** `literals`: whether numbers that are no integers come as they are written, for decimals. `first`: the line that the chunks start in. */
export function* ndjsonRows(
  chunks: Iterable<Uint8Array>,
  name: string,
  position: Position,
  literals = false,
  first = 1,
): Generator<Row> {
  let next = first;
  for (const block of lineBlocks(chunks, name, position, first)) {
    const lines = block.split('\n');
    // A block ends with a line end, but for the last line of an input that does not.
    if (lines.at(-1) === '') lines.pop();
    for (const text of lines) {
      position.line = next;
      next += 1;
      if (text.trim() !== '')
        yield { line: position.line, fields: objectIn(text, name, position.line, literals) };
    }
  }
}

function objectIn(text: string, name: string, line: number, literals: boolean): JsonObject {
  let value: unknown;
  try {
    value = literals ? parseLiterals(text) : parseLine(text);
  } catch (error) {
    if (error instanceof ValueError) throw valueError(name, line, error);
    if (error instanceof InputError) throw inputError(name, line, error.message);
    const hint =
      line === 1 && /^\s*[[{]/.test(text)
        ? '; NDJSON has one whole object a line: jq -c . makes such lines, jq -c ".[]" from an array'
        : '';
    throw inputError(name, line, `not JSON: ${(error as Error).message}${hint}`);
  }
  const object = asObject(value);
  if (object !== undefined) return object;
  const hint = Array.isArray(value) ? ' (jq -c ".[]" makes lines of an array\'s elements)' : '';
  throw inputError(name, line, `the line is JSON, but not an object${hint}`);
}
