/** Values of records as formats of columns hold them: times as numbers, containers as arrays, the rest as text. */

import { isoText } from '../../../values/times/temporal-values.js';
import { MISSING_MEMBER, tellsMissing } from '../../columnar/natural-shape.js';
import type { Schema, StructNode, TypeNode } from '../../schema/schema.js';

export type Physical = (value: unknown) => unknown;

/** Scalars that are text in these formats: their offsets and exponents differ from value to value. */
const TEXT = ['datetimeTz', 'datetimeTzLocal', 'decimal'];

/** What a type is kept as. Members of structs come by their places, entries of dicts as pairs. */
export type Kept =
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  | { readonly kind: 'float32' | 'float64' | 'bool' | 'text' | 'bytes' | 'day' | 'micros' }
  | { readonly kind: 'list'; readonly element: KeptType }
  | { readonly kind: 'map'; readonly key: KeptType; readonly value: KeptType }
  | { readonly kind: 'struct'; readonly members: readonly KeptMember[] };

export interface KeptType {
  readonly kept: Kept;
  /** Whether there may be no value. */
  readonly nullable: boolean;
  readonly convert: Physical;
}

export interface KeptMember {
  readonly name: string;
  readonly type: KeptType;
}

/** Of a type that `isNatural` is true of. */
export function keptType(node: TypeNode, structs: Schema['structs']): KeptType {
  const nullable = node.optional || node.nullable;
  const { shape } = node;
  switch (shape.kind) {
    case 'scalar':
      return { ...keptScalar(shape.name), nullable };
    case 'struct':
      return { ...keptStruct(shape.struct, structs), nullable };
    case 'named':
      return { ...keptStruct(structs.get(shape.name)!, structs), nullable };
    case 'dict':
    case 'dictView': {
      const [key, value] = shape.entry!.map((part) => keptType(part, structs)) as [KeptType, KeptType];
      const [keyOf, itemOf] = [key.convert, orNothing(value.convert)];
      const convert: Physical = (dict) =>
        Array.from(dict as Iterable<[unknown, unknown]>, ([name, item]) => [keyOf(name), itemOf(item)]);
      return { kept: { kind: 'map', key, value }, nullable, convert };
    }
    default: {
      const element = keptType((shape as { readonly element: TypeNode }).element, structs);
      const item = orNothing(element.convert);
      return {
        kept: { kind: 'list', element },
        nullable,
        convert: (items) => Array.from(items as Iterable<unknown>, item),
      };
    }
  }
}

export function orNothing(convert: Physical): Physical {
  return (value) => (value === null || value === undefined ? null : convert(value));
}

function keptScalar(name: string): Omit<KeptType, 'nullable'> {
  const integer = /^(u?)int(\d*)$/.exec(name);
  if (integer !== null) {
    const bits = (integer[2] === '' ? 64 : Number(integer[2])) as 8 | 16 | 32 | 64;
    const convert: Physical = bits === 64 ? (value) => BigInt(value as number | bigint) : (value) => value;
    return { kept: { kind: 'integer', bits, signed: integer[1] === '' }, convert };
  }
  if (TEXT.includes(name)) {
    return {
      kept: { kind: 'text' },
      convert: name === 'decimal' ? String : (time) => isoText(time as never),
    };
  }
  if (name === 'date') return { kept: { kind: 'day' }, convert: dayOf };
  if (name.startsWith('datetime')) return { kept: { kind: 'micros' }, convert: microsOf };
  if (name === 'bytes' || name === 'buffer') return { kept: { kind: 'bytes' }, convert: (value) => value };
  const kind =
    name === 'string' ? 'text' : name === 'float' ? 'float64' : (name as 'float32' | 'float64' | 'bool');
  return { kept: { kind }, convert: (value) => value };
}

function dayOf(date: unknown): number {
  const { year, month, day } = date as { year: number; month: number; day: number };
  return new Date(0).setUTCFullYear(year, month - 1, day) / 86_400_000;
}

function microsOf(time: unknown): bigint {
  const nanos = (time as { readonly epochNanoseconds: bigint }).epochNanoseconds;
  return nanos / 1000n;
}

function keptStruct({ fields }: StructNode, structs: Schema['structs']): Omit<KeptType, 'nullable'> {
  const nodes = [...fields];
  const members = nodes.map(([name, node]): KeptMember => ({ name, type: keptType(node, structs) }));
  const converts = members.map(({ type }) => orNothing(type.convert));
  const tells = tellsMissing(fields.values());
  const convert: Physical = (record) => {
    const values = nodes.map(([name]) => Reflect.get(record as object, name) as unknown);
    const row = values.map((value, index) => converts[index]!(value));
    if (tells) row.push(missingBits(values));
    return row;
  };
  if (tells) members.push(MISSING);
  return { kept: { kind: 'struct', members }, convert };
}

/** The column that tells missing fields from null ones. */
export const MISSING: KeptMember = {
  name: MISSING_MEMBER,
  type: { kept: { kind: 'integer', bits: 64, signed: false }, nullable: false, convert: (value) => value },
};

/** A bit for each field that is missing. */
export function missingBits(values: readonly unknown[]): bigint {
  let bits = 0n;
  values.forEach((value, index) => {
    if (value === undefined) bits |= 1n << BigInt(index);
  });
  return bits;
}
