/** Between schemas as they are declared and as files hold them (docs/format.md 12). */
import { CorruptBufferError } from '../../errors.js';
import { PACKING, type PackingStruct } from '../packing-struct.js';
import { PickleTuple } from '../pickle/pickle-values.js';
import type { BuiltinName } from '../pickle/schema-model.js';
import type { StoredSchema } from '../pickle/schema-pickle.js';
import { readSchemaPickle, writeSchemaPickle } from '../pickle/schema-pickle.js';
import { Registry } from '../registry.js';
import { StructSchema } from '../struct-schema.js';
import type { AnyType } from '../type.js';
import { codecOfStored } from './embedded-type-names.js';
import { UndeclaredStructs } from './undeclared-structs.js';
import { structsIn, withStructs } from './user-data.js';

/** The description of a declared schema that its file embeds; nested schemas are described once each. */
export function describeSchema(
  schema: StructSchema,
  known: Map<StructSchema, StoredSchema> = new Map(),
): StoredSchema {
  const done = known.get(schema);
  if (done !== undefined) return done;
  const stored: StoredSchema = {
    slots: [],
    declared: schema.fields.map(({ name }) => name),
    alignment: schema.layout.alignment,
    version: schema.layout.version,
  };
  if (schema.userData !== undefined) stored.userData = schema.userData;
  known.set(schema, stored);
  const types = new Map(schema.fields.map(({ name, type }) => [name, type.stored]));
  for (const { name } of schema.layout.slots) {
    const type = types.get(name);
    stored.slots.push({
      name,
      type:
        type instanceof StructSchema
          ? { kind: 'struct', schema: describeSchema(type, known) }
          : { kind: 'builtin', name: type as BuiltinName },
    });
  }
  return stored;
}

/** Bytes of descriptions that are read again, since they stand under several codes; pickles can share them. */
const MAX_REPEATED = 2 ** 18;

/**
 * The bytes that a file embeds for a schema. With `structs`, the registered structs that its values may hold are
 * described in the user data, so that a reader without their declarations understands them.
 */
export function schemaBytes(schema: StructSchema, structs: boolean): Uint8Array {
  const stored = describeSchema(schema);
  const { registry } = schema;
  if (structs && registry instanceof Registry) {
    const described = [...registry.structs()].map(
      ([code, { name, schema: inner }]): [number, PickleTuple] => [
        code,
        new PickleTuple([name, writeSchemaPickle(describeSchema(inner))]),
      ],
    );
    if (described.length > 0) stored.userData = withStructs(schema.userData, new Map(described));
  }
  return writeSchemaPickle(stored);
}

/** A struct class for a schema of which no declaration is at hand: every field is optional and nullable. */
export function structFromStored(
  stored: StoredSchema,
  name = 'struct',
  registry: Registry = storedRegistry(stored),
): typeof PackingStruct {
  return new UndeclaredStructs(registry, codecOfStored, PACKING).struct(stored, name) as typeof PackingStruct;
}

/** A registry of the structs that a schema's user data describes; those of Python's files describe none. */
function storedRegistry(stored: StoredSchema): Registry {
  const registry = new Registry();
  const maker = new UndeclaredStructs(registry, codecOfStored, PACKING);
  const seen = new Set<Uint8Array>();
  let repeated = 0;
  for (const [code, entry] of structsIn(stored.userData)) {
    if (typeof code !== 'number' || !(entry instanceof PickleTuple)) continue;
    const [name, pickle] = entry.items;
    if (typeof name !== 'string' || !(pickle instanceof Uint8Array)) continue;
    if (seen.has(pickle)) repeated += pickle.length;
    if (repeated > MAX_REPEATED)
      throw new CorruptBufferError('one struct is described under many type codes');
    seen.add(pickle);
    registry.register(maker.struct(readSchemaPickle(pickle), name) as unknown as AnyType, code);
  }
  return registry;
}
