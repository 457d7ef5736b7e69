import fc from 'fast-check';
import {
  array,
  as,
  CorruptBufferError,
  type DatetimeInput,
  Decimal,
  mapping,
  PackError,
  struct,
  t,
} from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

const Times = struct({
  plain: t.datetime.optional(),
  utc: t.datetimeUtc.optional(),
  local: t.datetimeLocal.optional(),
  date: t.jsDate.optional(),
});
const INSTANT = Temporal.Instant.from('2019-03-05T11:15:24.388001Z');
const times = fc
  .bigInt(-62_135_596_800_000_000n, 253_402_300_799_999_999n)
  .map((micros) => Temporal.Instant.fromEpochNanoseconds(micros * 1000n));

test('an Instant comes back to the microsecond, by all three names', () => {
  fc.assert(
    fc.property(times, (time) => {
      const { plain, utc, local, date } = Times.unpackFrom(
        Times.pack({ plain: time, utc: time, local: time, date: time }),
      );
      for (const read of [plain, utc, local]) {
        expect(read).toBeInstanceOf(Temporal.Instant);
        expect(read?.toString()).toBe(time.toString());
      }
      expect(date).toEqual(new Date(time.epochMilliseconds));
    }),
  );
});

test('a Date comes back as one', () => {
  const years = { min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(years), (date) => {
      const read = Times.unpackFrom(Times.pack({ plain: date, date }));
      expect(read.date).toEqual(date);
      expect(read.plain?.epochMilliseconds).toBe(date.getTime());
    }),
  );
});

test('milliseconds are cut off towards the past', () => {
  const time = Temporal.Instant.from('1969-12-31T23:59:59.999999999Z');
  const read = Times.unpackFrom(Times.pack({ utc: time, date: time }));
  expect(read.utc?.toString()).toBe('1969-12-31T23:59:59.999999Z');
  expect(read.date).toEqual(new Date(-1));
});

describe('in an any', () => {
  const Box = struct({ v: t.any });
  const roundTrip = (v: unknown): unknown => Box.unpackFrom(Box.pack({ v })).v;

  test('exact times are datetimes', () => {
    for (const value of [INSTANT, INSTANT.toZonedDateTimeISO('+05:30')]) {
      expect(String(roundTrip(value))).toBe(INSTANT.toString());
    }
    expect(String(roundTrip(new Date(5)))).toBe('1970-01-01T00:00:00.005Z');
    expect(Box.pack({ v: INSTANT })[16]).toBe('v'.charCodeAt(0));
  });

  test('a PlainDateTime is not guessed at', () => {
    const plain = Temporal.PlainDateTime.from('2019-03-05T11:15:24.388001');
    expect(() => roundTrip(plain)).toThrow('v: a PlainDateTime has no type of its own');
    expect(String(roundTrip(as(t.datetimeUtc, plain)))).toBe(INSTANT.toString());
  });

  test('and in a slot, one value is written once', () => {
    const Both = struct({ a: t.any, b: t.datetime });
    const bytes = Both.pack({ a: INSTANT, b: INSTANT });
    expect(bytes).toHaveLength(40);
    const read = Both.unpackFrom(bytes);
    expect([String(read.a), String(read.b)]).toEqual([INSTANT.toString(), INSTANT.toString()]);
  });
});

test('lists hold them', () => {
  const Log = struct({ times: t.list(t.datetimeUtc), dates: t.list(t.jsDate.nullable()) });
  const read = Log.unpackFrom(
    Log.pack({ times: [INSTANT, new Date(0)], dates: [new Date(7), null, INSTANT] }),
  );
  expect(read.times.map(String)).toEqual([INSTANT.toString(), '1970-01-01T00:00:00Z']);
  expect(read.dates).toEqual([new Date(7), null, new Date(INSTANT.epochMilliseconds)]);
});

describe('a file', () => {
  test('stored as one of the three types is read as another', () => {
    const bytes = array(struct({ at: t.datetimeUtc })).pack([{ at: INSTANT }]);
    expect(
      String(
        array(struct({ at: t.datetime }))
          .fromBuffer(bytes)
          .at(0)?.at,
      ),
    ).toBe(INSTANT.toString());
    expect(
      array(struct({ at: t.jsDate }))
        .fromBuffer(bytes)
        .at(0)?.at,
    ).toEqual(new Date(INSTANT.epochMilliseconds));
    const Zoned = array(struct({ at: t.datetimeTz }));
    expect(() => Zoned.fromBuffer(bytes)).toThrow(
      'at is stored as mapped_datetime_utc, declared as datetimeTz',
    );
    expect(
      String(
        array(struct({ at: t.datetimeTzLocal }))
          .fromBuffer(Zoned.pack([{ at: INSTANT }]))
          .at(0)?.at,
      ),
    ).toBe('2019-03-05T11:15:24.388001+00:00[+00:00]');
  });

  test('is read without a declaration', () => {
    const fields = {
      p: t.datetime,
      u: t.datetimeUtc,
      l: t.datetimeLocal,
      z: t.datetimeTz,
      j: t.jsDate,
      d: t.date,
    };
    const [p, u, l, z, j, d] = Array.from({ length: 6 }, () => INSTANT);
    const Row = struct({ ...fields, n: t.decimal, b: t.buffer });
    const bytes = mapping({ key: t.uint32, value: Row }).pack([
      [1, { p: p!, u: u!, l: l!, z: z!, j: j!, d: d!, n: '1.50', b: Uint8Array.of(1, 2) }],
    ]);
    expect(JSON.parse(JSON.stringify(mapping({ key: t.uint32 }).fromBuffer(bytes).get(1)))).toEqual({
      ...Object.fromEntries([...'pulj'].map((name) => [name, INSTANT.toString()])),
      z: '2019-03-05T11:15:24.388001+00:00',
      d: '2019-03-05',
      n: '1.50',
      b: 'AQI=',
    });
  });
});

test('equality and JSON', () => {
  const read = Times.unpackFrom(Times.pack({ utc: INSTANT, date: new Date(5) }));
  expect(read.equals({ utc: INSTANT, date: new Date(5) })).toBe(true);
  expect(read.equals({ utc: INSTANT.toZonedDateTimeISO('UTC'), date: new Date(5) })).toBe(true);
  expect(read.equals({ utc: INSTANT, date: new Date(6) })).toBe(false);
  expect(read.equals({ utc: INSTANT.add({ nanoseconds: 1 }), date: new Date(5) })).toBe(false);
  expect(JSON.parse(JSON.stringify(read))).toEqual({
    utc: '2019-03-05T11:15:24.388001Z',
    date: '1970-01-01T00:00:00.005Z',
  });
  expect(read.toObject().date).toEqual(new Date(5));
});

test('what is no time is refused by name', () => {
  for (const value of ['2019-03-05', 5, new Date(NaN), Decimal.from(1), Temporal.PlainTime.from('11:15')]) {
    expect(() => Times.pack({ utc: value as unknown as DatetimeInput })).toThrow(PackError);
  }
  expect(() => Times.pack({ utc: new Date(NaN) })).toThrow('utc: an invalid Date');
});

test('damaged times are refused where they lie', () => {
  const bytes = Times.pack({ utc: INSTANT });
  bytes.fill(0xff, 16, 19);
  expect(() => Times.unpackFrom(bytes).utc).toThrow(CorruptBufferError);
  expect(() => Times.unpackFrom(bytes).utc).toThrow('(at byte 16)');
  expect(() => Times.unpackFrom(bytes.subarray(0, 20)).utc).toThrow(CorruptBufferError);
});
