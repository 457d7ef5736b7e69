/** Columns of files of which nothing is declared, as the files themselves say what they are. */
import {
  type BigColumn,
  type ColumnKind,
  columnKindCalled,
  type NumberColumn,
} from '../../containers/columns/column-kinds.js';
import type { RecordArray } from '../../containers/record-array.js';
import { ArgumentError } from '../../errors.js';
import type { RemoteFile } from '../remote-file.js';

/** A stored column: `length` numbers of `bytes` bytes each, from a position on. */
export interface ColumnPlace {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly position: number;
}

/** Throws `CorruptBufferError` where they are not where they are said to be. */
export function columnPlaces(array: RecordArray<object> | undefined): ColumnPlace[] {
  return (array?.storedColumns?.entries ?? []).flatMap(({ name, type }) => {
    const kind = columnKindCalled(type);
    const position = kind && array!.storedColumns!.placeOf(name, kind, array!.length);
    return position === undefined ? [] : [{ name, kind: kind!, position }];
  });
}

/** Values of a column. Throws `ArgumentError` where none of that name is stored. */
export async function columnBetween(
  file: RemoteFile,
  array: RecordArray<object> | undefined,
  name: string,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<NumberColumn | BigColumn> {
  const places = await file.attempt(() => columnPlaces(array), signal);
  const place = places.find((each) => each.name === name);
  if (array === undefined || place === undefined) {
    throw new ArgumentError(`${file.name} stores no column ${name}`);
  }
  const { Column, element } = place.kind;
  const first = Math.min(Math.max(0, Math.trunc(from)), array.length);
  const count = Math.max(0, Math.min(array.length, Math.trunc(to)) - first);
  if (count === 0) return new Column(0);
  const bytes = await file.readThrough(place.position + first * element.size, count * element.size, signal);
  return new Column(bytes.slice().buffer, 0, count);
}
