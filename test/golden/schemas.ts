/** The schemas of golden cases, declared with this library's types. */
import { type Alignment, type Fields, Registry, struct, t } from 'sharedbuffers';
import { type GoldenSchema, type JsonNode, manifest } from './manifest.js';

export type AnyType = Fields[string];

/** Type names of the manifest that this library has; proxied types are read as views. */
const TYPES: ReadonlyMap<string, AnyType> = new Map<string, AnyType>([
  ['uint8', t.uint8],
  ['int8', t.int8],
  ['uint16', t.uint16],
  ['int16', t.int16],
  ['uint32', t.uint32],
  ['int32', t.int32],
  ['uint64', t.uint64],
  ['int64', t.int64],
  ['int', t.int],
  ['float32', t.float32],
  ['float64', t.float64],
  ['float', t.float],
  ['bool', t.bool],
  ['mapped_unicode', t.string],
  ['mapped_bytes', t.bytes],
  ['mapped_list', t.list],
  ['mapped_tuple', t.tuple],
  ['mapped_frozenset', t.set],
  ['mapped_object', t.any],
  ['proxied_ndarray', t.ndarray],
  ['proxied_buffer', t.buffer],
  ['mapped_date', t.date],
  ['mapped_datetime', t.datetime],
  ['mapped_datetime_utc', t.datetimeUtc],
  ['mapped_datetime_local', t.datetimeLocal],
  ['mapped_datetime_tz', t.datetimeTz],
  ['mapped_datetime_tz_local', t.datetimeTzLocal],
  ['mapped_decimal', t.decimal],
  ['mapped_dict', t.dict],
  ['proxied_list', t.listView],
  ['proxied_tuple', t.tupleView],
  ['proxied_frozenset', t.setView],
  ['proxied_dict', t.dictView],
]);

/** 64-bit slots, for cases with integers that no `number` holds. */
const WIDE: ReadonlyMap<string, AnyType> = new Map<string, AnyType>([
  ['uint64', t.biguint64],
  ['int64', t.bigint64],
  ['int', t.bigint64],
]);

export const registry = new Registry();
const registered = new Map<string, AnyType>();

/** The type of a slot; `undefined` while the library lacks it. */
export function typeNamed(name: string, wide = false): AnyType | undefined {
  if (name.startsWith('registered:')) return registered.get(name.slice('registered:'.length));
  return (wide ? WIDE.get(name) : undefined) ?? TYPES.get(name);
}

/** A struct class for a golden schema. Every field may be missing or None there. */
export function structFor(
  schema: GoldenSchema,
  name: string,
  sample: JsonNode = {},
): ReturnType<typeof struct> {
  const fields = schema.declared.map(([field]): [string, AnyType] => {
    const typeName = schema.slots.find(([slot]) => slot === field)![1];
    const value = sample[field];
    const wide = typeof value === 'object' && value !== null && '$int' in value;
    const type = typeNamed(typeName, wide);
    if (type === undefined)
      throw new Error(`${name}.${field} is of type ${typeName}, which does not exist yet`);
    return [field, type.optional().nullable()];
  });
  const options = { name, registry, alignment: schema.alignment as Alignment };
  return struct(Object.fromEntries(fields), options);
}

for (const [name, { typecode_hex, schema }] of Object.entries(manifest.registered_types)) {
  const type = structFor(schema, name);
  registry.register(type, Number.parseInt(typecode_hex, 16));
  registered.set(name, type);
}
