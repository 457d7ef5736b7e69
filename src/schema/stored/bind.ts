/** Reading records by a declared schema where the file holds them by its own. */
import { SchemaError } from '../../errors.js';
import { sameLayout } from '../layout.js';
import { PackingSchema } from '../packing-schema.js';
import type { StoredSchema, StoredSlot } from '../pickle/schema-pickle.js';
import { FIELDS } from '../proxies/proxy.js';
import { makeSetter } from '../proxies/setters.js';
import { defineFields, type Struct, structClass, typeOf } from '../struct-class.js';
import type { StructCodec } from '../struct-codec.js';
import { type Field, StructSchema } from '../struct-schema.js';
import type { Descriptor } from '../type.js';
import { codecOfStored, sameBytes } from './embedded-type-names.js';
import { layoutOf } from './undeclared-structs.js';

/**
 * The class that reads a file's records as the declared one: the declared class itself when the file's layout is
 * the same, else a subclass with getters for that layout. Fields that the file lacks read as missing. Throws
 * `SchemaError` with all differences when a field is stored as another type than declared.
 */
export function bindStruct(declared: typeof Struct, stored: StoredSchema): typeof Struct {
  const differences: string[] = [];
  const bound = bind(declared, stored, '', differences);
  if (differences.length > 0) {
    throw new SchemaError(
      `the file's records are not what ${typeOf(declared).codec.name} declares: ${differences.join('; ')}`,
    );
  }
  return bound;
}

function bind(
  declared: typeof Struct,
  stored: StoredSchema,
  path: string,
  differences: string[],
): typeof Struct {
  const { schema } = declared;
  const slots = new Map(stored.slots.map((slot) => [slot.name, slot]));
  const fields = schema.fields.map(({ name, type }): Field => {
    const slot = slots.get(name);
    return { name, type: slot === undefined ? type : bindType(type, slot, `${path}${name}`, differences) };
  });
  const layout = layoutOf(stored, codecOfStored);
  const same =
    sameLayout(layout, schema.layout) &&
    fields.every(({ type }, index) => type === schema.fields[index]!.type);
  if (same || differences.length > 0) return declared;
  refuseOverrides(declared);
  const bound = structClass(declared, typeOf(declared).codec.name);
  defineFields(bound, new PackingSchema(fields, layout, schema.registry), makeSetter);
  return bound;
}

function bindType(type: Descriptor, slot: StoredSlot, path: string, differences: string[]): Descriptor {
  if (type.stored instanceof StructSchema) {
    if (slot.type.kind !== 'struct') {
      differences.push(`${path} is stored as ${nameOf(slot)}, declared as ${type.codec.name}`);
      return type;
    }
    const declared = (type.codec as StructCodec).proxy as typeof Struct;
    const bound = bind(declared, slot.type.schema, `${path}.`, differences);
    return bound === declared ? type : { ...type, codec: typeOf(bound).codec };
  }
  const fits = slot.type.kind === 'builtin' && sameBytes(slot.type.name, type.stored as string);
  if (!fits) differences.push(`${path} is stored as ${nameOf(slot)}, declared as ${type.codec.name}`);
  return type;
}

function nameOf({ type }: StoredSlot): string {
  return type.kind === 'struct' ? 'a struct' : type.kind === 'builtin' ? type.name : type.global;
}

/** A subclass's own getter for a field would call the one of the declared layout, and read other bytes. */
function refuseOverrides(declared: typeof Struct): void {
  const names = declared.schema.fields.map(({ name }) => name).filter((name) => name !== 'constructor');
  let { prototype } = declared;
  while (!Object.hasOwn(prototype, FIELDS)) {
    const hidden = names.find((name) => Object.hasOwn(prototype, name));
    if (hidden !== undefined) {
      throw new SchemaError(
        `${typeOf(declared).codec.name} has a ${hidden} of its own instead of the field's, and the file's layout ` +
          'differs from the declared one: give the class member another name',
      );
    }
    prototype = Object.getPrototypeOf(prototype);
  }
}
