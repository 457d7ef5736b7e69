/** Dates and times as columns hold them, made into values: numbers of days, and of what a second is divided into. */
import { temporal } from '../../values/times/temporal-library.js';
import type { InstantLike } from '../../values/times/temporal-values.js';
import { ValueError } from '../input/value-error.js';

/** Makes values of dates and times. */
export interface TimeMaker {
  /** From days since 1970. */
  date(days: number): unknown;
  /** From microseconds since 1970 UTC, a whole number. */
  instant(micros: bigint | number): unknown;
}

const DAY_MS = 86_400_000;
/** `Date` reaches this far from 1970. */
const MAX_MS = 8.64e15;

/** An exact time that is made faster than one of Temporal, for packing. */
class ExactTime implements InstantLike {
  readonly #micros: bigint;

  constructor(micros: bigint) {
    this.#micros = micros;
  }

  get [Symbol.toStringTag](): 'Temporal.Instant' {
    return 'Temporal.Instant';
  }

  get epochNanoseconds(): bigint {
    return this.#micros * 1000n;
  }
}

/** Values that pack fast: a `Date` where that holds the time. */
export const PACKED_TIMES: TimeMaker = {
  date: (days) => new Date(days * DAY_MS),
  instant(micros) {
    const number = Number(micros);
    const millis = number / 1000;
    if (Number.isSafeInteger(number) && Number.isInteger(millis)) return new Date(millis);
    return new ExactTime(BigInt(micros));
  },
};

/** The values that the library reads. */
export const READ_TIMES: TimeMaker = {
  date(days) {
    const millis = days * DAY_MS;
    if (Math.abs(millis) > MAX_MS)
      throw new ValueError(`the day ${days} after 1970 is beyond what dates reach`);
    const day = new Date(millis);
    return new (temporal().PlainDate)(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
  },
  instant(micros) {
    const nanos = BigInt(micros) * 1000n;
    if (nanos > 8_640_000_000_000_000_000_000n || nanos < -8_640_000_000_000_000_000_000n) {
      throw new ValueError(`the time ${micros} microseconds after 1970 is beyond what times reach`);
    }
    return new (temporal().Instant)(nanos);
  },
};

/** What a second is divided into. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

const PER_SECOND: Readonly<Record<TimeUnit, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

/** Microseconds of a count of units. Throws `ValueError` for what is finer, which no datetime holds. */
export function microsOf(count: bigint | number, unit: TimeUnit): bigint | number {
  if (unit === 'ns') {
    const nanos = BigInt(count);
    if (nanos % 1000n !== 0n) {
      throw new ValueError(
        `the time has nanoseconds (${nanos} since 1970), and datetimes hold microseconds: cast the column first, or leave it out with --select`,
      );
    }
    return nanos / 1000n;
  }
  const factor = 1e6 / PER_SECOND[unit];
  const micros = Number(count) * factor;
  return Number.isSafeInteger(micros) ? micros : BigInt(count) * BigInt(factor);
}

/** A time of day as ISO text, with as many digits of the second as it needs: `23:59:59.5`. */
export function timeOfDay(count: bigint | number, unit: TimeUnit): string {
  const perSecond = BigInt(PER_SECOND[unit]);
  const whole = BigInt(count);
  const seconds = whole / perSecond;
  if (whole < 0n || seconds > 86_400n) throw new ValueError(`${whole} ${unit} is no time of day`);
  const two = (value: bigint) => String(value).padStart(2, '0');
  const text = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const rest = whole % perSecond;
  if (rest === 0n) return text;
  const digits = String(rest).padStart(String(perSecond).length - 1, '0');
  return `${text}.${digits.replace(/0+$/, '')}`;
}
