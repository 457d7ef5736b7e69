/** From what was seen of values to the types that hold them all. */
import { InputError } from '../../errors.js';
import {
  DEFAULT_ALIGNMENT,
  FIRST_CODE,
  MAX_FIELDS,
  type NamedStruct,
  type Schema,
  type Shape,
  type StructNode,
  type TypeNode,
} from '../schema/schema.js';
import { type ObjectsSeen, orderOf, type Seen } from './seen.js';
import { integerType, type Typing, timeType } from './typing.js';

export class Conclusion {
  readonly #named: ReadonlyMap<string, ObjectsSeen>;

  readonly #typing: Typing;

  constructor(named: ReadonlyMap<string, ObjectsSeen>, typing: Typing) {
    this.#typing = typing;
    this.#named = named;
  }

  schema(root: ObjectsSeen): Schema {
    const structs = new Map<string, NamedStruct>();
    for (const [name, seen] of this.#named) {
      if (seen.crowded) {
        throw new InputError(`the objects of struct ${name} have more than ${MAX_FIELDS} different fields`);
      }
      structs.set(name, { code: FIRST_CODE + structs.size, ...structOf(seen, this.#typing) });
    }
    return { root: structOf(root, this.#typing), structs };
  }
}

function structOf(objects: ObjectsSeen, typing: Typing): StructNode {
  const { fields, count } = objects;
  const types = orderOf(objects).map((name): [string, TypeNode] => {
    const seen = fields.get(name)!;
    return [name, { shape: shapeOf(seen, typing), optional: seen.count < count, nullable: seen.nulls }];
  });
  return { fields: new Map(types), alignment: DEFAULT_ALIGNMENT };
}

function shapeOf(seen: Seen, typing: Typing): Shape {
  const { booleans, strings, lists, tagged, objects } = seen;
  const numbers = seen.integers || seen.fractions;
  const kinds = [booleans, strings, numbers, lists, objects !== undefined, tagged].filter(Boolean).length;
  if (kinds !== 1 || tagged) return { kind: 'any' };
  if (booleans) return { kind: 'scalar', name: 'bool' };
  if (strings) return { kind: 'scalar', name: timeType(seen.times) ?? 'string' };
  if (numbers) return numberShape(seen, typing);
  if (objects === undefined) return listShape(seen.elements!, typing);
  return objects.crowded ? { kind: 'dict' } : { kind: 'struct', struct: structOf(objects, typing) };
}

/** Lists are stored by the numbers in them, whatever the type of their elements. */
function listShape(elements: Seen, typing: Typing): Shape {
  const shape = shapeOf(elements, { ...typing, compact: false });
  if (shape.kind === 'any') return { kind: 'list' };
  // A struct in a list takes a type code that every reader must know; a dict reads anywhere.
  const held: Shape = shape.kind === 'struct' ? { kind: 'dict' } : shape;
  return { kind: 'list', element: { shape: held, optional: false, nullable: elements.nulls } };
}

function numberShape(
  { integers, fractions, long, negative, huge, low, high }: Seen,
  { compact }: Typing,
): Shape {
  if (!fractions) {
    if (huge && negative) return { kind: 'any' };
    return { kind: 'scalar', name: integerType(low, high, compact) };
  }
  return integers && long ? { kind: 'any' } : { kind: 'scalar', name: 'float64' };
}
