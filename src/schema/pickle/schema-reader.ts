import { SchemaError, VersionError } from '../../errors.js';
import { readPickle } from './pickle-reader.js';
import { PickleCall, PickleGlobal, PickleTuple, type PickleValue } from './pickle-values.js';
import {
  MAX_ALIGNMENT,
  MODULE,
  type StoredSchema,
  type StoredSlot,
  type StoredType,
  typeOfGlobal,
} from './schema-model.js';

/** A record's two bitmaps have 64 bits each (docs/format.md 9). */
const MAX_SLOTS = 64;
const DEFAULT_ALIGNMENT = 8;
/** Of a pickle from before versions were written. */
const FIRST_VERSION = 1;
const LAST_VERSION = 2;

/**
 * Reads an embedded schema (docs/format.md 12) without running anything. `base` is where its bytes start in the file.
 * A schema that contains itself gives the same `StoredSchema` object again. Throws `CorruptBufferError` if the
 * bytes are no pickle, `SchemaError` if the pickle is no schema, `VersionError` if the schema's version is unknown.
 */
export function readSchemaPickle(bytes: Uint8Array, base = 0): StoredSchema {
  return new SchemaReader(base).read(readPickle(bytes, { base }));
}

/** Works from a list of schemas still to be filled in, not by recursion, since schemas may contain each other. */
class SchemaReader {
  readonly #where: string;
  readonly #schemas: Map<PickleCall, StoredSchema> = new Map();
  readonly #unread: [PickleCall, StoredSchema][] = [];

  constructor(base: number) {
    this.#where = `the embedded schema at byte ${base}`;
  }

  read(root: PickleValue): StoredSchema {
    const schema = this.#schemaOf(root);
    for (let next = this.#unread.pop(); next !== undefined; next = this.#unread.pop()) this.#fill(...next);
    return schema;
  }

  /** The schema that `value` stands for, to be filled in later. */
  #schemaOf(value: PickleValue): StoredSchema {
    if (!isCallOf(value, 'Schema')) this.#refuse('is not a sharedbuffers Schema');
    const known = this.#schemas.get(value);
    if (known !== undefined) return known;
    const schema: StoredSchema = {
      slots: [],
      declared: [],
      alignment: DEFAULT_ALIGNMENT,
      version: FIRST_VERSION,
    };
    this.#schemas.set(value, schema);
    this.#unread.push([value, schema]);
    return schema;
  }

  #fill(call: PickleCall, schema: StoredSchema): void {
    const [state] = call.states;
    if (!(state instanceof Map)) this.#refuse('has no state');
    const types = state.get('slot_types');
    if (!(types instanceof Map)) this.#refuse('has no slot types');
    if (types.size > MAX_SLOTS) this.#refuse(`has ${types.size} slots, more than ${MAX_SLOTS}`);
    schema.declared = [...types.keys()].map((name) => this.#name(name));
    schema.slots = this.#slots(state.get('slot_keys'), types);
    schema.alignment = this.#integer(state.get('alignment') ?? DEFAULT_ALIGNMENT, 'alignment');
    if (schema.alignment > MAX_ALIGNMENT) this.#refuse(`has an alignment of ${schema.alignment}`);
    schema.version = this.#integer(state.get('version') ?? FIRST_VERSION, 'version');
    if (schema.version > LAST_VERSION) {
      throw new VersionError(
        `${this.#where} is of version ${schema.version}; this library reads up to ${LAST_VERSION}: update it`,
      );
    }
    const userData = state.get('user_data') ?? null;
    const bases = state.get('bases') ?? null;
    if (userData !== null) schema.userData = userData;
    if (bases !== null) schema.bases = bases;
  }

  /** The slots in stored order, which must be those of `types`. */
  #slots(keys: PickleValue | undefined, types: ReadonlyMap<PickleValue, PickleValue>): StoredSlot[] {
    if (!(keys instanceof PickleTuple)) this.#refuse('has no slot order');
    if (keys.items.length !== types.size || new Set(keys.items).size !== types.size) {
      this.#refuse('orders other slots than it has');
    }
    return keys.items.map((key) => {
      const type = types.get(key);
      if (type === undefined) this.#refuse('orders a slot that it does not have');
      return { name: this.#name(key), type: this.#type(type) };
    });
  }

  #type(value: PickleValue): StoredType {
    if (value instanceof PickleGlobal) return typeOfGlobal(`${value.module} ${value.name}`);
    if (isCallOf(value, 'mapped_object_with_schema')) {
      const [state] = value.states;
      if (!(state instanceof PickleTuple) || state.items.length !== 1)
        this.#refuse('has a struct without schema');
      return { kind: 'struct', schema: this.#schemaOf(state.items[0]!) };
    }
    return { kind: 'unknown', global: describe(value) };
  }

  #name(value: PickleValue): string {
    return typeof value === 'string' ? value : this.#refuse('has a slot whose name is not text');
  }

  #integer(value: PickleValue, what: string): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    return this.#refuse(`has an ${what} that is not a positive integer`);
  }

  #refuse(what: string): never {
    throw new SchemaError(`${this.#where} ${what}: restore the file, or open it with a schema of your own`);
  }
}

function isCallOf(value: PickleValue, name: string): value is PickleCall {
  return (
    value instanceof PickleCall && value.callable instanceof PickleGlobal && value.callable.is(MODULE, name)
  );
}

/** A word for a type that is not a name, for errors. */
function describe(value: PickleValue): string {
  if (!(value instanceof PickleCall) || !(value.callable instanceof PickleGlobal)) return 'not a type';
  return `a call of ${value.callable.module} ${value.callable.name}`;
}
