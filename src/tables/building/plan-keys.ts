/** Which keys a file has, and where in the rows they are. */
import { ArgumentError } from '../../errors.js';
import type { Input } from '../input/input-file.js';
import { type Format, rowsOf } from '../input/input-format.js';
import type { Position } from '../input/rows.js';
import { KEY_MEMBER, member } from '../json/reserved-members.js';
import type { KeyNode, KeyTypeName, Schema } from '../schema/schema.js';
import type { BuildFromOptions } from './build-from-options.js';

import type { RowPlan } from './second-pass.js';

/** A schema with its keys, and where in the rows these are. */
export interface Planned {
  readonly schema: Schema;
  readonly key: RowPlan['key'];
}

/** Where the keys are in rows whose schema is given; the first row shows whether they bring a `$key`. */
export function keyed(input: Input, format: Format, schema: Schema, named: string | undefined): Planned {
  const position: Position = { line: 0, bytes: 0 };
  const first = rowsOf(input, format, position).next();
  const fields = first.done ? {} : first.value.fields;
  const field = named ?? (Object.hasOwn(fields, KEY_MEMBER) ? KEY_MEMBER : undefined);
  if (field === undefined) {
    if (schema.key !== undefined && !first.done) {
      throw new ArgumentError('the schema has a key: say which field of the records it is with --key');
    }
    return { schema, key: schema.key && { field: KEY_MEMBER, type: schema.key.type } };
  }
  const type = schema.key?.type ?? typeOfField(schema, field) ?? guessed(member(fields, field));
  return { schema, key: { field, type } };
}

function typeOfField({ root }: Schema, name: string): KeyTypeName | undefined {
  const shape = root.fields.get(name)?.shape;
  if (shape === undefined) return undefined;
  const type = shape.kind === 'scalar' ? shape.name : '';
  if (type === 'string' || type === 'bytes') return type;
  if (/^u?int\d*$/.test(type)) return 'uint64';
  throw new ArgumentError(`field ${name} cannot be the key: keys are strings, bytes or unsigned integers`);
}

function guessed(key: unknown): KeyTypeName {
  return typeof key === 'number' || typeof key === 'bigint' ? 'uint64' : 'string';
}

/** The schema with what the options say of its key. */
export function withKey(
  { schema, key }: Planned,
  { multi, width, index, columns }: BuildFromOptions,
): Schema {
  if (key === undefined) {
    if (multi || width !== undefined || index !== undefined || columns !== undefined) {
      throw new ArgumentError(
        '--multi, --width, --index and --column are for files with keys: say which field is the key with --key',
      );
    }
    return schema;
  }
  const node: KeyNode = {
    type: key.type,
    width: width ?? schema.key?.width ?? 64,
    multi: multi ?? schema.key?.multi ?? false,
  };
  return { ...schema, key: node };
}
