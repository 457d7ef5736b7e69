/** The form that rows come in: values as packing takes them, or JSON, what reads which is loaded when it is asked for. */
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { RecordType } from '../../containers/record-type.js';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { describe } from '../../values/base/codec.js';
import type { ReadRow } from './json-rows/json-rows.js';
import type { Rows } from './run-build.js';

/** The form of rows: values, as packing takes them, or what `JSON.parse` gives of what `JSON.stringify` makes of records. */
export type RowForm = 'json' | undefined;

/** Which form rows come in. */
export interface FromOption<Form extends RowForm = RowForm> {
  /** The form of the rows. Default: values. */
  readonly from?: Form;
}

/** Rows of a form: values that are checked by the compiler, or JSON, which is checked when it is read. */
export type RowsOf<Form extends RowForm, Values, Json> = [Form] extends ['json'] ? Rows<Json> : Values;

/** Whether rows come from JSON. Throws `ArgumentError` for another form, and where threads pack the rows. */
export function isFromJson(rows: unknown, { from }: { readonly from?: unknown }): boolean {
  if (from === undefined) return false;
  if (from !== 'json') throw new ArgumentError(`from is 'json' or left out, not ${describe(from)}`);
  if (typeof rows === 'object' && rows !== null && 'worker' in rows) {
    throw new ArgumentError(
      "from: 'json' is for rows given here, not for those that packRows packs: leave it out, and let the worker give values",
    );
  }
  return true;
}

export const asTheyAre: ReadRow = (row) => row;

export async function recordReader<V extends object, Input>(schema: RecordType<V, Input>): Promise<ReadRow> {
  const { jsonRecords } = await import('./json-rows/json-rows.js');
  return jsonRecords(schema);
}

export async function entryReader<K extends Key, V extends object, Input>(
  declaration: MappingDeclaration<K, V, Input>,
): Promise<ReadRow> {
  const { jsonEntries } = await import('./json-rows/json-rows.js');
  const { key, value } = declaration.types;
  // What lacks a declaration is refused by the builder.
  return key === undefined || value === undefined ? asTheyAre : jsonEntries(key.key, value);
}
