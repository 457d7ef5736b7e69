/** Which records can be written straight from the bytes of an input: those of plain fields. */
import { structOf } from '../../containers/record-type.js';
import type { Layout } from '../../schema/layout.js';
import type { ScalarName, Schema, TypeNode } from '../schema/schema.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';

export const Kind = { text: 0, integer: 1, float: 2, bool: 3, date: 4, moment: 5 } as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** A field, in the order in which records store them. */
export interface StraightField {
  readonly name: string;
  readonly kind: Kind;
  /** Bytes in the record: 8 for a pointer. */
  readonly size: number;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** What integers are held against. */
  readonly low: number;
  readonly high: number;
}

/** Fields that are all plain, and how records of them lie. */
export interface StraightFields {
  readonly fields: readonly StraightField[];
  readonly layout: Layout;
}

const KINDS: Readonly<Partial<Record<ScalarName, Kind>>> = {
  string: Kind.text,
  float64: Kind.float,
  float: Kind.float,
  bool: Kind.bool,
  date: Kind.date,
  datetime: Kind.moment,
  datetimeUtc: Kind.moment,
};
const INTEGER = /^(u?)int(\d*)$/;

/** Undefined where a field is of another kind, or has a name that JSON writes in several ways, or that has a meaning. */
export function straightFields({ root }: Schema, types: SchemaTypes): StraightFields | undefined {
  const { layout } = structOf(types.root).codec.schema;
  const fields: StraightField[] = [];
  for (const { name, size } of layout.slots) {
    const field = plainField(name, size, root.fields.get(name)!);
    if (field === undefined) return undefined;
    fields.push(field);
  }
  return { fields, layout };
}

function plainField(
  name: string,
  size: number,
  { shape, optional, nullable }: TypeNode,
): StraightField | undefined {
  if (shape.kind !== 'scalar' || name === '__proto__' || name.startsWith('$')) return undefined;
  if (JSON.stringify(name) !== `"${name}"`) return undefined;
  const integer = INTEGER.exec(shape.name);
  const kind = integer === null ? KINDS[shape.name] : Kind.integer;
  if (kind === undefined) return undefined;
  const [low, high] = integer === null ? [0, 0] : rangeOf(integer[1] === 'u', Number(integer[2] || 64));
  return { name, kind, size, optional, nullable, low, high };
}

/** Integers that a type holds, as far as numbers are exact. */
function rangeOf(unsigned: boolean, bits: number): [low: number, high: number] {
  const values = 2 ** bits;
  const low = unsigned ? 0 : Math.max(-values / 2, Number.MIN_SAFE_INTEGER);
  return [low, Math.min(unsigned ? values - 1 : values / 2 - 1, Number.MAX_SAFE_INTEGER)];
}
