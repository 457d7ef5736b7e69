/** The schema of a file's records, as the command line handles schemas. */
import type { RecordArray } from '../../containers/record-array.js';
import { SchemaError, SharedBuffersError } from '../../errors.js';
import { compatible } from '../../schema/stored/compatible.js';
import { namesOfStructs } from '../../schema/stored/described-types.js';
import { StructCodec } from '../../schema/struct-codec.js';
import type { StructSchema } from '../../schema/struct-schema.js';
import { t } from '../../schema/t.js';
import { type AnyType, type Descriptor, TYPE } from '../../schema/type.js';
import { readTrailer } from '../../trailer/read-trailer.js';
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
import { readSchema } from './schema-file.js';
import { typesOf } from './schema-to-types.js';

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

/** The name by which schemas in files call a type that is no struct. */
export function storedName(shape: Shape): string {
  if (shape.kind === 'stored') return shape.name;
  if (shape.kind === 'scalar') return t[shape.name][TYPE].stored as string;
  return CONTAINER_SHAPES.find(([, { kind }]) => kind === shape.kind)![0];
}

/** Fields spelled out at most: a few nested structs that share one another can spell more than memory holds. */
const MAX_FIELDS = 10_000;

/** What an array's file says of its records, in the trailer or else in its schema. Throws `SchemaError` for a schema that no one has written in earnest. */
export function schemaOfRecords(array: RecordArray<object>, key: KeyNode | undefined): Schema {
  const described = describedSchema(array);
  if (described !== undefined) return { ...described, key };
  const spelling = new Spelling();
  const structs = new Map<string, NamedStruct>();
  for (const [codec, name] of namesOfStructs(array.schema.registry)) {
    const label = codec.name === name ? {} : { label: codec.name };
    structs.set(name, { ...spelling.struct(codec.schema, []), code: codec.code, ...label });
  }
  return { root: spelling.struct(array.schema, []), structs, key };
}

/** The schema that the trailer describes; undefined where there is none that fits what is stored. */
export function describedSchema(array: RecordArray<object>): Schema | undefined {
  try {
    const types = readTrailer(array.places.memory)?.info.types;
    if (types === undefined) return undefined;
    const schema = readSchema(types, 'the description of the file');
    return compatible(array.type as unknown as AnyType, typesOf(schema).root) ? schema : undefined;
  } catch (error) {
    // What is wrong with it is told by verify; the records are read by what is stored.
    if (error instanceof SharedBuffersError || error instanceof RangeError) return undefined;
    throw error;
  }
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
