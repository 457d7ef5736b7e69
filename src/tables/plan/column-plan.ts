/** What is to be made of the columns of a table that says its types: the schema, the keys, and how values come to be. */
import { ArgumentError, InputError } from '../../errors.js';
import { type Adapting, adapter, jsonAdapter, orNull } from '../columnar/adapt.js';
import { rowError } from '../columnar/column-values.js';
import type { ColumnarSource, ColumnValues } from '../columnar/columnar-source.js';
import { isNatural, MISSING_MEMBER, tellsMissing } from '../columnar/natural-shape.js';
import { ValueError } from '../input/value-error.js';
import { JsonReader } from '../json/json-to-value.js';
import { fieldName, KEY_MEMBER } from '../json/reserved-members.js';
import { noSuchField } from '../nearest-name.js';
import { MAX_FIELDS, type Schema, type TypeNode } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import { type SchemaTypes, typesOf } from '../schema/schema-to-types.js';
import type { BuildFromOptions } from './build-from-options.js';
import { keyed, keyFields, withKey } from './plan-keys.js';
import { type KeyPlan, outermost } from './row-keys.js';
import { checkSelected, selectedSchema } from './shape-fields.js';

/** A field, and the column that it comes from. */
export interface PlannedField {
  readonly name: string;
  /** Where it is in `ColumnPlan.columns`. */
  readonly column: number;
  /** Converts a batch's column. */
  adapt(values: ColumnValues, batch: BatchPlace): ColumnValues;
  /** Whether it leaves columns as they are. */
  readonly plain: boolean;
}

/** Which rows a batch has, and the column that tells null and missing values apart. */
export interface BatchPlace {
  readonly input: string;
  readonly first: number;
  readonly missing: ColumnValues | undefined;
}

export interface ColumnPlan {
  readonly source: ColumnarSource;
  readonly schema: Schema;
  readonly types: SchemaTypes;
  readonly key: KeyPlan | undefined;
  /** Fields of the key that are dates. */
  readonly dates: ReadonlySet<string>;
  /** Columns to read. */
  readonly columns: readonly string[];
  readonly fields: readonly PlannedField[];
  /** Where in `columns` the bits of missing fields are. */
  readonly missing: number | undefined;
}

export type ColumnOptions = BuildFromOptions & { readonly select?: readonly string[] | undefined };

/** Throws `InputError` for columns that have no place here, `ArgumentError` for options that do not go together. */
export function planColumns(
  source: ColumnarSource,
  given: Schema | undefined,
  options: ColumnOptions,
): ColumnPlan {
  if (options.group) throw new ArgumentError('--group is for CSV');
  for (const name of ['compact', 'dates', 'booleans'] as const) {
    if (!options[name]) continue;
    throw new ArgumentError(`--${name} is for text, whose types are inferred: ${source.name} says its own`);
  }
  const carried = given === undefined || isCarried(source, given) ? source.carried : undefined;
  const plain = source.carried === undefined;
  const nameOf = (column: string) => (plain ? column : fieldName(column));
  const { columnNames } = source;
  const known = Object.fromEntries(columnNames.map((name) => [name, undefined]));
  const found = keyFields({ fields: known, any: source.rowCount !== 0, dumped: !plain }, options);
  const apart = found === undefined ? new Set<string>() : outermost(found.names);
  for (const name of found?.names ?? []) {
    if (columnNames.includes(name) || columnNames.includes(name.split('.')[0]!)) continue;
    throw new InputError(`${source.name}: ${noSuchField(name, columnNames)}`, {
      input: source.name,
      field: name,
    });
  }
  const keyColumns = columnNames.filter((name) => apart.has(name));
  const fieldColumns = columnNames.filter((name) => nameOf(name) !== undefined && name !== MISSING_MEMBER);
  const columnOf = new Map(fieldColumns.map((name) => [nameOf(name)!, name]));
  const { select } = options;
  const whole = carried ?? given;
  if (whole === undefined) checkSelected(select, [...columnOf.keys()]);
  const wanted = select?.flatMap((name) => columnOf.get(name) ?? []) ?? fieldColumns;
  const declared =
    whole === undefined ? renamed(source.schemaOf(wanted), nameOf) : selectedSchema(whole, select);
  checkCount(source, declared, wanted);
  const planned = keyed(withKeyColumns(declared, source, keyColumns), found, {
    fields: known,
    any: source.rowCount !== 0,
    dumped: !plain,
  });
  const schema = withKey({ schema: { ...planned.schema, root: declared.root }, key: planned.key }, options);
  if (given !== undefined && !options.ignoreUnknown) refuseUnknown(source, given, wanted, apart, nameOf);
  const inFile = [...declared.root.fields].filter(([name]) => columnOf.has(name));
  // What the table holds is as the schema says that it was written by, whatever it is to be.
  const written = source.carried;
  const missing =
    written !== undefined &&
    tellsMissing(written.root.fields.values()) &&
    columnNames.includes(MISSING_MEMBER);
  const columns = [
    ...new Set([
      ...inFile.map(([name]) => columnOf.get(name)!),
      ...keyColumns,
      ...(missing ? [MISSING_MEMBER] : []),
    ]),
  ];
  const types = typesOf(schema);
  const reader = new JsonReader(schema, types.structs, { dumped: true });
  const adapting: Adapting = { schema, reader, carried: carried !== undefined };
  const order = [...(written ?? declared).root.fields.keys()];
  const isJson = (name: string) => {
    const type = written?.root.fields.get(name);
    return type !== undefined && !isNatural(type, written!.structs);
  };
  return {
    source,
    schema,
    types,
    key: planned.key,
    dates: new Set(keyColumns.filter((name) => isDate(source.schemaOf([name]).root.fields.get(name)!))),
    columns,
    missing: missing ? columns.indexOf(MISSING_MEMBER) : undefined,
    fields: inFile.map(([name, type]) => {
      const converting = given === undefined && carried === undefined ? undefined : adapting;
      const convert = converting && (isJson(name) ? jsonAdapter : adapter)(type, converting);
      return {
        name,
        column: columns.indexOf(columnOf.get(name)!),
        adapt: columnAdapter(name, type, order.indexOf(name), convert),
        plain: convert === undefined && !type.nullable,
      };
    }),
  };
}

/** Columns of the source's own types are as they are to be. */
function columnAdapter(
  column: string,
  type: TypeNode,
  index: number,
  convert: ReturnType<typeof adapter>,
): PlannedField['adapt'] {
  if (convert === undefined && !type.nullable) return (values) => values;
  return (values, { input, first, missing }) => {
    const { length } = values;
    const made = new Array<unknown>(length);
    let row = 0;
    try {
      for (; row < length; row += 1) {
        const value = orNull(values[row], type, missing?.[row], index);
        made[row] = value === null || value === undefined || convert === undefined ? value : convert(value);
      }
    } catch (error) {
      throw error instanceof ValueError ? rowError({ input, column, first }, row, error.message) : error;
    }
    return made;
  };
}

/** Whether a schema is the one by which the table was written. */
function isCarried({ carried }: ColumnarSource, given: Schema): boolean {
  return carried !== undefined && JSON.stringify(schemaJson(carried)) === JSON.stringify(schemaJson(given));
}

function isDate({ shape }: TypeNode): boolean {
  return shape.kind === 'scalar' && shape.name === 'date';
}

function renamed(schema: Schema, nameOf: (column: string) => string | undefined): Schema {
  const fields = Array.from(schema.root.fields, ([name, type]): [string, TypeNode] => [nameOf(name)!, type]);
  return { ...schema, root: { ...schema.root, fields: new Map(fields) } };
}

/** Keys may be in columns that are no fields. */
function withKeyColumns(schema: Schema, source: ColumnarSource, names: readonly string[]): Schema {
  const others = names.filter((name) => name !== KEY_MEMBER && !schema.root.fields.has(name));
  const fields = new Map([...schema.root.fields, ...source.schemaOf(others).root.fields]);
  return { ...schema, root: { ...schema.root, fields } };
}

function checkCount({ name: input }: ColumnarSource, { root }: Schema, wanted: readonly string[]): void {
  if (root.fields.size <= MAX_FIELDS) return;
  throw new InputError(
    `${input} has ${root.fields.size} columns, and a record has up to ${MAX_FIELDS} fields: name those to take, as in ` +
      `--select ${wanted.slice(0, 3).join(',')}`,
    { input },
  );
}

function refuseUnknown(
  { name: input }: ColumnarSource,
  { root }: Schema,
  wanted: readonly string[],
  apart: ReadonlySet<string>,
  nameOf: (column: string) => string | undefined,
): void {
  const unknown = wanted.find((name) => !root.fields.has(nameOf(name) ?? name) && !apart.has(name));
  if (unknown === undefined) return;
  throw new InputError(
    `${input}: the schema has no field for column ${JSON.stringify(unknown)} (--ignore-unknown passes over it)`,
    { input, field: unknown },
  );
}
