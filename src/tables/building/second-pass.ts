/** The second pass: rows as the values that the library packs. */
import type { InputError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import type { Typing } from '../inference/typing.js';
import { cellConverter, emptyValues } from '../input/csv-values.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import { cellKey } from '../input/key-input.js';
import { type Position, type Row, valueError } from '../input/rows.js';
import { ValueError, within } from '../input/value-error.js';
import { type Convert, JsonReader } from '../json/json-to-value.js';
import { fieldName } from '../json/reserved-members.js';
import type { Schema, StructNode } from '../schema/schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import { refuseStrayKey } from './row-inference.js';
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
  /** What stands for true and false in CSV, besides these. */
  readonly booleans: Typing['booleans'];
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
  const maker = new EntryMaker(plan, plan.input.name, () => position.columns);
  for (const row of rowsOf(plan.input, plan.format, position)) {
    maker.name = position.input ?? maker.name;
    const entry = maker.entry(row);
    if (entry === undefined) skipped();
    else yield entry;
  }
  if (!maker.any && maker.keyless !== undefined) throw maker.keyless;
}

/** What rows are made to. */
export type EntryPlan = Omit<RowPlan, 'input'>;

/** Makes entries from rows. */
export class EntryMaker {
  readonly #plan: EntryPlan;
  /** Name of the input, for messages. */
  name: string;
  readonly #header: () => readonly string[] | undefined;
  readonly #convert: Convert;
  readonly #keyOf: (json: unknown) => Key;
  /** Whether any row had its key; and why the first row without a key has none, if that came before. */
  any = false;
  keyless: InputError | undefined;

  /** `name`: of the input. `header`: names in the header of CSV, once it was read. */
  constructor(plan: EntryPlan, name: string, header: () => readonly string[] | undefined) {
    const reader = new JsonReader(plan.schema, plan.types.structs, plan);
    const aside = plan.key && outermost(plan.key.names);
    this.#plan = plan;
    this.name = name;
    this.#header = header;
    this.#convert = plan.format.kind === 'csv' ? csvRecord(plan, reader, aside) : reader.record(aside);
    this.#keyOf = keyMaker(plan, reader);
  }

  /** Undefined for a row without a key, where these are passed over. Throws `InputError` with the line of what does not fit. */
  entry({ line, fields }: Row): Entry | undefined {
    const { key } = this.#plan;
    try {
      if (key === undefined) {
        refuseStrayKey(fields, this.#plan);
        return [undefined, this.#convert(fields)];
      }
      const json = keyIn(fields, key.names);
      if (json !== undefined) {
        const entry: Entry = [this.#keyOf(json), this.#convert(fields)];
        this.any = true;
        return entry;
      }
      if (this.any && key.skip) return undefined;
      const missing = missingKey(fields, key.names, this.#header());
      if (!key.skip) throw missing;
      this.keyless ??= valueError(this.name, line, missing);
      return undefined;
    } catch (error) {
      throw error instanceof ValueError ? valueError(this.name, line, error) : error;
    }
  }
}

/** Makes keys from their JSON; the text of CSV is what its columns are, where it is part of a key. */
function keyMaker(
  { format, key, schema, dumped, booleans }: EntryPlan,
  reader: JsonReader,
): (json: unknown) => Key {
  if (key === undefined) return () => undefined as never;
  if (format.kind !== 'csv') return (json) => rowKey(key, json);
  if (key.names.length === 1) {
    if (dumped) return (cell) => rowKey(key, cellKey(key.type, cell as string));
    return key.type === 'uint64'
      ? (cell) => rowKey(key, (cell as string).trim())
      : (cell) => rowKey(key, cell);
  }
  const parts = key.names.map((name): Convert => {
    const type = schema.root.fields.get(name);
    const { shape } = type ?? {};
    const plain = shape?.kind === 'scalar' && /^(u?int|float|bool)/.test(shape.name);
    return plain ? cellConverter(type!, reader, booleans) : (text) => text;
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
  { schema, ignoreUnknown, dumped, booleans }: EntryPlan,
  reader: JsonReader,
  aside: ReadonlySet<string> | undefined,
): Convert {
  const converters = csvConverters(schema.root, reader, booleans);
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

function csvConverters(
  { fields }: StructNode,
  reader: JsonReader,
  booleans: Typing['booleans'],
): Map<string, Convert> {
  return new Map(Array.from(fields, ([name, type]) => [name, cellConverter(type, reader, booleans)]));
}
