import fc from 'fast-check';
import { CorruptBufferError, type DateInput, PackError, struct, t } from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

const Day = struct({ day: t.date });
const DAY = 86_400;

function roundTrip(day: DateInput): string {
  return Day.unpackFrom(Day.pack({ day })).day.toString();
}

/** A record with these seconds in its slot. */
function stored(seconds: bigint): Uint8Array {
  const bytes = Day.pack({ day: new Date(0) });
  new DataView(bytes.buffer, bytes.byteOffset).setBigInt64(16, seconds, true);
  return bytes;
}

const dates = fc.date({
  min: new Date('0001-01-01'),
  max: new Date('9999-12-31T23:59'),
  noInvalidDate: true,
});

test('a date comes back, of a Date its UTC day', () => {
  fc.assert(
    fc.property(dates, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const plain = Temporal.PlainDate.from(iso);
      expect(roundTrip(plain)).toBe(iso);
      expect(roundTrip(date)).toBe(iso);
      expect(roundTrip(Temporal.Instant.fromEpochMilliseconds(date.getTime()))).toBe(iso);
      const bytes = Day.pack({ day: plain });
      expect(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(16, true)).toBe(
        BigInt(Date.parse(iso) / 1000),
      );
    }),
  );
});

test('what shows a date stands for that date', () => {
  expect(roundTrip(Temporal.PlainDateTime.from('1969-12-31T23:59:59'))).toBe('1969-12-31');
  expect(roundTrip(Temporal.ZonedDateTime.from('2019-03-05T01:00+05:30[+05:30]'))).toBe('2019-03-05');
  expect(roundTrip(Temporal.ZonedDateTime.from('2019-03-05T23:00[America/New_York]'))).toBe('2019-03-05');
  expect(roundTrip(Temporal.PlainDate.from('2019-03-05').withCalendar('gregory'))).toBe('2019-03-05');
});

test('the time of day that Python leaves in is dropped, before 1970 too', () => {
  for (const day of [-719_162, -2, -1, 0, 1, 17_960, 2_932_896]) {
    const iso = new Date(day * DAY * 1000).toISOString().slice(0, 10);
    for (const second of [0, 1, DAY - 1]) {
      expect(Day.unpackFrom(stored(BigInt(day * DAY + second))).day.toString()).toBe(iso);
    }
  }
});

test('in an any, a PlainDate is a date', () => {
  const Box = struct({ v: t.any, w: t.date });
  const v = Temporal.PlainDate.from('2019-03-05');
  const bytes = Box.pack({ v, w: v });
  expect([bytes[24], bytes.length]).toEqual(['V'.charCodeAt(0), 40]);
  const read = Box.unpackFrom(bytes);
  expect([String(read.v), String(read.w)]).toEqual(['2019-03-05', '2019-03-05']);
  expect(JSON.stringify(read)).toBe('{"v":"2019-03-05","w":"2019-03-05"}');
  expect(read.equals({ v, w: Temporal.PlainDate.from('2019-03-05') })).toBe(true);
  expect(read.equals({ v, w: Temporal.PlainDate.from('2019-03-06') })).toBe(false);
});

describe('refused', () => {
  test.each<[string, unknown]>([
    ['the year 0', Temporal.PlainDate.from('0000-12-31')],
    ['the year 10000', Temporal.PlainDate.from('+010000-01-01')],
    ['an invalid Date', new Date(NaN)],
    ['a year and month', Temporal.PlainYearMonth.from('2019-03')],
    ['text', '2019-03-05'],
    ['null', null],
    ['a number', 0],
  ])('%s', (_, day) => {
    expect(() => Day.pack({ day: day as DateInput })).toThrow(PackError);
  });

  test('days that no calendar here reaches', () => {
    for (const seconds of [-(2n ** 63n), 2n ** 63n - 1n, BigInt(1e8 * DAY + DAY), BigInt(-1e8 * DAY - 1)]) {
      expect(() => Day.unpackFrom(stored(seconds)).day).toThrow(CorruptBufferError);
    }
    expect(Day.unpackFrom(stored(BigInt(1e8 * DAY))).day.toString()).toBe('+275760-09-13');
    expect(Day.unpackFrom(stored(BigInt(-1e8 * DAY))).day.toString()).toBe('-271821-04-20');
    expect(() => Day.unpackFrom(stored(0n).subarray(0, 23)).day).toThrow(CorruptBufferError);
  });
});
