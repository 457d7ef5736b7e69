/** Columns of arrays and mappings far away. */
import type { Column } from '../../containers/columns/column.js';
import type { RecordArray } from '../../containers/record-array.js';
import { recordsInOrder } from '../fetch-rows.js';
import type { RemoteFile } from '../remote-file.js';

/** One field of all records: of a stored column in one request for all of it, after one that tells where it is; else from the records. */
export async function readColumn<V extends object, N extends keyof V & string>(
  file: RemoteFile,
  array: RecordArray<V>,
  name: N,
  signal: AbortSignal | undefined,
): Promise<Column<V[N]>> {
  const { length } = array;
  const stored = file.trailer?.tail.sealed
    ? await file.attempt(() => array.storedColumn(name), signal)
    : undefined;
  if (stored !== undefined) {
    const { kind, position } = stored;
    const bytes = await file.readThrough(position, kind.element.size * length, signal);
    const copy = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    return new kind.Column(copy.buffer as ArrayBuffer, copy.byteOffset, length) as Column<V[N]>;
  }
  const kind = array.columnKind(name);
  const column = kind === undefined ? new Array<unknown>(length) : new kind.Column(length);
  let item = 0;
  for await (const record of recordsInOrder(file, array, signal)) {
    column[item] = record[name] as never;
    item += 1;
  }
  return column as Column<V[N]>;
}
