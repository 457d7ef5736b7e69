/** Which fields of the rows become fields of the records, and how more of them than a struct holds are nested. */
import { ArgumentError } from '../../errors.js';
import type { JsonObject } from '../json/reserved-members.js';
import { noSuchField } from '../nearest-name.js';
import {
  DEFAULT_ALIGNMENT,
  MAX_FIELDS,
  required,
  type Schema,
  type StructNode,
  type TypeNode,
} from '../schema/schema.js';

export interface Shaping {
  /** Names of the fields to take, in their order; all where it is undefined. */
  readonly select: readonly string[] | undefined;
  /** Whether columns are nested into structs `g1`, `g2` and so on of 64 each, where there are more than that. */
  readonly group: boolean;
}

/** The names that the user gives: an array, or text with commas. Throws `ArgumentError` for what is none. */
export function selection(select: string | readonly string[] | undefined): readonly string[] | undefined {
  const names = typeof select === 'string' ? select.split(',').map((name) => name.trim()) : select;
  const wrong = names?.find((name, at) => !name || names.indexOf(name) !== at);
  if (wrong !== undefined || names?.length === 0) {
    throw new ArgumentError(
      `fields are selected by their names, each once, as --select id,name: ${wrong || 'one'} is not`,
    );
  }
  return names;
}

/** Throws `ArgumentError` for a name that is not among those there are. */
export function checkSelected(select: readonly string[] | undefined, names: readonly string[]): void {
  const known = new Set(names);
  const unknown = select?.find((name) => !known.has(name));
  if (unknown !== undefined) throw new ArgumentError(`--select: ${noSuchField(unknown, names)}`);
}

/** The selected fields of a schema, in their order. Throws `ArgumentError` for a name that it has not. */
export function selectedSchema(schema: Schema, select: readonly string[] | undefined): Schema {
  if (select === undefined) return schema;
  const { root, key } = schema;
  checkSelected(select, [...root.fields.keys()]);
  const fields = new Map(select.map((name) => [name, root.fields.get(name)!]));
  const columns = key?.columns?.filter((name) => fields.has(name));
  const indexes = key?.indexes?.filter((each) => {
    const field = typeof each === 'string' ? each : (each.field ?? each.name);
    return fields.has(field) || fields.has(field.split('.')[0]!);
  });
  return { ...schema, root: { ...root, fields }, key: key && { ...key, columns, indexes } };
}

/** The selected fields of a row. */
export function picked(fields: JsonObject, select: readonly string[] | undefined): JsonObject {
  if (select === undefined) return fields;
  const made: Record<string, unknown> = Object.create(null);
  for (const name of select) if (Object.hasOwn(fields, name)) made[name] = fields[name];
  return made;
}

/** Throws `ArgumentError` for columns that are too many, with what to type. */
export function shapedColumns(
  fields: readonly (readonly [string, TypeNode])[],
  { group }: Shaping,
): StructNode {
  if (fields.length <= MAX_FIELDS) return { fields: new Map(fields), alignment: DEFAULT_ALIGNMENT };
  if (!group) {
    const first = fields.slice(0, MAX_FIELDS).map(([name]) => name);
    throw new ArgumentError(
      `there are ${fields.length} columns, and a record has up to ${MAX_FIELDS} fields: --group nests them into structs of ` +
        `${MAX_FIELDS}, g1, g2 and so on, and --select takes some: --select ${JSON.stringify(first.join(','))}`,
    );
  }
  const groups = new Map<string, TypeNode>();
  for (let at = 0; at < fields.length; at += MAX_FIELDS) {
    const struct = { fields: new Map(fields.slice(at, at + MAX_FIELDS)), alignment: DEFAULT_ALIGNMENT };
    groups.set(`g${groups.size + 1}`, required({ kind: 'struct', struct }));
  }
  if (groups.size > MAX_FIELDS) {
    throw new ArgumentError(
      `there are ${fields.length} columns, and --group nests up to ${MAX_FIELDS ** 2}: --select takes some`,
    );
  }
  return { fields: groups, alignment: DEFAULT_ALIGNMENT };
}
