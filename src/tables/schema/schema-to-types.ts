/** From a schema to the library's types and declarations, with which a file is built. */
import type { RecordType } from '../../containers/record-type.js';
import { SchemaError } from '../../errors.js';
import { Registry } from '../../schema/registry.js';
import { codecOfStored } from '../../schema/stored/embedded-type-names.js';
import { type StructClass, struct } from '../../schema/struct.js';
import type { Fields } from '../../schema/struct-schema.js';
import { t } from '../../schema/t.js';
import { type AnyType, type ElementType, makeType, TYPE } from '../../schema/type.js';
import type { Schema, StructNode, TypeNode } from './schema.js';

/** The library's classes for a schema. */
export interface SchemaTypes {
  readonly root: RecordType<object, unknown>;
  readonly structs: ReadonlyMap<string, StructClass<Fields>>;
}

/** Throws `SchemaError` for a schema that cannot be stored. */
export function typesOf(schema: Schema, { exact = false }: TypesOptions = {}): SchemaTypes {
  const maker = new Maker(schema, exact);
  for (const name of schema.structs.keys()) maker.named(name);
  maker.register();
  const root = maker.struct(schema.root, 'record') as unknown as RecordType<object, unknown>;
  return { root, structs: maker.structs };
}

export interface TypesOptions {
  /** Whether integers of 64 bits are read as bigints where numbers would not be exact. */
  readonly exact?: boolean | undefined;
}

/** The same type, read as undeclared fields are. */
function exactly(type: AnyType): AnyType {
  const descriptor = type[TYPE];
  const { stored } = descriptor;
  const isWide = stored === 'int64' || stored === 'uint64' || stored === 'int';
  return isWide ? makeType({ ...descriptor, codec: codecOfStored(stored) }) : type;
}

class Maker {
  readonly structs = new Map<string, StructClass<Fields>>();
  readonly #schema: Schema;
  readonly #registry = new Registry();
  /** Named structs being made, outermost first. */
  readonly #open: string[] = [];

  readonly #exact: boolean;

  constructor(schema: Schema, exact: boolean) {
    this.#schema = schema;
    this.#exact = exact;
  }

  named(name: string): StructClass<Fields> {
    const known = this.structs.get(name);
    if (known !== undefined) return known;
    if (this.#open.includes(name)) {
      throw new SchemaError(`struct ${name} contains itself, which this release does not write`);
    }
    const node = this.#schema.structs.get(name)!;
    this.#open.push(name);
    const made = this.struct(node, node.label ?? name);
    this.#open.pop();
    this.structs.set(name, made);
    return made;
  }

  /** In the order of the schema, in which files describe them, whichever needs which. */
  register(): void {
    for (const [name, { code }] of this.#schema.structs) {
      if (code !== undefined) this.#registry.register(this.structs.get(name)!, code);
    }
  }

  struct({ fields, alignment }: StructNode, name: string): StructClass<Fields> {
    // Without a prototype: a field may be called __proto__.
    const types: Record<string, AnyType> = Object.create(null);
    for (const [field, node] of fields) types[field] = this.#type(node, field);
    return struct(types, { name, alignment, registry: this.#registry });
  }

  #type({ shape, optional, nullable }: TypeNode, name: string): AnyType {
    let type: AnyType;
    switch (shape.kind) {
      case 'scalar':
        type = this.#exact ? exactly(t[shape.name]) : t[shape.name];
        break;
      case 'any':
        type = t.any;
        break;
      case 'named':
        type = this.named(shape.name);
        break;
      case 'struct':
        type = this.struct(shape.struct, name);
        break;
      case 'stored':
        throw new SchemaError(`field ${name} is stored as ${shape.name}, which this library does not write`);
      case 'dict':
      case 'dictView': {
        const [key, value] = (shape.entry ?? []).map((part) => this.#type(part, name) as ElementType);
        type = key === undefined ? t[shape.kind] : t[shape.kind](key, value!);
        break;
      }
      default: {
        const element = shape.element && (this.#type(shape.element, name) as ElementType);
        type = element === undefined ? t[shape.kind] : t[shape.kind](element);
      }
    }
    if (optional) type = type.optional();
    return nullable ? type.nullable() : type;
  }
}
