/** The second pass: rows as the values that the library packs. */
import type { Key } from '../../mappers/id-mapper.js';
import { cellConverter, emptyValues } from '../input/csv-values.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import { keyOf } from '../input/key-input.js';
import { type Position, type Row, valueError } from '../input/rows.js';
import { ValueError, within } from '../input/value-error.js';
import { type Convert, JsonReader } from '../json/json-to-value.js';
import { fieldName, member } from '../json/reserved-members.js';
import type { KeyTypeName, Schema, StructNode } from '../schema/schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import { refuseStrayKey } from './first-pass.js';

export interface RowPlan {
  readonly input: Input;
  readonly format: Format;
  readonly schema: Schema;
  readonly types: SchemaTypes;
  readonly ignoreUnknown: boolean;
  readonly key: { readonly field: string; readonly type: KeyTypeName } | undefined;
}

/** Entries `[key, record]`; without keys, the key is undefined. Throws `InputError` with the line of what does not fit. */
export function* converted(plan: RowPlan, position: Position): Generator<[Key | undefined, unknown]> {
  const { input, key, schema } = plan;
  const reader = new JsonReader(schema, plan.types.structs, plan.ignoreUnknown);
  const convert = plan.format.kind === 'csv' ? csvRecord(plan, reader) : reader.record(key?.field);
  const entry = ({ fields }: Row): [Key | undefined, unknown] => {
    if (key !== undefined) return [keyOf(key.type, member(fields, key.field)), convert(fields)];
    refuseStrayKey(fields);
    return [undefined, convert(fields)];
  };
  for (const row of rowsOf(input, plan.format, position)) {
    let made: [Key | undefined, unknown];
    try {
      made = entry(row);
    } catch (error) {
      throw error instanceof ValueError ? valueError(input.name, row.line, error) : error;
    }
    yield made;
  }
}

/** Converts a row of text fields; fields that are empty, or that the CSV has no column for, stay out. */
function csvRecord({ schema, ignoreUnknown, key }: RowPlan, reader: JsonReader): Convert {
  const converters = csvConverters(schema.root, reader);
  const empty = emptyValues(schema.root);
  return (row) => {
    const record: Record<string, unknown> = Object.create(null);
    for (const [name, value] of empty) record[name] = value;
    for (const [column, text] of Object.entries(row as { readonly [name: string]: string })) {
      const name = fieldName(column);
      const convert = name === undefined ? undefined : converters.get(name);
      if (convert !== undefined)
        record[name!] = within(
          () => name!,
          () => convert(text),
        );
      else if (name !== undefined && name !== key?.field && !ignoreUnknown) {
        throw new ValueError(
          `the schema has no field for column ${JSON.stringify(column)} (--ignore-unknown passes over it)`,
        );
      }
    }
    return record;
  };
}

function csvConverters({ fields }: StructNode, reader: JsonReader): Map<string, Convert> {
  return new Map(Array.from(fields, ([name, type]) => [name, cellConverter(type, reader)]));
}
