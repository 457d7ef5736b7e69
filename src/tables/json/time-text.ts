/** Dates and times as ISO 8601 and SQL write them: `2024-02-29`, `2024-02-29 12:00:00`, `2024-02-29T12:00:00.25+01:00`. */
import { temporal } from '../../values/times/temporal-library.js';
import type { InstantLike } from '../../values/times/temporal-values.js';

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
/** Characters of the shortest. */
const SHORTEST = 10;

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
  if (text.length < SHORTEST) return undefined;
  const parts = FORM.exec(text);
  if (parts === null) return undefined;
  const [, years, months, days, hours, minutes, seconds = '0', fraction, zone] = parts;
  const [year, month, day] = [Number(years), Number(months), Number(days)];
  const date = new Date(0);
  // `Date.UTC` would move the years 0 to 99 to 1900.
  const midnight = date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hours === undefined) return { kind: 'date', time: midnight, nanos: 0 };
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  const offset = zone === undefined ? 0 : offsetOf(zone);
  if (hour > 23 || minute > 59 || second > 59 || offset === undefined) return undefined;
  const nanos = fraction === undefined ? 0 : Number(fraction.padEnd(9, '0'));
  const time = midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + Math.floor(nanos / 1e6);
  return { kind: zone === undefined ? 'local' : 'exact', time, nanos: nanos % 1e6 };
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

/** ISO text of a time that does not say where, as one of UTC. */
export function withZone(text: string): string {
  return parsed(text)?.kind === 'local' ? `${text.replace(' ', 'T')}Z` : text;
}
