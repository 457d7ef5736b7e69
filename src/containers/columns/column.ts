/** One field of all records at once. */
import { ArgumentError } from '../../errors.js';
import { type FieldPlace, type FieldReader, makeGetter, readerOf } from '../../schema/proxies/getters.js';
import { PLACES, type ProxyBase } from '../../schema/proxies/proxy.js';
import type { ProxyMaker } from '../../schema/proxies/proxy-maker.js';
import type { Struct } from '../../schema/struct-class.js';
import { COST } from '../../values/base/budget.js';
import { Readings } from '../../values/base/readings.js';
import { RecordCursor } from '../cursor.js';
import type { RecordPlaces } from '../record-places.js';
import { type BigColumn, type ColumnKind, columnKind, type NumberColumn } from './column-kinds.js';
import type { StoredColumns } from './column-section-reader.js';
import { Stretch } from './column-stretch.js';

export type { BigColumn, NumberColumn };

/** What a field of type `T` gives as a column: a typed array for numbers that are always there. */
export type Column<T> = [T] extends [number] ? NumberColumn : [T] extends [bigint] ? BigColumn : T[];

/** Throws `ArgumentError` for a name that is no field's. */
function fieldOf(type: typeof Struct, name: string): FieldPlace {
  const field = type.prototype[PLACES].get(name);
  if (field !== undefined) return field;
  const names = type.schema.fields.map((candidate) => candidate.name).join(', ');
  throw new ArgumentError(`there is no field ${name}; the fields are ${names}`);
}

/** Gives a column as it is stored, else reads it from the records. Throws `ArgumentError` for a name that is no field's. */
export function readColumn(
  type: typeof Struct,
  make: ProxyMaker,
  name: string,
  places: RecordPlaces,
  stored: StoredColumns | undefined,
): unknown {
  const field = fieldOf(type, name);
  // Nothing of an empty array is read, which would notice.
  if (places.memory.closed) throw places.memory.closedError();
  const { codec, optional, nullable } = field.type;
  const kind = optional || nullable ? undefined : columnKind(codec);
  if (kind === undefined) {
    return fill(new RecordCursor(places, make, undefined), places, readerOf(makeGetter(field)));
  }
  const found = stored?.column(name, kind, places.length);
  if (found !== undefined) return found;
  const column = new kind.Column(places.length);
  fillNumbers(kind, column, make, field, places);
  return column;
}

function fillNumbers<C extends NumberColumn | BigColumn>(
  kind: ColumnKind<C>,
  column: C,
  make: ProxyMaker,
  field: FieldPlace,
  places: RecordPlaces,
): void {
  const get = makeGetter(field);
  const read = (row: number): void => {
    const position = places.positionOf(row);
    const window = places.windowAt(position);
    column[row] = get.call(make(window, position - window.base)) as never;
  };
  for (let row = 0; row < column.length; ) {
    const stretch = new Stretch(places, field, row);
    const { stream } = stretch;
    for (let at = kind.copy(stretch, column, 0); at < stream; at = kind.copy(stretch, column, at + 1)) {
      for (let lane = 0; lane < 4; lane += 1) read(row + at + lane * stream);
    }
    for (let rest = row + 4 * stream; rest < stretch.end; rest += 1) read(rest);
    row = stretch.end;
  }
}

/** What records share is read once: index entries, too, can lead to one record many times over. */
function fill(rows: Iterable<ProxyBase>, { memory, length }: RecordPlaces, read: FieldReader): unknown {
  const readings = new Readings();
  readings.budget.admit(memory);
  const column = new Array<unknown>(length);
  let row = 0;
  for (const record of rows) {
    readings.budget.work(COST.value);
    column[row] = read(record, readings);
    row += 1;
    readings.next();
  }
  return column;
}
