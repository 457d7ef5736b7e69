/** Whether two declared structs are stored alike. */
import { SchemaError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { sameLayout } from '../layout.js';
import { StructCodec } from '../struct-codec.js';
import type { StructSchema } from '../struct-schema.js';
import { type AnyType, type Descriptor, isType, TYPE } from '../type.js';
import { sameBytes } from './embedded-type-names.js';

/**
 * Whether records of one struct can be read as those of the other, as they are: the same fields, of the same stored
 * types, at the same places. What a type is called does not matter, but its bytes: `t.int` and `t.bigint64`, `t.list`
 * and `t.listView` are alike, and element types are not looked at. Nor are names of classes, user data and what is
 * optional.
 *
 * @param a A struct.
 * @param b Another one.
 * @throws `SchemaError` for what is no struct.
 *
 * @example
 * compatible(struct({ id: t.int }), struct({ id: t.bigint64 })); // true
 * compatible(struct({ id: t.int }), struct({ id: t.uint8 })); // false
 */
export function compatible(a: AnyType, b: AnyType): boolean {
  return sameSchema(schemaOf(a), schemaOf(b), new Map());
}

function schemaOf(type: AnyType): StructSchema {
  const codec = isType(type) ? type[TYPE].codec : undefined;
  if (codec instanceof StructCodec) return codec.schema;
  throw new SchemaError(`${codec?.name ?? describe(type)} is no struct: only structs are compared`);
}

/** `compared`: pairs that are being compared further out, which a struct within itself leads to again. */
function sameSchema(
  a: StructSchema,
  b: StructSchema,
  compared: Map<StructSchema, Set<StructSchema>>,
): boolean {
  if (a === b) return true;
  if (!sameLayout(a.layout, b.layout) || a.layout.version !== b.layout.version) return false;
  const known = compared.get(a) ?? new Set();
  if (known.has(b)) return true;
  compared.set(a, known.add(b));
  const types = new Map(b.fields.map(({ name, type }) => [name, type]));
  return a.fields.every(({ name, type }) => {
    const other = types.get(name);
    return other !== undefined && sameType(type, other, compared);
  });
}

function sameType(a: Descriptor, b: Descriptor, compared: Map<StructSchema, Set<StructSchema>>): boolean {
  // By their codecs: the schema of a struct within itself is not there yet when its field is described.
  const structs = [a, b].map(({ codec }) => (codec instanceof StructCodec ? codec.schema : undefined));
  if (structs[0] !== undefined && structs[1] !== undefined)
    return sameSchema(structs[0], structs[1], compared);
  return structs[0] === structs[1] && sameBytes(String(a.stored), String(b.stored));
}
