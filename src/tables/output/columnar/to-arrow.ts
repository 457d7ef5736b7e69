/** Records in memory of Arrow, for what reads that: number columns over the file's own bytes where it has them. */
import type { Table } from '@uwdata/flechette';
import { RecordArray } from '../../../containers/record-array.js';
import { ArgumentError } from '../../../errors.js';
import { describe } from '../../../values/base/codec.js';
import type { Schema, TypeNode } from '../../schema/schema.js';
import { schemaJson } from '../../schema/schema-file.js';
import { schemaOfRecords } from '../../schema/schema-of-file.js';
import { noColumns, SCHEMA_METADATA } from '../sink.js';
import type { KeptType } from './physical.js';

type Numbers = ArrayBufferView & { readonly length: number };

/**
 * All records of an array as a table of Arrow (of flechette, whose `tableToIPC` gives bytes for apache-arrow, DuckDB
 * and pyarrow). Numbers that are neither optional nor nullable lie over the file's own bytes where it was built with
 * a column of them, until it is closed; they are read at once elsewhere, and other fields record by record, so that
 * all of these are in memory. Types without a form in Arrow are text of JSON.
 *
 * @param array The records: what `openArray` gives, or `array` of a mapping.
 * @throws `ArgumentError` for what is no array.
 * @throws `SchemaError` for a schema that no one has written in earnest.
 * @throws `InputError` for records without fields.
 *
 * @example
 * using cities = openMapping('cities.sb');
 * const table = await toArrow(cities.array);
 */
export async function toArrow(array: RecordArray<object>): Promise<Table> {
  if (!(array instanceof RecordArray)) {
    throw new ArgumentError(
      `toArrow takes an array of records, as openArray gives it, or mapping.array, not ${describe(array)}`,
    );
  }
  const { field, Table: ArrowTable } = await import('@uwdata/flechette');
  const { arrowColumn, arrowType, numberColumn } = await import('./arrow-columns.js');
  const { OutgoingColumns } = await import('./outgoing-columns.js');
  const { keptType } = await import('./physical.js');
  const schema = schemaOfRecords(array, undefined);
  if (schema.root.fields.size === 0 && array.length > 0) throw noColumns();
  const numbers = new Map<string, { readonly type: KeptType; readonly values: Numbers }>();
  for (const [name, node] of schema.root.fields) {
    if (!isNumber(node)) continue;
    const type = keptType(node, schema.structs);
    const values = array.column(name as never) as unknown as Numbers;
    const { values: Kind } = arrowType(type) as unknown as { readonly values: new () => Numbers };
    if (values instanceof Kind) numbers.set(name, { type, values });
  }
  const others = new OutgoingColumns({
    schema: without(schema, numbers),
    key: undefined,
    only: undefined,
    rows: array.length,
    array,
  });
  if (others.columns.length > 0) for (const record of array.cursor()) others.add(record, undefined);
  const taken = others.take();
  const fields = [];
  const columns = [];
  let next = 0;
  for (const name of schema.root.fields.keys()) {
    const number = numbers.get(name);
    const type = number?.type ?? others.columns[next]!.type;
    const arrow = arrowType(type);
    fields.push(field(name, arrow, type.nullable));
    columns.push(
      number === undefined ? arrowColumn(arrow, type, taken[next]!) : numberColumn(arrow, number.values),
    );
    if (number === undefined) next += 1;
  }
  const metadata = new Map([[SCHEMA_METADATA, JSON.stringify(schemaJson(schema))]]);
  return new ArrowTable({ version: 4, endianness: 0, fields, metadata }, columns);
}

function isNumber({ shape, optional, nullable }: TypeNode): boolean {
  return shape.kind === 'scalar' && /^(u?int|float)/.test(shape.name) && !optional && !nullable;
}

function without(schema: Schema, names: ReadonlyMap<string, unknown>): Schema {
  const fields = new Map([...schema.root.fields].filter(([name]) => !names.has(name)));
  return { ...schema, root: { ...schema.root, fields } };
}
