/** One field of all records at once. */
import { ArgumentError } from '../../errors.js';
import { type FieldPlace, type FieldReader, makeGetter, readerOf } from '../../schema/proxies/getters.js';
import { PLACES, type ProxyBase } from '../../schema/proxies/proxy.js';
import type { ProxyMaker } from '../../schema/proxies/proxy-maker.js';
import type { Struct } from '../../schema/struct-class.js';
import { COST } from '../../values/base/budget.js';
import { describe } from '../../values/base/codec.js';
import { Readings } from '../../values/base/readings.js';
import { RecordCursor } from '../cursor.js';
import type { RecordPlaces } from '../record-places.js';
import { type BigColumn, type ColumnKind, columnKind, type NumberColumn } from './column-kinds.js';
import type { StoredColumns } from './column-section-reader.js';
import { Stretch } from './column-stretch.js';

export type { BigColumn, NumberColumn };

/** What a field of type `T` gives as a column: a typed array for numbers that are always there. */
export type Column<T> = [T] extends [number] ? NumberColumn : [T] extends [bigint] ? BigColumn : T[];

/** Names of the fields of a record `V`, and of getters that a class adds, but not of methods; any name where nothing is declared. */
export type ColumnField<V> = string extends keyof V
  ? string
  : { [K in keyof V]-?: V[K] extends (...given: never) => unknown ? never : K }[keyof V] & string;

/** Where a column is put. */
export interface ColumnOptions<C> {
  /**
   * Where to put the column: what `column` would give, an element for each record. A typed array that is used again, or over
   * a `SharedArrayBuffer`, needs no memory that the system has to clear first.
   * Left out: in a copy, or where a column is stored, over the file's own bytes.
   */
  readonly into?: C | undefined;
}

/** Throws `ArgumentError` for a name that is no field's. */
function fieldOf(type: typeof Struct, name: string): FieldPlace {
  const field = type.prototype[PLACES].get(name);
  if (field !== undefined) return field;
  const names = type.schema.fields.map((candidate) => candidate.name).join(', ');
  throw new ArgumentError(`there is no field ${name}; the fields are ${names}`);
}

/** What a column of a field is stored as; undefined for one that is no required number. Throws as `readColumn` does. */
export function numberKind(type: typeof Struct, name: string): ColumnKind | undefined {
  const { codec, optional, nullable } = fieldOf(type, name).type;
  return optional || nullable ? undefined : columnKind(codec);
}

/** Throws `ArgumentError` unless a column of a field can be put there. */
function checkInto(into: unknown, name: string, Column: { readonly name: string }, length: number): void {
  const given = Object.prototype.toString.call(into).slice(8, -1);
  if (given === Column.name && (into as ArrayLike<unknown>).length === length) return;
  const size =
    ArrayBuffer.isView(into) || Array.isArray(into) ? ` of ${(into as { length?: number }).length}` : '';
  throw new ArgumentError(
    `the column ${name} is put into ${describe(into)}${size}, which is to be of class ${Column.name} and length ${length}`,
  );
}

/**
 * Gives a column as it is stored, else reads it from the records; into an array where one is given. Throws `ArgumentError`
 * for a name that is no field's, and for an array of another kind or length.
 */
export function readColumn(
  type: typeof Struct,
  make: ProxyMaker,
  name: string,
  places: RecordPlaces,
  stored: StoredColumns | undefined,
  into?: unknown,
): unknown {
  const field = fieldOf(type, name);
  // Nothing of an empty array is read, which would notice.
  if (places.memory.closed) throw places.memory.closedError();
  const kind = numberKind(type, name);
  if (into !== undefined) checkInto(into, name, kind?.Column ?? Array, places.length);
  if (kind === undefined) {
    const column = (into as unknown[] | undefined) ?? new Array<unknown>(places.length);
    fill(new RecordCursor(places, make, undefined), places, readerOf(makeGetter(field)), column);
    return column;
  }
  const given = into as BigColumn | undefined;
  const found = stored?.column(name, kind, places.length);
  if (found !== undefined) {
    given?.set(found as BigColumn);
    return given ?? found;
  }
  const column = given ?? new kind.Column(places.length);
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
function fill(
  rows: Iterable<ProxyBase>,
  { memory }: RecordPlaces,
  read: FieldReader,
  column: unknown[],
): void {
  const readings = new Readings();
  readings.budget.admit(memory);
  let row = 0;
  for (const record of rows) {
    readings.budget.work(COST.value);
    column[row] = read(record, readings);
    row += 1;
    readings.next();
  }
}
