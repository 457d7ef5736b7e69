import { SchemaError } from '../../errors.js';
import { globalOfType, MODULE, type StoredSchema, type StoredType } from './stored-schema.js';
import { PickleCall, PickleGlobal, type PickleInput, PickleTuple, type PickleValue } from './values.js';
import { PickleWriter } from './writer.js';

const SCHEMA: PickleGlobal = new PickleGlobal(MODULE, 'Schema');
const STRUCT: PickleGlobal = new PickleGlobal(MODULE, 'mapped_object_with_schema');

/** Writes a schema as Python pickles it, byte for byte (FORMAT.md 12). Throws `SchemaError` if it cannot be written. */
export function writeSchemaPickle(schema: StoredSchema): Uint8Array {
  const objects = new SchemaObjects();
  const writer = new PickleWriter();
  const call = objects.schema(schema);
  if (contains(schema, schema)) {
    // What Python writes for a schema that contains itself, Python cannot read: the inner mention gets its state
    // before all slots are known. Starting from the struct type instead, every schema is whole when it gets its
    // state. The schema is then taken from the memo.
    writer.save(objects.struct(schema));
    writer.drop();
  }
  writer.save(call);
  return writer.finish();
}

/** The Python objects of the schemas in one pickle: one `Schema` and one struct type for each. */
class SchemaObjects {
  readonly #schemas: Map<StoredSchema, PickleCall> = new Map();
  readonly #structs: Map<StoredSchema, PickleCall> = new Map();

  /** Also makes the objects of the schemas that `root` refers to. */
  schema(root: StoredSchema): PickleCall {
    const known = this.#schemas.get(root);
    if (known !== undefined) return known;
    const types = slotTypes(root);
    const declared: Map<PickleValue, PickleValue> = new Map();
    const call = new PickleCall('reduce', SCHEMA, new PickleTuple([declared]));
    this.#schemas.set(root, call);
    for (const [name, type] of types) declared.set(name, this.#type(name, type));
    const state: Map<PickleValue, PickleInput> = new Map<PickleValue, PickleInput>([
      ['slot_types', declared],
      ['slot_keys', new PickleTuple(root.slots.map((slot) => slot.name))],
      ['alignment', root.alignment],
      ['bases', root.bases ?? null],
      ['version', root.version],
    ]);
    const userData = root.userData ?? null;
    if (userData !== null) state.set('user_data', userData);
    call.states.push(state as Map<PickleValue, PickleValue>);
    return call;
  }

  /** The type of slots that hold a record of `schema`. */
  struct(schema: StoredSchema): PickleCall {
    const known = this.#structs.get(schema);
    if (known !== undefined) return known;
    const call = new PickleCall('reduce', STRUCT, new PickleTuple([null]));
    this.#structs.set(schema, call);
    call.states.push(new PickleTuple([this.schema(schema)]));
    return call;
  }

  #type(slot: string, type: StoredType): PickleValue {
    if (type.kind === 'struct') return this.struct(type.schema);
    const global = globalOfType(type)?.split(' ');
    if (global === undefined) {
      throw new SchemaError(`slot ${slot}: its type (${describe(type)}) cannot be written; declare another`);
    }
    return new PickleGlobal(global[0]!, global[1]!);
  }
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

/** Whether a record of `schema` may hold one of `wanted`, at any depth below its own. */
function contains(schema: StoredSchema, wanted: StoredSchema): boolean {
  const seen = new Set<StoredSchema>();
  const unread = [schema];
  for (let next = unread.pop(); next !== undefined; next = unread.pop()) {
    for (const { type } of next.slots) {
      if (type.kind !== 'struct') continue;
      if (type.schema === wanted) return true;
      if (seen.has(type.schema)) continue;
      seen.add(type.schema);
      unread.push(type.schema);
    }
  }
  return false;
}

function describe(type: Exclude<StoredType, { kind: 'struct' }>): string {
  return type.kind === 'builtin' ? type.name : type.global;
}
