/**
 * Which types have a form of their own in Parquet and Arrow, so that other programs read them as what they are. Values of the
 * others are written there as JSON, by which they come back as they were.
 */
import type { Schema, TypeNode } from '../schema/schema.js';

/** Scalars that can be keys of maps. */
const MAP_KEY = /^(u?int\d*|string)$/;

export function isNatural(
  { shape }: TypeNode,
  structs: Schema['structs'],
  open: readonly string[] = [],
): boolean {
  switch (shape.kind) {
    case 'scalar':
      return shape.name !== 'ndarray';
    case 'any':
    case 'stored':
      return false;
    case 'struct':
    case 'named': {
      const name = shape.kind === 'named' ? shape.name : '';
      const struct = shape.kind === 'named' ? structs.get(name) : shape.struct;
      if (struct === undefined || struct.fields.size === 0 || open.includes(name)) return false;
      const inside = name === '' ? open : [...open, name];
      return [...struct.fields.values()].every((field) => isNatural(field, structs, inside));
    }
    case 'dict':
    case 'dictView': {
      const [key, value] = shape.entry ?? [];
      if (key === undefined || value === undefined || key.nullable || key.shape.kind !== 'scalar')
        return false;
      return MAP_KEY.test(key.shape.name) && isNatural(value, structs, open);
    }
    default:
      return shape.element !== undefined && isNatural(shape.element, structs, open);
  }
}

/**
 * Where null and a missing value are both possible, in formats that have null only: a column of bits beside the fields of their
 * struct, the first for its first field. It is set where the field is missing.
 */
export const MISSING_MEMBER = '$missing';

/** Whether fields of a struct can be both. */
export function tellsMissing(fields: Iterable<TypeNode>): boolean {
  for (const { optional, nullable } of fields) if (optional && nullable) return true;
  return false;
}
