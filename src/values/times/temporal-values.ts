/**
 * Temporal values and `Date`s, of whichever implementation: a page can hold two (its own and a polyfill), so they are
 * known by their tag and read through their public properties, never by `instanceof`.
 */

/** A `Temporal.Instant`. */
export interface InstantLike {
  readonly [Symbol.toStringTag]: 'Temporal.Instant';
  readonly epochNanoseconds: bigint;
}

/** A `Temporal.ZonedDateTime`. */
export interface ZonedDateTimeLike {
  readonly [Symbol.toStringTag]: 'Temporal.ZonedDateTime';
  readonly epochNanoseconds: bigint;
  readonly offsetNanoseconds: number;
  toString(options: { timeZoneName: 'never' }): string;
}

/** Year, month (1 to 12) and day, as read in the ISO calendar. */
interface DateFields {
  readonly calendarId: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A `Temporal.PlainDate`. */
export interface PlainDateLike extends DateFields {
  readonly [Symbol.toStringTag]: 'Temporal.PlainDate';
  withCalendar(calendar: string): DateFields;
}

/** A `Temporal.PlainDateTime`: a date and time that does not say where. */
export interface PlainDateTimeLike extends DateFields {
  readonly [Symbol.toStringTag]: 'Temporal.PlainDateTime';
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly microsecond: number;
  withCalendar(calendar: string): DateFields;
}

/** What a datetime is packed from, of any implementation of Temporal. */
export type DatetimeInput = Date | InstantLike | ZonedDateTimeLike | PlainDateTimeLike;
/** What a date is packed from. */
export type DateInput = DatetimeInput | PlainDateLike;

function hasTag(value: object, tag: string): boolean {
  return (value as Partial<InstantLike>)[Symbol.toStringTag] === tag;
}

export function isInstant(value: object): value is InstantLike {
  return hasTag(value, 'Temporal.Instant');
}

export function isZonedDateTime(value: object): value is ZonedDateTimeLike {
  return hasTag(value, 'Temporal.ZonedDateTime');
}

export function isPlainDate(value: object): value is PlainDateLike {
  return hasTag(value, 'Temporal.PlainDate');
}

export function isPlainDateTime(value: object): value is PlainDateTimeLike {
  return hasTag(value, 'Temporal.PlainDateTime');
}

/** Whether a value is an exact time: one that packs as a datetime where nothing else is declared. */
export function isExactTime(value: object): value is Date | InstantLike | ZonedDateTimeLike {
  return value instanceof Date || isInstant(value) || isZonedDateTime(value);
}

/** Whether a value is a `Date` or a Temporal value that says which day it is. */
export function isTime(value: object): value is DateInput {
  return isExactTime(value) || isPlainDate(value) || isPlainDateTime(value);
}

/** The same fields in the ISO calendar, which is the one that is stored. */
export function isoFields(value: PlainDateLike | PlainDateTimeLike): DateFields {
  return value.calendarId === 'iso8601' ? value : value.withCalendar('iso8601');
}

/** Midnight UTC of a date, in milliseconds since 1970. `Date.UTC` would move the years 0 to 99 to 1900. */
export function midnight({ year, month, day }: DateFields): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** Nanoseconds since 1970; undefined for an invalid `Date`. */
export function nanosOf(value: Date | InstantLike | ZonedDateTimeLike): bigint | undefined {
  if (!(value instanceof Date)) return value.epochNanoseconds;
  const time = value.getTime();
  return Number.isNaN(time) ? undefined : BigInt(time) * 1_000_000n;
}

/** Whether two values are one exact time, whatever the zone and class, or one date, as Python's `==` has it. */
export function sameTime(a: DateInput, b: DateInput): boolean {
  if (isExactTime(a)) {
    const nanos = nanosOf(a);
    return isExactTime(b) && nanos !== undefined && nanos === nanosOf(b);
  }
  return !isExactTime(b) && a[Symbol.toStringTag] === b[Symbol.toStringTag] && String(a) === String(b);
}

/** ISO 8601 text; of a time with a zone, without the zone's name in brackets, which few parsers know. */
export function isoText(value: DateInput): string {
  if (value instanceof Date) return value.toISOString();
  return isZonedDateTime(value) ? value.toString({ timeZoneName: 'never' }) : String(value);
}
