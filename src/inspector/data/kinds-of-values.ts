/** Values that have an order among themselves: numbers, text, dates, times and decimals. */
import { isDecimal, leafText } from './spelling.js';

export type OrderedKind = 'numbers' | 'text' | 'dates' | 'times' | 'decimals';

export interface Ordered {
  readonly kind: OrderedKind;
  /** What is compared within the kind. */
  readonly order: number | bigint | string;
  /** Where it lies on a scale: of a time, milliseconds since 1970; undefined of text. */
  readonly at: number | undefined;
}

/** Undefined for what has no order: NaN, booleans, lists and the like. */
export function orderedOf(value: unknown): Ordered | undefined {
  if (typeof value === 'string') return { kind: 'text', order: value, at: undefined };
  if (typeof value === 'bigint') return { kind: 'numbers', order: value, at: Number(value) };
  if (typeof value === 'number')
    return Number.isNaN(value) ? undefined : { kind: 'numbers', order: value, at: value };
  if (typeof value !== 'object' || value === null) return undefined;
  if (isDecimal(value)) return { kind: 'decimals', order: value.toNumber(), at: value.toNumber() };
  if (value instanceof Date) return { kind: 'times', order: value.getTime(), at: value.getTime() };
  const { epochNanoseconds } = value as { readonly epochNanoseconds?: bigint };
  if (typeof epochNanoseconds === 'bigint')
    return { kind: 'times', order: epochNanoseconds, at: Number(epochNanoseconds) / 1e6 };
  const text = leafText(value);
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : { kind: 'dates', order: text!, at };
}
