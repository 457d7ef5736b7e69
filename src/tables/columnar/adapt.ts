/** From values as columns give them to those of a schema that says something else of them, as one that was given does. */
import { ValueError, within } from '../input/value-error.js';
import { formOf } from '../json/json-forms.js';
import { parseLine } from '../json/json-line.js';
import type { JsonReader } from '../json/json-to-value.js';
import type { Schema, StructNode, TypeNode } from '../schema/schema.js';
import type { Convert } from './column-type.js';
import { MISSING_MEMBER } from './natural-shape.js';

export interface Adapting {
  readonly schema: Schema;
  readonly reader: JsonReader;
  /** Whether this library wrote the table, by this schema: what is missing in structs is told apart from null then. */
  readonly carried: boolean;
}

/** Numbers and truth are taken as they are, and text where it is to be text. */
const PLAIN = /^(u?int\d*|float\d*|bool|string)$/;

/** Converts a field's values that are JSON, as this library writes those without a form of their own (`isNatural`). */
export function jsonAdapter(type: TypeNode, { reader }: Adapting): Convert {
  const convert = reader.field(type);
  return (text) => convert(parseLine(String(text)));
}

/** Converts a field's values, which are not null; `undefined` where they are taken as they are. */
export function adapter(type: TypeNode, adapting: Adapting): Convert | undefined {
  const { schema } = adapting;
  const { shape } = type;
  switch (shape.kind) {
    case 'scalar': {
      if (PLAIN.test(shape.name)) return undefined;
      const form = formOf(shape.name);
      return (value) => {
        if (typeof value !== 'string') return value;
        const read = form.read(value);
        if (read === undefined) throw new ValueError(`${JSON.stringify(value)} is not ${form.what}`);
        return read;
      };
    }
    case 'any':
    case 'stored':
      return undefined;
    case 'struct':
      return structAdapter(shape.struct, adapting);
    case 'named':
      return structAdapter(schema.structs.get(shape.name)!, adapting);
    case 'dict':
    case 'dictView':
      return dictAdapter(shape.entry, adapting);
    default:
      return itemsAdapter(shape.kind, shape.element, adapting);
  }
}

function nullSafe(type: TypeNode | undefined, adapting: Adapting): Convert | undefined {
  const convert = type && adapter(type, adapting);
  return convert && ((value) => (value === null ? null : convert(value)));
}

function itemsAdapter(kind: string, element: TypeNode | undefined, adapting: Adapting): Convert {
  const item = nullSafe(element, adapting);
  return (value) => {
    if (!Array.isArray(value)) return value;
    const items =
      item === undefined
        ? value
        : value.map((each, index) =>
            within(
              () => `[${index}]`,
              () => item(each),
            ),
          );
    if (kind.startsWith('set')) return new Set(items);
    return kind.startsWith('tuple') ? Object.freeze(items) : items;
  };
}

function dictAdapter(
  entry: readonly [TypeNode, TypeNode] | undefined,
  adapting: Adapting,
): Convert | undefined {
  const [key, item] = [nullSafe(entry?.[0], adapting), nullSafe(entry?.[1], adapting)];
  if (key === undefined && item === undefined) return undefined;
  return (value) => {
    if (!(value instanceof Map)) return value;
    const pairs = Array.from(value, ([name, each]): [unknown, unknown] => [
      key?.(name) ?? name,
      item?.(each) ?? each,
    ]);
    return new Map(pairs);
  };
}

/** Members of structs, which in lists come as dicts. */
function structAdapter({ fields }: StructNode, adapting: Adapting): Convert {
  const members = Array.from(fields, ([name, type], index) => ({
    name,
    type,
    index,
    convert: adapter(type, adapting),
  }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const read =
      value instanceof Map
        ? (name: string) => value.get(name) as unknown
        : (name: string) =>
            Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    const missing = adapting.carried ? read(MISSING_MEMBER) : undefined;
    const record: Record<string, unknown> = Object.create(null);
    for (const { name, type, index, convert } of members) {
      const given = orNull(read(name), type, missing, index);
      if (given === undefined) continue;
      record[name] =
        given === null || convert === undefined
          ? given
          : within(
              () => name,
              () => convert(given),
            );
    }
    return record;
  };
}

/** What no value stands for: a missing field where that is allowed, else null; `missing` has a bit for each field that is. */
export function orNull(
  value: unknown,
  { optional, nullable }: TypeNode,
  missing: unknown,
  index: number,
): unknown {
  if (value !== null && value !== undefined) return value;
  if (!nullable) return undefined;
  if (!optional) return null;
  if (missing === null || missing === undefined) return undefined;
  return (BigInt(missing as bigint | number) >> BigInt(index)) & 1n ? undefined : null;
}
