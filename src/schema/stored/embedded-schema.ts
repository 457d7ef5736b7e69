/** Between schemas as they are declared and as files hold them (docs/format.md 12). */
import { CorruptBufferError, SchemaError } from '../../errors.js';
import { isAlignment, Layout, type Slot } from '../layout.js';
import { PickleTuple } from '../pickle/pickle-values.js';
import type { BuiltinName } from '../pickle/schema-model.js';
import type { StoredSchema, StoredType } from '../pickle/schema-pickle.js';
import { readSchemaPickle, writeSchemaPickle } from '../pickle/schema-pickle.js';
import { Registry } from '../registry.js';
import { defineFields, Struct, structClass, typeOf } from '../struct-class.js';
import { type Field, StructSchema } from '../struct-schema.js';
import type { AnyType, Descriptor } from '../type.js';
import { codecOfStored } from './embedded-type-names.js';
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

/** The layout of the records that a stored schema describes. Throws `SchemaError` for one that cannot be. */
export function layoutOf(stored: StoredSchema): Layout {
  if (!isAlignment(stored.alignment) || (stored.version !== 1 && stored.version !== 2)) {
    throw new SchemaError(
      `the stored schema has alignment ${stored.alignment} and version ${stored.version}, which cannot be read`,
    );
  }
  const slots = stored.slots.map(({ name, type }): Slot => ({ name, size: storedSize(type) || 8 }));
  return new Layout(slots, stored.alignment, stored.version);
}

function storedSize(type: StoredType): number {
  return type.kind === 'builtin' ? codecOfStored(type.name).size : 0;
}

/** A struct class for a schema of which no declaration is at hand: every field is optional and nullable. */
export function structFromStored(
  stored: StoredSchema,
  name = 'struct',
  registry: Registry = storedRegistry(stored),
): typeof Struct {
  return new Undeclared(registry).struct(stored, name);
}

/** Makes one class for each schema met, so that schemas that contain themselves come out right. */
class Undeclared {
  readonly #registry: Registry;
  readonly #made = new Map<StoredSchema, typeof Struct>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  struct(stored: StoredSchema, name: string): typeof Struct {
    const known = this.#made.get(stored);
    if (known !== undefined) return known;
    const made = structClass(Struct, name);
    this.#made.set(stored, made);
    const types = new Map(stored.slots.map((slot) => [slot.name, slot.type]));
    const fields = stored.declared.map(
      (field): Field => ({ name: field, type: this.#type(types.get(field)!, field) }),
    );
    defineFields(made, new StructSchema(fields, layoutOf(stored), this.#registry));
    return made;
  }

  #type(stored: StoredType, name: string): Descriptor {
    if (stored.kind === 'struct') {
      const type = typeOf(this.struct(stored.schema, name));
      return { ...type, optional: true, nullable: true };
    }
    const type = stored.kind === 'builtin' ? stored.name : stored.global;
    return { codec: codecOfStored(type), stored: type, optional: true, nullable: true };
  }
}

/** A registry of the structs that a schema's user data describes; those of Python's files describe none. */
function storedRegistry(stored: StoredSchema): Registry {
  const registry = new Registry();
  const maker = new Undeclared(registry);
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
