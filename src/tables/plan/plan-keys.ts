/** Which keys a file has, and where in the rows they are. */
import { ArgumentError, SchemaError } from '../../errors.js';
import { KEY_MEMBER } from '../json/reserved-members.js';
import type { KeyNode, KeyTypeName, Schema, Shape, StructNode } from '../schema/schema.js';
import type { BuildFromOptions } from './build-from-options.js';
import type { FirstLook } from './first-look.js';
import { checkKeyOptions, refuseKeyOptions } from './key-options.js';
import { fieldAt, type KeyFields, type KeyPlan, namedFields } from './row-keys.js';

/** A schema with its keys, and where in the rows these are. */
export interface Planned {
  readonly schema: Schema;
  readonly key: KeyPlan | undefined;
}

/** Where the keys are in the rows: as the options say, else where `dump` puts them, if the first row has one there. */
export function keyFields(
  first: FirstLook,
  { key, skipMissingKey, keyType: type }: BuildFromOptions,
): KeyFields | undefined {
  const skip = skipMissingKey ?? false;
  if (key !== undefined) {
    const names = checkedNames(namedFields(key, first.fields));
    if (names.length > 1 && type !== undefined && type !== 'any') {
      throw new ArgumentError(`keys of several fields are any, not --key-type ${type}`);
    }
    return { names, skip, type };
  }
  if (skip)
    throw new ArgumentError(
      '--skip-missing-key is for files with keys: say which field is the key with --key',
    );
  return first.dumped && Object.hasOwn(first.fields, KEY_MEMBER)
    ? { names: [KEY_MEMBER], skip, type }
    : undefined;
}

function checkedNames(names: readonly string[]): readonly string[] {
  if (names.length > 0 && names.every((name) => typeof name === 'string' && name !== '')) return names;
  throw new ArgumentError('a key is a field, as id or address.city, or several: country,city');
}

/** The keys by a schema that is given. Throws `ArgumentError` where these do not go together. */
export function keyed(schema: Schema, fields: KeyFields | undefined, first: FirstLook): Planned {
  if (fields === undefined) {
    if (schema.key === undefined) return { schema, key: undefined };
    if (first.any) {
      throw new ArgumentError('the schema has a key: say which field of the records it is with --key');
    }
    return { schema, key: { names: [KEY_MEMBER], skip: false, type: schema.key.type } };
  }
  const { names } = fields;
  if (names.length > 1) {
    if (schema.key !== undefined && schema.key.type !== 'any') {
      throw new SchemaError(
        `the schema says that keys are ${schema.key.type}, and those of several fields are any`,
      );
    }
    return { schema, key: { ...fields, type: 'any' } };
  }
  const type =
    fields.type ??
    schema.key?.type ??
    typeOfField(schema, names[0]!) ??
    guessed(fieldAt(first.fields, names[0]!));
  return { schema, key: { ...fields, type } };
}

/** Types whose text is the key: of days, times and decimals. */
const TEXTUAL = /^(date|decimal)/;

/** The shape of a field by its name, or by the path that leads to it. */
function shapeAt({ root, structs }: Schema, name: string): Shape | undefined {
  const own = root.fields.get(name)?.shape;
  if (own !== undefined) return own;
  let shape: Shape | undefined = { kind: 'struct', struct: root };
  for (const segment of name.split('.')) {
    let struct: StructNode | undefined;
    if (shape?.kind === 'struct') struct = shape.struct;
    else if (shape?.kind === 'named') struct = structs.get(shape.name);
    shape = struct?.fields.get(segment)?.shape;
  }
  return shape;
}

function typeOfField(schema: Schema, name: string): KeyTypeName | undefined {
  const shape = shapeAt(schema, name);
  if (shape === undefined) return undefined;
  const type = shape.kind === 'scalar' ? shape.name : '';
  if (type === 'string' || type === 'bytes') return type;
  if (/^u?int\d*$/.test(type)) return 'uint64';
  if (type === 'float64') return 'float64';
  if (TEXTUAL.test(type)) return 'string';
  throw new ArgumentError(`field ${name} cannot be the key: keys are strings, bytes, integers or float64`);
}

function guessed(key: unknown): KeyTypeName {
  if (typeof key !== 'number' && typeof key !== 'bigint') return 'string';
  if (typeof key === 'number' && !Number.isSafeInteger(key)) return 'float64';
  return key < 0 ? 'signed' : 'uint64';
}

/** The schema with what the options say of its key. */
export function withKey({ schema, key }: Planned, options: BuildFromOptions): Schema {
  if (key === undefined) {
    refuseKeyOptions(options);
    return schema;
  }
  const { multi, width } = options;
  const node: KeyNode = {
    ...schema.key,
    type: key.type,
    width: width ?? schema.key?.width ?? 64,
    multi: multi ?? schema.key?.multi ?? false,
  };
  checkKeyOptions(node, options);
  return { ...schema, key: node };
}
