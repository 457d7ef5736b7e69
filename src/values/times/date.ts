/** Dates (docs/format.md 7): seconds since 1970 at midnight UTC. */
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError, PackError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { describe, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { checkYears, epochOf } from './datetime-epoch.js';
import { type Temporal, temporal } from './temporal-library.js';
import {
  type DateInput,
  isoFields,
  isPlainDate,
  isPlainDateTime,
  isTime,
  midnight,
} from './temporal-values.js';

const DAY_SECONDS = 86_400;
/** Both `Date` and Temporal end 100 million days from 1970. */
const MAX_DAYS = 1e8;

/**
 * The day of a value, in seconds at midnight UTC. A `PlainDateTime` or `ZonedDateTime` stands for the date that it
 * shows, as in Python; a `Date` or `Instant`, which shows none, for its UTC day.
 */
function secondsOf(value: DateInput): number {
  if (isPlainDate(value) || isPlainDateTime(value)) return midnight(isoFields(value)) / 1000;
  const { seconds, offset } = epochOf(value, 'utc');
  return floorDay(seconds + offset * 60);
}

function floorDay(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS;
}

/** The day of a value, in days since 1970. Throws `PackError` for what is no date, or of no year from 1 to 9999. */
export function dayOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !isTime(value)) {
    throw new PackError(`${describe(value)} is not a Temporal.PlainDate or other date or time, nor a Date`);
  }
  const seconds = secondsOf(value);
  checkYears(seconds);
  return seconds / DAY_SECONDS;
}

/** The date of a day; `undefined` for one that no date of JavaScript's reaches. */
export function plainDateOf(days: number): Temporal.PlainDate | undefined {
  if (Math.abs(days) > MAX_DAYS) return undefined;
  const day = new Date(days * DAY_SECONDS * 1000);
  return new (temporal().PlainDate)(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
}

class DateCodec extends VariableCodec<Temporal.PlainDate> {
  override write(packer: Packer, value: unknown): void {
    packer.setPointer(packer.take(8), dayOf(value) * DAY_SECONDS);
  }

  /** Python stores a datetime's time of day in a date slot: it is dropped. */
  override read(window: Window, offset: number, reader: Decoding): Temporal.PlainDate {
    reader.spend(window, offset, COST.object);
    window.need(offset, 8);
    const seconds = window.view.getInt32(offset + 4, true) * 2 ** 32 + window.view.getUint32(offset, true);
    const date = plainDateOf(Math.floor(seconds / DAY_SECONDS));
    if (date !== undefined) return date;
    throw new CorruptBufferError(
      'what is stored as a date is none: its year is out of range',
      window.base + offset,
    );
  }

  override get sharesBody(): boolean {
    return true;
  }
}

export const date: VariableCodec<Temporal.PlainDate> = new DateCodec('date', 'V');
