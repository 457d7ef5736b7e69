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
function dayOf(value: DateInput): number {
  if (isPlainDate(value) || isPlainDateTime(value)) return midnight(isoFields(value)) / 1000;
  const { seconds, offset } = epochOf(value, 'utc');
  return floorDay(seconds + offset * 60);
}

function floorDay(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS;
}

class DateCodec extends VariableCodec<Temporal.PlainDate> {
  override write(packer: Packer, value: unknown): void {
    if (typeof value !== 'object' || value === null || !isTime(value)) {
      throw new PackError(`${describe(value)} is not a Temporal.PlainDate or other date or time, nor a Date`);
    }
    const seconds = dayOf(value);
    checkYears(seconds);
    packer.setPointer(packer.take(8), seconds);
  }

  /** Python stores a datetime's time of day in a date slot: it is dropped. */
  override read(window: Window, offset: number, reader: Decoding): Temporal.PlainDate {
    reader.spend(window, offset, COST.object);
    window.need(offset, 8);
    const seconds = window.view.getInt32(offset + 4, true) * 2 ** 32 + window.view.getUint32(offset, true);
    const days = Math.floor(seconds / DAY_SECONDS);
    if (Math.abs(days) > MAX_DAYS) {
      throw new CorruptBufferError(
        'what is stored as a date is none: its year is out of range',
        window.base + offset,
      );
    }
    const day = new Date(days * DAY_SECONDS * 1000);
    return new (temporal().PlainDate)(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
  }

  override get sharesBody(): boolean {
    return true;
  }
}

export const date: VariableCodec<Temporal.PlainDate> = new DateCodec('date', 'V');
