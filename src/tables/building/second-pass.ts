/** The second pass: rows as the values that the library packs. */
import type { Key } from '../../mappers/id-mapper.js';
import { cellConverter, emptyValues } from '../input/csv-values.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import { type Position, type Row, valueError } from '../input/rows.js';
import { ValueError, within } from '../input/value-error.js';
import { type Convert, JsonReader } from '../json/json-to-value.js';
import { fieldName } from '../json/reserved-members.js';
import type { Schema, StructNode } from '../schema/schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import { refuseStrayKey } from './first-pass.js';
import { type KeyPlan, keyIn, missingKey, outermost, rowKey } from './row-keys.js';

export interface RowPlan {
  readonly input: Input;
  readonly format: Format;
  readonly schema: Schema;
  readonly types: SchemaTypes;
  readonly ignoreUnknown: boolean;
  /** Whether `dump` wrote the rows. */
  readonly dumped: boolean;
  readonly refuseKeys: boolean;
  readonly key: KeyPlan | undefined;
}

/** Entries `[key, record]`; without keys, the key is undefined. */
export type Entry = [key: Key | undefined, record: unknown];

/**
 * Entries of all rows. Those without a key are passed over where the plan says so, and `skipped` is called. Throws `InputError`
 * with the line of what does not fit, and where no row has a key.
 */
export function* converted(
  plan: RowPlan,
  position: Position,
  skipped: () => void = () => {},
): Generator<Entry> {
  const { input, format, key } = plan;
  const reader = new JsonReader(plan.schema, plan.types.structs, plan);
  const aside = key && outermost(key.names);
  const convert = format.kind === 'csv' ? csvRecord(plan, reader, aside) : reader.record(aside);
  const keyOf = keyMaker(plan, reader);
  /** Why the first row without a key has none, as long as no row has one. */
  let keyless: ValueError | undefined;
  let keylessLine = 0;
  let any = false;
  const entryOf = ({ line, fields }: Row): Entry | undefined => {
    if (key === undefined) {
      refuseStrayKey(fields, plan);
      return [undefined, convert(fields)];
    }
    const json = keyIn(fields, key.names);
    if (json !== undefined) return [keyOf(json), convert(fields)];
    if (any && key.skip) return undefined;
    const missing = missingKey(fields, key.names, position.columns);
    if (!key.skip) throw missing;
    if (keyless === undefined) keylessLine = line;
    keyless ??= missing;
    return undefined;
  };
  for (const row of rowsOf(input, format, position)) {
    let entry: Entry | undefined;
    try {
      entry = entryOf(row);
    } catch (error) {
      throw error instanceof ValueError ? valueError(input.name, row.line, error) : error;
    }
    if (entry === undefined) skipped();
    else {
      any = true;
      yield entry;
    }
  }
  if (!any && keyless !== undefined) throw valueError(input.name, keylessLine, keyless);
}

/** Makes keys from their JSON; the text of CSV is what its columns are, where it is part of a key. */
function keyMaker({ format, key, schema }: RowPlan, reader: JsonReader): (json: unknown) => Key {
  if (key === undefined) return () => undefined as never;
  if (format.kind !== 'csv' || key.names.length === 1) return (json) => rowKey(key, json);
  const parts = key.names.map((name): Convert => {
    const type = schema.root.fields.get(name);
    const { shape } = type ?? {};
    const plain = shape?.kind === 'scalar' && /^(u?int|float|bool)/.test(shape.name);
    return plain ? cellConverter(type!, reader) : (text) => text;
  });
  return (json) =>
    rowKey(
      key,
      (json as string[]).map((text, part) =>
        within(
          () => key.names[part]!,
          () => parts[part]!(text),
        ),
      ),
    );
}

/** Converts a row of text fields; fields that are empty, or that the CSV has no column for, stay out. */
function csvRecord(
  { schema, ignoreUnknown, dumped }: RowPlan,
  reader: JsonReader,
  aside: ReadonlySet<string> | undefined,
): Convert {
  const converters = csvConverters(schema.root, reader);
  const empty = emptyValues(schema.root);
  return (row) => {
    const record: Record<string, unknown> = Object.create(null);
    for (const [name, value] of empty) record[name] = value;
    for (const [column, text] of Object.entries(row as { readonly [name: string]: string })) {
      const name = dumped ? fieldName(column) : column;
      const convert = name === undefined ? undefined : converters.get(name);
      if (convert !== undefined)
        record[name!] = within(
          () => name!,
          () => convert(text),
        );
      else if (name !== undefined && !aside?.has(name) && !ignoreUnknown) {
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
