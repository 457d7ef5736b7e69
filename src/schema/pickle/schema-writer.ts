import { SchemaError } from '../../errors.js';
import { PickleCall, type PickleDict, PickleGlobal, PickleTuple, type PickleValue } from './pickle-values.js';
import { PickleWriter } from './pickle-writer.js';
import { globalOfType, MODULE, type StoredSchema, type StoredType } from './schema-model.js';

const SCHEMA: PickleGlobal = new PickleGlobal(MODULE, 'Schema');
const STRUCT: PickleGlobal = new PickleGlobal(MODULE, 'mapped_object_with_schema');

/**
 * Writes a schema as Python pickles it, byte for byte (docs/format.md 12), but for schemas that contain themselves.
 * Throws `SchemaError` if it cannot be written.
 */
export function writeSchemaPickle(schema: StoredSchema): Uint8Array {
  const objects = new SchemaObjects();
  const root = objects.schema(schema);
  const writer = new PickleWriter();
  if (objects.cyclic) writeInSteps(writer, objects.all());
  writer.save(root);
  return writer.finish();
}

/**
 * What Python writes for a schema that contains itself, Python cannot read: a schema meets its own type before
 * all its slots are known, or before that type has its schema. So first write every object, then give each its
 * state, the struct types before the schemas: Python reads that, and the records too.
 */
function writeInSteps(writer: PickleWriter, objects: readonly PickleCall[]): void {
  const states = objects.map((object) => object.states.splice(0));
  for (const object of objects) {
    writer.save(object);
    writer.drop();
  }
  for (const [i, object] of objects.entries()) {
    for (const state of states[i]!) {
      writer.saveState(object, state);
      writer.drop();
    }
  }
}

/** The Python objects of the schemas in one pickle: one `Schema` and one struct type for each. */
class SchemaObjects {
  /** Whether a schema contains itself. */
  cyclic = false;
  readonly #schemas: Map<StoredSchema, PickleCall> = new Map();
  readonly #structs: Map<StoredSchema, PickleCall> = new Map();
  /** Schemas whose slots are being looked at. */
  readonly #open: Set<StoredSchema> = new Set();

  /** Every object, struct types first. */
  all(): PickleCall[] {
    return [...this.#structs.values(), ...this.#schemas.values()];
  }

  /** The object of a schema; makes those of the schemas that it refers to as well. */
  schema(schema: StoredSchema): PickleCall {
    const known = this.#schemas.get(schema);
    if (known !== undefined) return known;
    const types: PickleDict = new Map();
    const call = new PickleCall('reduce', SCHEMA, new PickleTuple([types]));
    this.#schemas.set(schema, call);
    this.#open.add(schema);
    for (const [name, type] of slotTypes(schema)) types.set(name, this.#type(name, type));
    this.#open.delete(schema);
    call.states.push(stateOf(schema, types));
    return call;
  }

  /** The type of slots that hold a record of `schema`. */
  #struct(schema: StoredSchema): PickleCall {
    const known = this.#structs.get(schema);
    if (known !== undefined) return known;
    const call = new PickleCall('reduce', STRUCT, new PickleTuple([null]));
    this.#structs.set(schema, call);
    call.states.push(new PickleTuple([this.schema(schema)]));
    return call;
  }

  #type(slot: string, type: StoredType): PickleValue {
    if (type.kind === 'struct') {
      if (this.#open.has(type.schema)) this.cyclic = true;
      return this.#struct(type.schema);
    }
    const global = globalOfType(type)?.split(' ');
    if (global !== undefined) return new PickleGlobal(global[0]!, global[1]!);
    const found = type.kind === 'builtin' ? type.name : type.global;
    throw new SchemaError(`slot ${slot}: its type (${found}) cannot be written; declare another`);
  }
}

function stateOf(schema: StoredSchema, types: PickleDict): PickleDict {
  const state = new Map<PickleValue, PickleValue>([
    ['slot_types', types],
    ['slot_keys', new PickleTuple(schema.slots.map((slot) => slot.name))],
    ['alignment', schema.alignment],
    ['bases', schema.bases ?? null],
    ['version', schema.version],
  ]);
  // The writer takes plain objects as well.
  const userData = (schema.userData ?? null) as PickleValue;
  if (userData !== null) state.set('user_data', userData);
  return state;
}

/** The types of a schema's slots, in declared order. */
function slotTypes({ slots, declared }: StoredSchema): Map<string, StoredType> {
  const types = new Map(slots.map((slot) => [slot.name, slot.type]));
  const ordered = new Map<string, StoredType>();
  for (const name of declared) {
    const type = types.get(name);
    if (type === undefined)
      throw new SchemaError(`slot ${name} is declared but not among the stored slots: add it`);
    ordered.set(name, type);
  }
  if (ordered.size !== declared.length || ordered.size !== slots.length) {
    throw new SchemaError(
      `${slots.length} slots are stored and ${ordered.size} declared: list each name once in both`,
    );
  }
  return ordered;
}
