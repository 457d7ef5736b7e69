/** The form that rows come in: values as packing takes them, or JSON, what reads which is loaded when it is asked for. */
import type { MappingDeclaration } from '../../containers/declaring/declarations.js';
import type { RecordType } from '../../containers/record-type.js';
import { ArgumentError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { describe } from '../../values/base/codec.js';
import type { ReadRow } from './json-rows/json-rows.js';

/** Rows of values, as packing takes them. */
export interface FromValues {
  /** Left out: rows are values. */
  readonly from?: undefined;
}

/** Rows as `JSON.parse` gives them of what `JSON.stringify` makes of records. */
export interface FromJson {
  /** `'json'`: rows are what `JSON.parse` gives. */
  readonly from: 'json';
}

export type FromOption = FromValues | FromJson;

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
