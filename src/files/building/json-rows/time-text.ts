/** Dates and times as ISO 8601 and SQL write them: `2024-02-29`, `2024-02-29 12:00:00`, `2024-02-29T12:00:00.25+01:00`. */
import { temporal } from '../../../values/times/temporal-library.js';
import type { InstantLike, ZonedDateTimeLike } from '../../../values/times/temporal-values.js';

/** What follows the day. */
const REST = /^[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;
const DASH = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const SPACE = 0x20;
const T = 0x54;
/** Milliseconds in 400 years, 97 of which are leap years. */
const REPEATS_MS = (400 * 365 + 97) * 86_400_000;
/** Characters of the shortest. */
const SHORTEST = 10;
/** Characters of a day and a time of seconds. */
const USUAL = 19;

/** What a text says: a day, a time that does not say where, which counts as UTC, or a moment. */
export type TimeKind = 'date' | 'local' | 'exact';

interface TimeText {
  readonly kind: TimeKind;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Nanoseconds beyond these. */
  readonly nanos: number;
}

/** Undefined for what is none: days that no month has, the 25th hour, years before 1. */
function parsed(text: string): TimeText | undefined {
  const { length } = text;
  if (length < SHORTEST || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  const midnight = midnightOf(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
  if (midnight === undefined) return undefined;
  if (length === SHORTEST) return { kind: 'date', time: midnight, nanos: 0 };
  const usual = length === USUAL ? secondsIn(text) : -1;
  if (usual >= 0) return { kind: 'local', time: midnight + usual * 1000, nanos: 0 };
  const parts = REST.exec(text.slice(SHORTEST));
  if (parts === null) return undefined;
  const [, hours, minutes, seconds = '0', fraction, zone] = parts;
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  const offset = zone === undefined ? 0 : offsetOf(zone);
  if (hour > 23 || minute > 59 || second > 59 || offset === undefined) return undefined;
  const nanos = fraction === undefined ? 0 : Number(fraction.padEnd(9, '0'));
  const time = midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + Math.floor(nanos / 1e6);
  return { kind: zone === undefined ? 'local' : 'exact', time, nanos: nanos % 1e6 };
}

/** Seconds since midnight of `2024-02-29 12:00:00`, as most programs write times; −1 for other text. */
function secondsIn(text: string): number {
  const between = text.charCodeAt(SHORTEST);
  if (between !== SPACE && between !== T) return -1;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return -1;
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return (hour * 60 + minute) * 60 + second;
}

/** The number that digits spell; −1 where others are among them. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = 10 * value + digit;
  }
  return value;
}

/** Milliseconds since 1970 of a day in UTC; undefined for one that is in no month. */
function midnightOf(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  // The calendar repeats every 400 years; `Date.UTC` would move the years 0 to 99 to 1900.
  return Date.UTC(year + 400, month - 1, day) - REPEATS_MS;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Minutes from UTC. */
function offsetOf(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  const hours = Number(zone.slice(1, 3));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (60 * hours + minutes);
}

/** What a text is, where no digit of it would be lost; `undefined` for other text. */
export function timeKind(text: string): TimeKind | undefined {
  const found = parsed(text);
  return found === undefined || found.nanos % 1000 !== 0 ? undefined : found.kind;
}

/** A day, as midnight UTC. */
export function dayOf(text: string): Date | undefined {
  const found = parsed(text);
  return found?.kind === 'date' ? new Date(found.time) : undefined;
}

/** A moment; a `Date` where that is exact, since these are made in a fraction of the time. */
export function momentOf(text: string): Date | InstantLike | undefined {
  const found = parsed(text);
  if (found === undefined || found.kind === 'date') return undefined;
  if (found.nanos === 0) return new Date(found.time);
  return temporal().Instant.fromEpochNanoseconds(BigInt(found.time) * 1_000_000n + BigInt(found.nanos));
}

/** A time with the offset in its text, which is all of a zone that is stored; one of UTC where it does not say where. */
export function zonedOf(text: string): ZonedDateTimeLike | undefined {
  const found = parsed(text);
  if (found === undefined || found.kind === 'date') return undefined;
  const nanos = BigInt(found.time) * 1_000_000n + BigInt(found.nanos);
  const offset = /[+-]\d\d(?::?\d\d)?$/.exec(text.slice(SHORTEST))?.[0] ?? '+00:00';
  return temporal().Instant.fromEpochNanoseconds(nanos).toZonedDateTimeISO(offset);
}
