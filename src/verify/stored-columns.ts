/** Stored columns, to be compared with the records. */

import type { Memory } from '../bytes/memory.js';
import { type ColumnKind, columnKind } from '../containers/columns/column-kinds.js';
import { openColumns, type StoredColumns } from '../containers/columns/column-section-reader.js';
import type { RecordArray } from '../containers/record-array.js';
import { isLive, type Section, SectionKind } from '../mappers/tables/sections.js';
import type { Codec } from '../values/base/codec.js';
import { bigint64, biguint64, dynamicInt64, dynamicUint64, float64 } from '../values/numbers/number-types.js';
import type { Findings } from './findings.js';

export interface StoredColumn {
  readonly name: string;
  readonly values: ArrayLike<number | bigint>;
}

/** The columns that a reader would take; those of a file that was opened to be changed are out of use. */
export function storedColumns(
  memory: Memory,
  sections: ReadonlyMap<number, Section>,
  array: RecordArray<object>,
  findings: Findings,
): StoredColumn[] {
  const section = sections.get(SectionKind.columns);
  const stored = openColumns(memory, sections);
  if (section === undefined || stored === undefined) return [];
  if (!isLive(memory, section, SectionKind.columns)) return [];
  const entries = findings.guard('column', section.start, '', () => stored.entries) ?? [];
  const names = new Set<string>();
  return entries.flatMap(({ name, type }): StoredColumn[] => {
    // Records are compared with each column: a name that is there a thousand times would be so a thousand times.
    if (names.has(name)) {
      findings.add('column', 'there are several columns of this name', section.start, name);
      return [];
    }
    names.add(name);
    const field = array.schema.fields.find((each) => each.name === name);
    const kind = field && kindOf(field.type.codec, type);
    if (kind?.type !== type) {
      findings.add(
        'column',
        `there is a column of ${type}, which no field of the records is`,
        section.start,
        name,
      );
      return [];
    }
    const values = findings.guard(
      'column',
      section.start,
      name,
      () =>
        stored.column(name, kind, array.length) ?? columnByParts(memory, stored, name, kind, array.length),
    );
    return values === undefined ? [] : [{ name, values }];
  });
}

/** Integers of 64 bits whose type is not declared: who built the file may have read them as numbers, in columns of float64, or as bigints. */
function kindOf(codec: Codec, type: string): ColumnKind | undefined {
  if (codec !== dynamicInt64 && codec !== dynamicUint64) return columnKind(codec);
  if (type === 'float64') return columnKind(float64);
  return columnKind(codec === dynamicInt64 ? bigint64 : biguint64);
}

/** Bytes of a column that is read whole where it is not mapped. */
const MOST_BYTES = 2 ** 28;

/** A copy of a column in memory whose windows are small; `undefined` for one that is longer than is worth it. */
function columnByParts(
  memory: Memory,
  stored: StoredColumns,
  name: string,
  kind: ColumnKind,
  rows: number,
): ArrayLike<number | bigint> | undefined {
  const bytes = rows * kind.element.size;
  const position = memory.partial && bytes <= MOST_BYTES ? stored.placeOf(name, kind, rows) : undefined;
  if (position === undefined || rows === 0) return undefined;
  const copy = memory.peek(position, bytes, 'a column').bytes.slice();
  return new kind.Column(copy.buffer, 0, rows);
}
