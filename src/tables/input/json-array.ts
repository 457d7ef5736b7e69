/** Rows of JSON that is not one object a line: the elements of an array, or objects one after the other. */
import { jsonPieces, jsonValues } from '../json/json-pieces.js';
import { type JsonReading, objectIn } from './json-object.js';
import type { Position, Row } from './rows.js';

/** The objects in the array at a path of member names, from the outermost value on; without a path, the outermost values. */
export function* arrayRows(
  chunks: Iterable<Uint8Array>,
  name: string,
  position: Position,
  path: readonly string[] | undefined,
  reading: JsonReading = {},
): Generator<Row> {
  const before = position.bytes;
  const taken = (bytes: number) => {
    position.bytes = before + bytes;
  };
  const pieces = path === undefined ? jsonValues(chunks, name, taken) : jsonPieces(chunks, name, path, taken);
  const what = path === undefined ? 'value' : 'element';
  for (const { text, line } of pieces) {
    position.line = line;
    yield { line, fields: objectIn(text, name, line, reading, what, '') };
  }
}
