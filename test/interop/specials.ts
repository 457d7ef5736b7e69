/** Dates, datetimes, decimals and buffers made at random, in the manifest's JSON encoding. */
import fc from 'fast-check';
import type { Json } from '../golden/manifest.js';

function spanning(firstYear: number, lastYear: number): fc.Arbitrary<Date> {
  const start = new Date(0);
  start.setUTCFullYear(firstYear, 0, 1);
  const end = new Date(0);
  end.setUTCFullYear(lastYear, 11, 31);
  return fc.date({ min: start, max: end, noInvalidDate: true });
}

function text(date: Date, micros: number): string {
  return `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}`;
}

const microseconds = fc.nat(999_999);

export const dates: fc.Arbitrary<Json> = fc
  .oneof(
    spanning(1, 9999),
    fc.constantFrom('0001-01-01', '1969-12-31', '1970-01-01', '2000-02-29', '9999-12-31').map((iso) => {
      return new Date(`${iso}T00:00:00Z`);
    }),
  )
  .map((date) => ({ $date: date.toISOString().slice(0, 10) }));

/** In UTC. Python reads a datetime without a zone only from the second year on. */
export const instants: fc.Arbitrary<Json> = fc
  .tuple(spanning(2, 9998), microseconds)
  .map(([date, micros]) => ({ $datetime: `${text(date, micros)}+00:00` }));

const two = (value: number): string => String(value).padStart(2, '0');

/** With offsets of whole minutes of less than a day. */
export const zoned: fc.Arbitrary<Json> = fc
  .tuple(spanning(2, 9998), microseconds, fc.integer({ min: -1439, max: 1439 }))
  .map(([date, micros, offset]) => {
    const minutes = Math.abs(offset);
    const sign = offset < 0 ? '-' : '+';
    return {
      $datetime: `${text(date, micros)}${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
    };
  });

/** Without a zone. For `_local` types Python knows only the offsets that a place has had since 1990 or so. */
export const naive: fc.Arbitrary<Json> = fc
  .tuple(spanning(1990, 2030), microseconds)
  .map(([date, micros]) => ({ $datetime: text(date, micros) }));

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 40 });

export const decimals: fc.Arbitrary<Json> = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.oneof(fc.constant(0), fc.integer({ min: -6000, max: 6000 })))
  .map(([sign, number, exponent]) => ({ $dec: `${sign}${number}E${exponent}` }));

/** As `decimals`, spelled as Python spells them. */
export const plainDecimals: fc.Arbitrary<Json> = fc
  .tuple(fc.constantFrom('', '-'), fc.nat(), fc.nat(99), fc.nat(9))
  .map(([sign, whole, fraction, last]) => ({ $dec: `${sign}${whole}.${two(fraction)}${last}` }));

export const buffers: fc.Arbitrary<Json> = fc
  .uint8Array({ maxLength: 24 })
  .map((bytes) => ({ $buf: Buffer.from(bytes).toString('hex') }));
