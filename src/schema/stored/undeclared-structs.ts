/** Struct classes for schemas as files hold them, where no declaration is at hand (docs/format.md 12). */
import { SchemaError } from '../../errors.js';
import type { Codec, CodecTable } from '../../values/base/codec.js';
import { isAlignment, Layout, type Slot } from '../layout.js';
import type { StoredSchema, StoredType } from '../pickle/schema-model.js';
import type { FieldPlace } from '../proxies/getters.js';
import type { Setter } from '../proxies/setters.js';
import { defineFields, type Struct, structClass, typeOf } from '../struct-class.js';
import type { Field, StructSchema } from '../struct-schema.js';
import type { Descriptor } from '../type.js';

/** How a field of a stored type is read where no type is declared. */
export type CodecOf = (name: string) => Codec;

/** The layout of the records that a stored schema describes. Throws `SchemaError` for one that cannot be. */
export function layoutOf(stored: StoredSchema, codecOf: CodecOf): Layout {
  if (!isAlignment(stored.alignment) || (stored.version !== 1 && stored.version !== 2)) {
    throw new SchemaError(
      `the stored schema has alignment ${stored.alignment} and version ${stored.version}, which cannot be read`,
    );
  }
  const slots = stored.slots.map(({ name, type }): Slot => ({ name, size: storedSize(type, codecOf) || 8 }));
  return new Layout(slots, stored.alignment, stored.version);
}

function storedSize(type: StoredType, codecOf: CodecOf): number {
  return type.kind === 'builtin' ? codecOf(type.name).size : 0;
}

/** What struct classes are made of: with what packs, or without. */
export interface StructParts {
  readonly Base: typeof Struct;
  readonly Schema: typeof StructSchema;
  readonly makeSetter: (field: FieldPlace) => Setter;
}

/** Makes one class for each schema met, so that schemas that contain themselves come out right. */
export class UndeclaredStructs {
  readonly #registry: CodecTable;
  readonly #codecOf: CodecOf;
  readonly #parts: StructParts;
  readonly #made = new Map<StoredSchema, typeof Struct>();

  constructor(registry: CodecTable, codecOf: CodecOf, parts: StructParts) {
    this.#parts = parts;
    this.#registry = registry;
    this.#codecOf = codecOf;
  }

  struct(stored: StoredSchema, name: string): typeof Struct {
    const known = this.#made.get(stored);
    if (known !== undefined) return known;
    const { Base, Schema, makeSetter } = this.#parts;
    const made = structClass(Base, name);
    this.#made.set(stored, made);
    const types = new Map(stored.slots.map((slot) => [slot.name, slot.type]));
    const fields = stored.declared.map(
      (field): Field => ({ name: field, type: this.#type(types.get(field)!, field) }),
    );
    const layout = layoutOf(stored, this.#codecOf);
    defineFields(made, new Schema(fields, layout, this.#registry), makeSetter);
    return made;
  }

  #type(stored: StoredType, name: string): Descriptor {
    if (stored.kind === 'struct') {
      const type = typeOf(this.struct(stored.schema, name));
      return { ...type, optional: true, nullable: true };
    }
    const type = stored.kind === 'builtin' ? stored.name : stored.global;
    return { codec: this.#codecOf(type), stored: type, optional: true, nullable: true };
  }
}
