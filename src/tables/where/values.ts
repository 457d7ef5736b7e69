/** What values are to `--where`, and how two of them compare. */
import { deepEqual } from '../../values/compare/equality.js';
import { Decimal } from '../../values/decimals/decimal.js';
import { DictView } from '../../values/dicts/dict-view.js';
import { ListView } from '../../values/sequences/list-view.js';
import { SetView } from '../../values/sets/set-view.js';
import { temporal } from '../../values/times/temporal-library.js';
import {
  isExactTime,
  isoFields,
  isPlainDate,
  midnight,
  nanosOf,
} from '../../values/times/temporal-values.js';

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/**
 * Below 0, 0 or above 0, as the first value is less than the second, equal or greater; NaN where neither is so: for values
 * of different kinds, NaN, and null but beside null. Integers and floats compare exactly, text by its UTF-16 units.
 */
export function orderOf(a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : Number.NaN;
  if (isNumber(a) && isNumber(b)) return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' || typeof b === 'boolean') return a === b ? 0 : Number.NaN;
  if (a instanceof Decimal || b instanceof Decimal) return decimalOrder(a, b);
  if (typeof a !== 'object' || typeof b !== 'object') return Number.NaN;
  if (isPlainDate(a) && isPlainDate(b)) return midnight(isoFields(a)) - midnight(isoFields(b));
  if (isExactTime(a) && isExactTime(b)) return orderOf(nanosOf(a) ?? null, nanosOf(b) ?? null);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return deepEqual(a, b) ? 0 : Number.NaN;
}

function decimalOrder(a: unknown, b: unknown): number {
  if (a instanceof Decimal && (b instanceof Decimal || isFiniteNumber(b))) return a.compare(b);
  return b instanceof Decimal && isFiniteNumber(a) ? -b.compare(a) : Number.NaN;
}

function isFiniteNumber(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || Number.isFinite(value);
}

/** A day like 2026-01-31; undefined for other text. */
export function dateOf(text: string): unknown {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? made(() => temporal().PlainDate.from(text)) : undefined;
}

/** A time like 2026-01-31, 2026-01-31 12:00 or 2026-01-31T12:00:00.5+01:00, in UTC where it does not say; else undefined. */
export function timeOf(text: string): unknown {
  const parts =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(text);
  if (parts === null) return undefined;
  const [, day, time = '00:00', zone = 'Z'] = parts;
  return made(() => temporal().Instant.from(`${day}T${time}${zone}`));
}

function made(make: () => unknown): unknown {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Whether a text has another in it, a list or set a member, a dict a key; null for what has none of these. */
export function contains(holder: unknown, sought: unknown): boolean | null {
  if (typeof holder === 'string') return typeof sought === 'string' && holder.includes(sought);
  if (holder instanceof Set || holder instanceof Map) {
    return holder.has(sought) || [...holder.keys()].some((key) => orderOf(key, sought) === 0);
  }
  if (holder instanceof SetView || holder instanceof DictView) return holder.has(sought);
  if (!Array.isArray(holder) && !(holder instanceof ListView)) return null;
  for (const item of holder as Iterable<unknown>) if (orderOf(item ?? null, sought) === 0) return true;
  return false;
}

/** Characters of text in UTF-16 units, bytes, or members; null for what has no length. */
export function lengthOf(value: unknown): number | null {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof ListView) return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Set || value instanceof Map) return value.size;
  return value instanceof SetView || value instanceof DictView ? value.size : null;
}

/** What a dict holds under a text key; null where it has none, or is no dict. */
export function memberOf(dict: unknown, name: string): unknown {
  return dict instanceof Map || dict instanceof DictView ? (dict.get(name) ?? null) : null;
}
