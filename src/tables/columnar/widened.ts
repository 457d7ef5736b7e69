/** The number type that holds all numbers of two, as files of one table have them when some were written with smaller ones. */
import type { ScalarName, Shape } from '../schema/schema.js';

const INTEGER = /^(u?)int(8|16|32|64)$/;

/** Undefined where there is none, or the shapes are no numbers. */
export function widened(one: Shape, other: Shape): Shape | undefined {
  if (one.kind !== 'scalar' || other.kind !== 'scalar') return undefined;
  const name = widerNumber(one.name, other.name);
  return name && { kind: 'scalar', name };
}

function widerNumber(one: ScalarName, other: ScalarName): ScalarName | undefined {
  if (one === other) return one;
  if (one.startsWith('float') && other.startsWith('float')) return 'float64';
  const [a, b] = [integer(one), integer(other)];
  if (a === undefined || b === undefined) return undefined;
  if (a.unsigned === b.unsigned) return a.bits > b.bits ? one : other;
  const [signed, unsigned] = a.unsigned ? [b, a] : [a, b];
  const bits = signed.bits > unsigned.bits ? signed.bits : 2 * unsigned.bits;
  return bits > 64 ? undefined : (`int${bits}` as ScalarName);
}

function integer(name: ScalarName): { readonly unsigned: boolean; readonly bits: number } | undefined {
  const [, sign, bits] = INTEGER.exec(name) ?? [];
  return bits === undefined ? undefined : { unsigned: sign === 'u', bits: Number(bits) };
}
