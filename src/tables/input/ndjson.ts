/** NDJSON: one JSON object a line. Blank lines are passed over; anything else that is no object is an error. */
import { type JsonReading, objectIn } from './json-object.js';
import { lineBlocks, type Position, type Row } from './rows.js';

/** `first`: the line that the chunks start in; `rowsAt`: where rows seem to be, if not in lines. */
export function* ndjsonRows(
  chunks: Iterable<Uint8Array>,
  name: string,
  position: Position,
  reading: JsonReading = {},
  first = 1,
  rowsAt?: string,
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
        yield {
          line: position.line,
          fields: objectIn(text, name, position.line, reading, 'line', lineHint(text, position.line, rowsAt)),
        };
    }
  }
}

function lineHint(text: string, line: number, rowsAt = '$.items'): string {
  if (line > 1 || !/^\s*\{/.test(text)) return '';
  return `; NDJSON has one whole object a line: --path ${rowsAt} takes the rows of an array in an object, and jq -c . makes such lines`;
}
