/** Columns of files of which nothing is declared, as the files themselves say what they are. */
import { type ColumnKind, columnKindCalled } from '../../containers/columns/column-kinds.js';
import type { RecordArray } from '../../containers/record-array.js';

/** A stored column: `length` numbers of `bytes` bytes each, from a position on. */
export interface ColumnPlace {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly position: number;
}

/** Throws `CorruptBufferError` where they are not where they are said to be. */
export function columnPlaces({ storedColumns, length }: RecordArray<object>): ColumnPlace[] {
  return (storedColumns?.entries ?? []).flatMap(({ name, type }) => {
    const kind = columnKindCalled(type);
    const position = kind && storedColumns!.placeOf(name, kind, length);
    return position === undefined ? [] : [{ name, kind: kind!, position }];
  });
}
