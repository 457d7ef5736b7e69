/** Exact times as the format has them (docs/format.md 7): seconds since 1970, floored, and microseconds from there. */

import type { Writer } from '../../bytes/byte-writer.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import { describe } from '../base/codec.js';
import {
  type DateInput,
  isInstant,
  isoFields,
  isPlainDate,
  isTime,
  isZonedDateTime,
  midnight,
  type PlainDateTimeLike,
} from './temporal-values.js';

/** An exact time. */
export interface Epoch {
  /** Seconds since 1970 UTC, rounded down. */
  readonly seconds: number;
  /** 0 to 999,999. */
  readonly micros: number;
}

/** An exact time and what clocks showed there, in minutes ahead of UTC. */
export interface ZonedEpoch extends Epoch {
  readonly offset: number;
}

/** What a date and time without a zone means: as Python has it for naive datetimes, it depends on the type. */
export type Naive = 'local' | 'utc';

/** 0001-01-01T00:00:00Z and 10000-01-01T00:00:00Z: what Python's dates span. */
const FIRST_SECOND = -62_135_596_800;
const END_SECOND = 253_402_300_800;
/** Both `Date` and Temporal end 100 million days from 1970. */
const MAX_SECONDS = 8.64e12;

/** Throws `PackError` for a time outside the years 1 to 9999, which Python could not read. */
export function checkYears(seconds: number): void {
  if (!(seconds >= FIRST_SECOND && seconds < END_SECOND)) {
    throw new PackError('the years 1 to 9999 can be stored, and this time lies outside of them');
  }
}

/**
 * A value to be packed as an exact time. What is finer than a microsecond is cut off, towards the past. Throws
 * `PackError` for a value that is no time, and for one outside the years 1 to 9999 on UTC's clock or its own.
 */
export function epochOf(value: unknown, naive: Naive): ZonedEpoch {
  if (typeof value !== 'object' || value === null || !isTime(value)) {
    throw new PackError(
      `${describe(value)} is not a Temporal.Instant, ZonedDateTime or PlainDateTime, nor a Date`,
    );
  }
  const epoch = exact(value, naive);
  checkYears(epoch.seconds);
  checkYears(epoch.seconds + epoch.offset * 60);
  return epoch;
}

function exact(value: DateInput, naive: Naive): ZonedEpoch {
  if (value instanceof Date) {
    const time = value.getTime();
    if (Number.isNaN(time)) throw new PackError('an invalid Date has no time to store');
    return fromMillis(time, 0, 0);
  }
  if (isInstant(value)) return fromNanos(value.epochNanoseconds, 0);
  if (isZonedDateTime(value)) {
    return fromNanos(value.epochNanoseconds, Math.floor(value.offsetNanoseconds / 60e9));
  }
  if (isPlainDate(value)) {
    throw new PackError('a Temporal.PlainDate has no time of day: give an Instant, or a PlainDateTime');
  }
  return naive === 'utc' ? fromMillis(utcMillis(value), value.microsecond, 0) : fromLocal(value);
}

function fromMillis(millis: number, micros: number, offset: number): ZonedEpoch {
  const seconds = Math.floor(millis / 1000);
  return { seconds, micros: (millis - seconds * 1000) * 1000 + micros, offset };
}

function fromNanos(nanos: bigint, offset: number): ZonedEpoch {
  if (typeof nanos !== 'bigint') throw new PackError('a Temporal value without epochNanoseconds is no time');
  // A double is some hundred nanoseconds off here, so its second can be one too high or too low; the rest tells.
  let seconds = Math.floor(Number(nanos) / 1e9);
  let rest = Number(nanos - BigInt(seconds) * 1_000_000_000n);
  const shift = Math.floor(rest / 1e9);
  seconds += shift;
  rest -= shift * 1e9;
  return { seconds, micros: Math.floor(rest / 1000), offset };
}

function utcMillis(value: PlainDateTimeLike): number {
  const { hour, minute, second, millisecond } = value;
  return midnight(isoFields(value)) + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
}

/** The time at which clocks here show this. A time shown twice is the first one; one that is left out, the later. */
function fromLocal(value: PlainDateTimeLike): ZonedEpoch {
  const { year, month, day } = isoFields(value);
  const local = new Date(0);
  local.setFullYear(year, month - 1, day);
  local.setHours(value.hour, value.minute, value.second, value.millisecond);
  const clock = new Date(0);
  clock.setUTCFullYear(local.getFullYear(), local.getMonth(), local.getDate());
  clock.setUTCHours(local.getHours(), local.getMinutes(), local.getSeconds(), local.getMilliseconds());
  const offset = Math.floor((clock.getTime() - local.getTime()) / 60_000);
  return fromMillis(local.getTime(), value.microsecond, offset);
}

/** Appends seconds × 2²⁰ + microseconds, as an i64. */
export function writeEpoch(writer: Writer, { seconds, micros }: Epoch): void {
  const at = writer.take(8);
  writer.view.setUint32(at, (seconds << 20) | micros, true);
  writer.view.setInt32(at + 4, Math.floor(seconds / 2 ** 12), true);
}

/** The exact time of the halves of an i64, the upper one signed; `undefined` where no date of JavaScript's reaches. */
export function epochOfHalves(high: number, low: number): Epoch | undefined {
  const seconds = high * 2 ** 12 + (low >>> 20);
  const micros = low & 0xfffff;
  const isOut = micros > 999_999 || seconds < -MAX_SECONDS || seconds + Math.sign(micros) > MAX_SECONDS;
  return isOut ? undefined : { seconds, micros };
}

/** The exact time at an offset. Throws `CorruptBufferError` where no date of JavaScript's reaches. */
export function readEpoch(window: Window, offset: number): Epoch {
  window.need(offset, 8);
  const epoch = epochOfHalves(window.view.getInt32(offset + 4, true), window.view.getUint32(offset, true));
  if (epoch !== undefined) return epoch;
  throw new CorruptBufferError(
    'what is stored as a datetime is none: its microseconds or its year are out of range',
    window.base + offset,
  );
}

/** Nanoseconds since 1970, as Temporal counts. */
export function nanosOf({ seconds, micros }: Epoch): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(micros * 1000);
}
