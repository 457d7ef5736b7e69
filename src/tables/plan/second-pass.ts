/** The second pass: rows as the values that the library packs. */
import type { InputError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { CsvRow } from '../input/csv/csv-rows.js';
import { type CellReading, cellConverter, emptyValues } from '../input/csv-values.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import { cellKey } from '../input/key-input.js';
import { type Position, type Row, valueError } from '../input/rows.js';
import { isTypedKey, typedScalar } from '../input/typed-keys.js';
import { named, ValueError, within } from '../input/value-error.js';
import { type Convert, JsonReader } from '../json/json-to-value.js';
import { fieldName } from '../json/reserved-members.js';
import { required, type Schema, type StructNode } from '../schema/schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import { allKeyless } from './row-errors.js';
import { refuseStrayKey } from './row-inference.js';
import { type KeyPlan, keyIn, missingKey, outermost, rowKey } from './row-keys.js';
import { picked, type Shaping } from './shape-fields.js';

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
  /** How cells of CSV are read. */
  readonly cells: CellReading;
  readonly shaping: Shaping;
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
  const maker = new EntryMaker(plan, plan.input.name);
  let passed = 0;
  for (const row of rowsOf(plan.input, plan.format, position)) {
    maker.name = position.input ?? maker.name;
    const entry = maker.entry(row);
    if (entry === undefined) {
      passed += 1;
      skipped();
    } else yield entry;
  }
  if (!maker.any && maker.keyless !== undefined) throw allKeyless(maker.keyless, passed);
}

/** What rows are made to. */
export type EntryPlan = Omit<RowPlan, 'input'>;

/** Makes entries from rows. */
export class EntryMaker {
  readonly #plan: EntryPlan;
  /** Name of the input, for messages. */
  name: string;
  /** Names of the columns of CSV. */
  readonly #header: readonly string[] | undefined;
  readonly #convert: (row: Row) => unknown;
  readonly #keyOf: (json: unknown) => Key;
  /** Where the key is in rows of CSV, if it is one column; −1 for what is none. */
  readonly #keyColumn: number | undefined;
  /** Whether any row had its key; and why the first row without a key has none, if that came before. */
  any = false;
  keyless: InputError | undefined;

  /** `name`: of the input. */
  constructor(plan: EntryPlan, name: string) {
    const { format } = plan;
    const reader = new JsonReader(plan.schema, plan.types.structs, plan);
    const aside = plan.key && outermost(plan.key.names);
    this.#plan = plan;
    this.name = name;
    this.#header = format.kind === 'csv' ? format.columns : undefined;
    if (format.kind === 'csv') this.#convert = csvRecord(plan, format.columns, reader, aside);
    else {
      const convert = reader.record(aside);
      const { select } = plan.shaping;
      this.#convert = ({ fields }) => convert(picked(fields, select));
    }
    this.#keyOf = keyMaker(plan, reader);
    if (plan.key?.names.length === 1) this.#keyColumn = this.#header?.indexOf(plan.key.names[0]!);
  }

  /** Undefined for a row without a key, where these are passed over. Throws `InputError` with the line of what does not fit. */
  entry(row: Row): Entry | undefined {
    const { key } = this.#plan;
    try {
      if (key === undefined) {
        if (this.#header === undefined) refuseStrayKey(row.fields, this.#plan);
        return [undefined, this.#convert(row)];
      }
      const json = this.#keyIn(row, key.names);
      if (json !== undefined) {
        const entry: Entry = [this.#keyOf(json), this.#convert(row)];
        this.any = true;
        return entry;
      }
      if (this.any && key.skip) return undefined;
      const missing = missingKey(row.fields, key.names, this.#header);
      if (!key.skip) throw missing;
      this.keyless ??= valueError(this.name, row.line, missing);
      return undefined;
    } catch (error) {
      throw error instanceof ValueError ? valueError(this.name, row.line, error) : error;
    }
  }

  #keyIn(row: Row, names: readonly string[]): unknown {
    if (this.#keyColumn !== undefined && row instanceof CsvRow) return row.cells[this.#keyColumn];
    return keyIn(row.fields, names);
  }
}

/** Makes keys from their JSON; the text of CSV is what its columns are, where it is part of a key. */
function keyMaker(
  { format, key, schema, dumped, cells }: EntryPlan,
  reader: JsonReader,
): (json: unknown) => Key {
  if (key === undefined) return () => undefined as never;
  if (format.kind !== 'csv') return (json) => rowKey(key, json);
  if (key.names.length === 1) {
    if (isTypedKey(key.type)) {
      const type = required({ kind: 'scalar', name: typedScalar(key.type) });
      return cellConverter(type, reader, cells) as (cell: unknown) => Key;
    }
    if (dumped) return (cell) => rowKey(key, cellKey(key.type, cell as string));
    return key.type === 'uint64'
      ? (cell) => rowKey(key, (cell as string).trim())
      : (cell) => rowKey(key, cell);
  }
  const parts = key.names.map((name): Convert => {
    const type = schema.root.fields.get(name);
    const { shape } = type ?? {};
    const plain = shape?.kind === 'scalar' && /^(u?int|float|bool)/.test(shape.name);
    return plain ? cellConverter(type!, reader, cells) : (text) => text;
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

/** Converts a row of text by column; what is missing, or what the CSV has no column for, stays out. */
function csvRecord(
  { schema, ignoreUnknown, dumped, cells: reading, shaping }: EntryPlan,
  header: readonly string[],
  reader: JsonReader,
  aside: ReadonlySet<string> | undefined,
): (row: Row) => unknown {
  const { fields } = schema.root;
  const names = header.map((column) => (dumped ? fieldName(column) : column));
  const groups = shaping.group ? groupsOf(schema.root) : [];
  const groupOf = names.map((name) =>
    groups.find(([, group]) => name !== undefined && group.fields.has(name)),
  );
  const converters = names.map((name, column) => {
    const type = name === undefined ? undefined : (groupOf[column]?.[1].fields ?? fields).get(name);
    return type && cellConverter(type, reader, reading);
  });
  const passedOver = (name: string) =>
    aside?.has(name) || ignoreUnknown || shaping.select?.includes(name) === false;
  const known = names.map((name) => name === undefined || passedOver(name));
  const empty = [...emptyValues(schema.root)];
  const emptyGroups = groups.map(([name, group]) => [name, [...emptyValues(group)]] as const);
  // Without a prototype where a field is called __proto__; objects that have one are made in a sixth of the time.
  const bare = fields.has('__proto__');
  return (row) => {
    const { cells } = row as CsvRow;
    const record: Record<string, unknown> = bare ? Object.create(null) : {};
    for (const [name, value] of empty) record[name] = value;
    for (const [name, values] of emptyGroups) record[name] = Object.fromEntries(values);
    let column = 0;
    try {
      for (; column < header.length; column += 1) {
        const text = cells[column];
        if (text === undefined) continue;
        const convert = converters[column];
        const group = groupOf[column];
        const into = group === undefined ? record : (record[group[0]] as Record<string, unknown>);
        if (convert !== undefined) into[names[column]!] = convert(text);
        else if (!known[column]) break;
      }
    } catch (error) {
      throw named(error, names[column]!);
    }
    if (column === header.length) return record;
    throw new ValueError(
      `the schema has no field for column ${JSON.stringify(header[column])} (--ignore-unknown passes over it)`,
    );
  };
}

/** The structs that columns are nested in. */
function groupsOf({ fields }: StructNode): (readonly [name: string, group: StructNode])[] {
  return [...fields].flatMap(([name, { shape }]) =>
    shape.kind === 'struct' ? [[name, shape.struct] as const] : [],
  );
}
