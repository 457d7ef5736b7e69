/** Times that were made for packing, as `Date`s where these are exact, as the values that the library reads: one class a type. */
import { READ_TIMES } from '../columnar/times.js';
import type { Convert } from '../json/json-to-value.js';
import type { Schema, Shape, StructNode, TypeNode } from '../schema/schema.js';

const DAY_MS = 86_400_000;

/** Changes a schema's records; `undefined` where they hold no times. */
export function readableTimes(schema: Schema): ((record: Record<string, unknown>) => void) | undefined {
  return structTimes(schema.root, schema.structs);
}

function structTimes(
  { fields }: StructNode,
  structs: Schema['structs'],
): ((record: Record<string, unknown>) => void) | undefined {
  const converts = Array.from(fields, ([name, type]) => [name, timesIn(type, structs)] as const);
  const timed = converts.filter((each): each is [string, Convert] => each[1] !== undefined);
  if (timed.length === 0) return undefined;
  return (record) => {
    for (const [name, convert] of timed) if (record[name] !== undefined) record[name] = convert(record[name]);
  };
}

function timesIn({ shape }: TypeNode, structs: Schema['structs']): Convert | undefined {
  const convert = shapeTimes(shape, structs);
  return convert && ((value) => (value === null ? null : convert(value)));
}

function shapeTimes(shape: Shape, structs: Schema['structs']): Convert | undefined {
  switch (shape.kind) {
    case 'scalar':
      if (shape.name === 'date')
        return (value) => (value instanceof Date ? READ_TIMES.date(value.getTime() / DAY_MS) : value);
      return shape.name.startsWith('datetime')
        ? (value) => (value instanceof Date ? READ_TIMES.instant(value.getTime() * 1000) : value)
        : undefined;
    case 'any':
    case 'stored':
      return undefined;
    case 'struct':
    case 'named': {
      const struct = shape.kind === 'struct' ? shape.struct : structs.get(shape.name)!;
      const change = structTimes(struct, structs);
      return (
        change &&
        ((value) => {
          change(value as Record<string, unknown>);
          return value;
        })
      );
    }
    case 'dict':
    case 'dictView': {
      const [key, item] = (shape.entry ?? []).map((part) => timesIn(part, structs));
      if (key === undefined && item === undefined) return undefined;
      return (value) =>
        new Map(
          Array.from(value as Map<unknown, unknown>, ([k, v]) => [key?.(k) ?? k, item?.(v) ?? v] as const),
        );
    }
    default: {
      const item = shape.element && timesIn(shape.element, structs);
      if (item === undefined) return undefined;
      return (value) => {
        if (value instanceof Set) return new Set(Array.from(value, item));
        const items = Array.from(value as Iterable<unknown>, item);
        return Object.isFrozen(value) ? Object.freeze(items) : items;
      };
    }
  }
}
