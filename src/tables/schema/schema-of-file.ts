/** The schema of a file's records, as the command line handles schemas. */
import type { RecordArray } from '../../containers/record-array.js';
import { SchemaError } from '../../errors.js';
import { Registry } from '../../schema/registry.js';
import { StructCodec } from '../../schema/struct-codec.js';
import type { StructSchema } from '../../schema/struct-schema.js';
import { t } from '../../schema/t.js';
import { type Descriptor, TYPE } from '../../schema/type.js';
import { MAX_DEPTH } from '../../values/base/codec.js';
import {
  type KeyNode,
  type NamedStruct,
  SCALARS,
  type Schema,
  type Shape,
  type StructNode,
  type TypeNode,
} from './schema.js';

/** Stored type names (docs/format.md 12) of containers. */
const CONTAINER_SHAPES: readonly (readonly [string, Shape])[] = [
  ['mapped_list', { kind: 'list' }],
  ['proxied_list', { kind: 'listView' }],
  ['mapped_tuple', { kind: 'tuple' }],
  ['proxied_tuple', { kind: 'tupleView' }],
  ['mapped_frozenset', { kind: 'set' }],
  ['proxied_frozenset', { kind: 'setView' }],
  ['mapped_dict', { kind: 'dict' }],
  ['proxied_dict', { kind: 'dictView' }],
  ['mapped_object', { kind: 'any' }],
];

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...SCALARS.map((name): [string, Shape] => [t[name][TYPE].stored as string, { kind: 'scalar', name }]),
  ...CONTAINER_SHAPES,
]);

/** The shape of a stored type that is no struct. */
export function shapeOfStored(name: string): Shape {
  return SHAPES.get(name) ?? { kind: 'stored', name };
}

/** Names for registered structs, each its own: two structs of one name are told apart by their codes. */
export function namesOfStructs({ registry }: StructSchema): Map<StructCodec, string> {
  const names = new Map<StructCodec, string>();
  if (!(registry instanceof Registry)) return names;
  const taken = new Set<string>();
  for (const [code, codec] of registry.structs()) {
    const name = taken.has(codec.name) ? `${codec.name}_${code}` : codec.name;
    taken.add(name);
    names.set(codec, name);
  }
  return names;
}

/** Fields spelled out at most: a few nested structs that share one another can spell more than memory holds. */
const MAX_FIELDS = 10_000;

/** What an array's file says of its records. Throws `SchemaError` for a schema that no one has written in earnest. */
export function schemaOfRecords(array: RecordArray<object>, key: KeyNode | undefined): Schema {
  const spelling = new Spelling();
  const structs = new Map<string, NamedStruct>();
  for (const [codec, name] of namesOfStructs(array.schema)) {
    structs.set(name, { ...spelling.struct(codec.schema, []), code: codec.code });
  }
  return { root: spelling.struct(array.schema, []), structs, key };
}

class Spelling {
  #fields = 0;

  struct(schema: StructSchema, around: readonly StructSchema[]): StructNode {
    const inside = [...around, schema];
    this.#fields += schema.fields.length;
    if (this.#fields > MAX_FIELDS || inside.length > MAX_DEPTH) {
      throw new SchemaError(`the embedded schema spells out to more than ${MAX_FIELDS} fields`);
    }
    const fields = schema.fields.map(({ name, type }): [string, TypeNode] => [
      name,
      this.#type(type, inside),
    ]);
    return { fields: new Map(fields), alignment: schema.layout.alignment };
  }

  #type({ codec, stored, optional, nullable }: Descriptor, around: readonly StructSchema[]): TypeNode {
    if (!(codec instanceof StructCodec))
      return { shape: shapeOfStored(stored as string), optional, nullable };
    const shape: Shape = around.includes(codec.schema)
      ? { kind: 'stored', name: 'a struct that contains itself' }
      : { kind: 'struct', struct: this.struct(codec.schema, around) };
    return { shape, optional, nullable };
  }
}
