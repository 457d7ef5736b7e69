import fc from 'fast-check';
import { CorruptBufferError, PackError } from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test } from 'vitest';
import { Writer } from '../../bytes/byte-writer.js';
import { Memory } from '../../bytes/memory.js';
import { type Epoch, epochOf, nanosOf, readEpoch, writeEpoch } from './datetime-epoch.js';

const FIRST = -62_135_596_800n;
const LAST = 253_402_300_799n;
const { TZ } = process.env;

afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

function stored(epoch: Epoch): Uint8Array {
  const writer = new Writer();
  writeEpoch(writer, epoch);
  return writer.bytes.slice(0, writer.end);
}

function read(bytes: Uint8Array): Epoch {
  return readEpoch(Memory.over(bytes).windowAt(0), 0);
}

/** An i64 of the format, from its two parts. */
function parts(seconds: bigint, micros: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, seconds * 2n ** 20n + micros, true);
  return bytes;
}

const seconds = fc.oneof(
  fc.bigInt(FIRST, LAST),
  fc.bigInt(-3n, 3n),
  fc.constantFrom(FIRST, LAST, 2n ** 31n, -(2n ** 31n), 2n ** 32n, 4095n, 4096n, -4096n, -4097n),
);
const micros = fc.oneof(fc.bigInt(0n, 999_999n), fc.constantFrom(0n, 1n, 999n, 1000n, 999_999n));

test('the bytes are seconds × 2^20 + microseconds, both ways', () => {
  fc.assert(
    fc.property(seconds, micros, (s, us) => {
      const epoch = { seconds: Number(s), micros: Number(us) };
      expect(stored(epoch)).toEqual(parts(s, us));
      expect(read(parts(s, us))).toEqual(epoch);
      expect(nanosOf(epoch)).toBe(s * 10n ** 9n + us * 1000n);
    }),
  );
});

test('an Instant and a ZonedDateTime give their time, cut off to microseconds towards the past', () => {
  fc.assert(
    fc.property(
      seconds,
      micros,
      fc.bigInt(0n, 999n),
      fc.integer({ min: -1439, max: 1439 }),
      (s, us, ns, offset) => {
        const instant = Temporal.Instant.fromEpochNanoseconds(s * 10n ** 9n + us * 1000n + ns);
        const epoch = { seconds: Number(s), micros: Number(us) };
        expect(epochOf(instant, 'local')).toEqual({ ...epoch, offset: 0 });
        const shown = s + BigInt(offset) * 60n;
        const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${hours}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
        const pack = (): unknown => epochOf(instant.toZonedDateTimeISO(zone), 'utc');
        if (shown < FIRST || shown > LAST) expect(pack).toThrow(PackError);
        else expect(pack()).toEqual({ ...epoch, offset });
      },
    ),
  );
});

test('a Date gives its milliseconds', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      (date) => {
        const { seconds: s, micros: us, offset } = epochOf(date, 'local');
        expect(s * 1000 + us / 1000).toBe(date.getTime());
        expect(us).toBeGreaterThanOrEqual(0);
        expect(offset).toBe(0);
      },
    ),
  );
});

describe('a PlainDateTime', () => {
  const noon = Temporal.PlainDateTime.from('2019-07-05T12:00:00.000001');

  test('is UTC, or local time, as the type has it', () => {
    process.env.TZ = 'America/New_York';
    expect(epochOf(noon, 'utc')).toEqual({ seconds: Date.UTC(2019, 6, 5, 12) / 1000, micros: 1, offset: 0 });
    expect(epochOf(noon, 'local')).toEqual({
      seconds: Date.UTC(2019, 6, 5, 16) / 1000,
      micros: 1,
      offset: -240,
    });
  });

  test.each(['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'])(
    'is the time at which clocks in %s show it, or showed it first',
    (zone) => {
      process.env.TZ = zone;
      const changes = [
        '2019-03-10T02:30',
        '2019-11-03T01:30',
        '2019-04-07T01:45',
        '2011-12-30T12:00',
        '0001-01-02T00:00',
      ];
      const iso = fc.oneof(
        fc.constantFrom(...changes),
        // From 1972 on: earlier offsets had seconds, where implementations round apart.
        fc
          .date({ min: new Date('1972-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, -1)),
      );
      fc.assert(
        fc.property(iso, (text) => {
          const plain = Temporal.PlainDateTime.from(text);
          if (plain.year === 1 && zone !== 'UTC') return;
          const there = plain.toZonedDateTime(zone);
          const { seconds: s, micros: us, offset } = epochOf(plain, 'local');
          expect(BigInt(s) * 10n ** 9n + BigInt(us) * 1000n).toBe(there.epochNanoseconds);
          expect(offset).toBe(there.offsetNanoseconds / 60e9);
        }),
      );
    },
  );

  test('of another calendar is the same time', () => {
    expect(epochOf(noon.withCalendar('gregory'), 'utc')).toEqual(epochOf(noon, 'utc'));
  });
});

describe('what cannot be packed', () => {
  test.each<[string, unknown, string]>([
    ['an invalid Date', new Date(NaN), 'an invalid Date has no time'],
    ['a PlainDate', Temporal.PlainDate.from('2019-03-05'), 'has no time of day'],
    ['the year 0', new Date('0000-12-31T23:59:59.999Z'), 'years 1 to 9999'],
    ['the year 10000', new Date('+010000-01-01T00:00:00Z'), 'years 1 to 9999'],
    [
      'the year 0 on its own clock',
      Temporal.ZonedDateTime.from('0000-12-31T23:00-05:00[-05:00]'),
      'years 1 to 9999',
    ],
    [
      'the year 10000 on UTC’s',
      Temporal.ZonedDateTime.from('9999-12-31T23:00-05:00[-05:00]'),
      'years 1 to 9999',
    ],
    [
      'a tag without content',
      { [Symbol.toStringTag]: 'Temporal.Instant', epochNanoseconds: 5 },
      'without epochNanoseconds',
    ],
    ['text', '2019-03-05T11:15:24Z', 'is not a Temporal.Instant'],
    ['a number', 5, 'is not a Temporal.Instant'],
    ['null', null, 'is not a Temporal.Instant'],
    ['an object', {}, 'is not a Temporal.Instant'],
  ])('%s', (_, value, message) => {
    expect(() => epochOf(value, 'utc')).toThrow(PackError);
    expect(() => epochOf(value, 'utc')).toThrow(message);
  });
});

describe('damaged datetimes', () => {
  test.each<[string, Uint8Array]>([
    ['cut short', new Uint8Array(7)],
    ['a million microseconds', parts(0n, 1_000_000n)],
    ['2^20 - 1 microseconds', parts(5n, 0xfffffn)],
    ['past the last day', parts(8_640_000_000_000n, 1n)],
    ['before the first day', parts(-8_640_000_000_001n, 999_999n)],
    ['the largest i64', parts(2n ** 43n - 1n, 0n)],
    ['the smallest i64', parts(-(2n ** 43n), 0n)],
  ])('%s', (_, bytes) => {
    expect(() => read(bytes)).toThrow(CorruptBufferError);
  });

  test('the last and the first day are read', () => {
    expect(read(parts(8_640_000_000_000n, 0n)).seconds).toBe(8.64e12);
    expect(read(parts(-8_640_000_000_000n, 0n)).seconds).toBe(-8.64e12);
  });
});
