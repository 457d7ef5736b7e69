/** Rows of JSON that is not one object a line: the elements of an array. */
import { jsonPieces } from '../json/json-pieces.js';
import { type JsonReading, objectIn } from './json-object.js';
import type { Position, Row } from './rows.js';

/** The objects in the array at a path of member names, from the outermost value on. */
export function* arrayRows(
  chunks: Iterable<Uint8Array>,
  name: string,
  position: Position,
  path: readonly string[],
  reading: JsonReading = {},
): Generator<Row> {
  const before = position.bytes;
  const taken = (bytes: number) => {
    position.bytes = before + bytes;
  };
  for (const { text, line } of jsonPieces(chunks, name, path, taken)) {
    position.line = line;
    yield { line, fields: objectIn(text, name, line, reading, 'element', '') };
  }
}
