/** What inference has seen of the values in one place. What parts of an input show is put together by `takeIn`, in their order. */
import { ValueError } from '../input/value-error.js';
import { MAX_FIELDS } from '../schema/schema.js';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** Objects seen in one place. Plain data: threads post it. */
export interface ObjectsSeen {
  count: number;
  /** In the order in which they were first seen. */
  readonly fields: Map<string, Seen>;
  /** Set when there are more different members than are kept. */
  crowded: boolean;
}

/** Values seen in one place. Plain data: threads post it. */
export interface Seen {
  count: number;
  nulls: boolean;
  booleans: boolean;
  strings: boolean;
  integers: boolean;
  fractions: boolean;
  /** Whether an integer is past 2^53, so that a float would not hold it. */
  long: boolean;
  negative: boolean;
  /** Whether an integer is past the largest int64. */
  huge: boolean;
  /** Smallest and largest of the integers, and 0. */
  low: number | bigint;
  high: number | bigint;
  /** Kinds of times among text, as bits, where they are looked for. */
  times: number;
  lists: boolean;
  /** Values that say their own type. */
  tagged: boolean;
  objects: ObjectsSeen | undefined;
  /** Elements of lists. */
  elements: Seen | undefined;
  /** Of a member: the one that stood in front of it in the first object that had it, and which object that was, from 1. */
  readonly previous: string | undefined;
  readonly first: number;
}

export function newObjects(): ObjectsSeen {
  return { count: 0, fields: new Map(), crowded: false };
}

export function newSeen(previous?: string, first = 0): Seen {
  return {
    count: 0,
    nulls: false,
    booleans: false,
    strings: false,
    integers: false,
    fractions: false,
    long: false,
    negative: false,
    huge: false,
    low: 0,
    high: 0,
    times: 0,
    lists: false,
    tagged: false,
    objects: undefined,
    elements: undefined,
    previous,
    first,
  };
}

/** What is seen of a member, which stands after the `previous` one; `undefined` where there are too many. */
export function fieldOf(
  seen: ObjectsSeen,
  name: string,
  previous: string | undefined,
  first: number = seen.count,
): Seen | undefined {
  const known = seen.fields.get(name);
  if (known !== undefined || seen.crowded) return known;
  if (seen.fields.size >= MAX_FIELDS) {
    seen.crowded = true;
    return undefined;
  }
  const made = newSeen(previous, first);
  seen.fields.set(name, made);
  return made;
}

/** Names of the fields in an order that objects have them in. */
export function orderOf({ fields }: ObjectsSeen): string[] {
  const order: string[] = [];
  for (const [name, { previous }] of fields) {
    order.splice(previous === undefined ? 0 : order.indexOf(previous) + 1, 0, name);
  }
  return order;
}

export function seeNumber(seen: Seen, value: number | bigint): void {
  // Past 2^53, a number is a literal with a fraction or an exponent: one of digits alone is a bigint.
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || (value === 0 && Object.is(value, -0))) seen.fractions = true;
    else {
      seen.integers = true;
      if (value < 0) seen.negative = true;
      widen(seen, value);
    }
    return;
  }
  if (value > UINT64_MAX || value < INT64_MIN) {
    throw new ValueError(
      `the integer ${value} does not fit 64 bits: make it a string, a float (${Number(value)}), or its field "decimal" in a schema`,
    );
  }
  seen.integers = true;
  if (value < 0) seen.negative = true;
  if (value > INT64_MAX) seen.huge = true;
  if (!Number.isSafeInteger(Number(value))) seen.long = true;
  widen(seen, value);
}

function widen(seen: Seen, value: number | bigint): void {
  if (value < seen.low) seen.low = value;
  else if (value > seen.high) seen.high = value;
}

/** Which of later objects, from 1, has one different member too many; undefined where none has. */
export function crowdedAt({ fields }: ObjectsSeen, later: ObjectsSeen): number | undefined {
  let room = MAX_FIELDS - fields.size;
  for (const [name, { first }] of later.fields) {
    if (fields.has(name)) continue;
    if (room === 0) return first;
    room -= 1;
  }
  return undefined;
}

/** Adds what later objects showed. */
export function takeInObjects(into: ObjectsSeen, later: ObjectsSeen): void {
  const before = into.count;
  for (const [name, seen] of later.fields) {
    const field = fieldOf(into, name, seen.previous, before + seen.first);
    if (field === undefined) break;
    takeIn(field, seen);
  }
  into.count += later.count;
  into.crowded ||= later.crowded;
}

/** Adds what later values showed. */
export function takeIn(into: Seen, later: Seen): void {
  into.count += later.count;
  into.nulls ||= later.nulls;
  into.booleans ||= later.booleans;
  into.strings ||= later.strings;
  into.integers ||= later.integers;
  into.fractions ||= later.fractions;
  into.long ||= later.long;
  into.negative ||= later.negative;
  into.huge ||= later.huge;
  widen(into, later.low);
  widen(into, later.high);
  into.times |= later.times;
  into.lists ||= later.lists;
  into.tagged ||= later.tagged;
  if (later.objects !== undefined) {
    into.objects ??= newObjects();
    takeInObjects(into.objects, later.objects);
  }
  if (later.elements !== undefined) {
    into.elements ??= newSeen();
    takeIn(into.elements, later.elements);
  }
}
