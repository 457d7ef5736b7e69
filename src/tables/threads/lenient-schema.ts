/**
 * Schemas without regard to which fields may be missing or null. Records have room for that in any case (docs/format.md 9), and
 * files do not say it, so that records packed by one are those of the other.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Schema, Shape, StructNode, TypeNode } from '../schema/schema.js';

/** The schema with fields that may all be missing and null, those named left out, which are to be stored as columns. */
export function lenient(schema: Schema, columns: readonly string[] = []): Schema {
  return { ...schema, root: lenientStruct(schema.root, columns) };
}

function lenientStruct({ fields, alignment }: StructNode, except: readonly string[]): StructNode {
  const made = Array.from(fields, ([name, type]): [string, TypeNode] => {
    if (except.includes(name)) return [name, type];
    return [name, { shape: lenientShape(type.shape), optional: true, nullable: true }];
  });
  return { fields: new Map(made), alignment };
}

function lenientShape(shape: Shape): Shape {
  return shape.kind === 'struct' ? { kind: 'struct', struct: lenientStruct(shape.struct, []) } : shape;
}

/** Whether schemas differ in nothing but which of their fields may be missing or null. */
export function sameButFlags(one: Schema, other: Schema): boolean {
  return (
    isDeepStrictEqual(lenient(one), lenient(other)) &&
    // The order of fields is part of a file, and maps are compared without it.
    isDeepStrictEqual(namesIn(one.root), namesIn(other.root)) &&
    isDeepStrictEqual([...one.structs.keys()], [...other.structs.keys()])
  );
}

function namesIn({ fields }: StructNode): unknown[] {
  return Array.from(fields, ([name, { shape }]) => [
    name,
    shape.kind === 'struct' ? namesIn(shape.struct) : 0,
  ]);
}
