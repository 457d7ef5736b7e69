import fc from 'fast-check';
import { as, CorruptBufferError, PackError, struct, t } from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test } from 'vitest';

const Event = struct({ at: t.datetimeTz });
const Local = struct({ at: t.datetimeTzLocal });
const { TZ } = process.env;

afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

test('a time comes back to the microsecond, with its offset', () => {
  const micros = fc.bigInt(-62_135_000_000_000_000n, 253_402_000_000_000_000n);
  const offsets = fc.integer({ min: -1439, max: 1439 });
  fc.assert(
    fc.property(micros, offsets, (us, minutes) => {
      const size = Math.abs(minutes);
      const two = (part: number): string => String(part).padStart(2, '0');
      const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      const at = new Temporal.ZonedDateTime(us * 1000n, zone);
      const read = Event.unpackFrom(Event.pack({ at })).at;
      expect(read).toBeInstanceOf(Temporal.ZonedDateTime);
      expect(read.toString()).toBe(at.toString());
    }),
  );
});

test('a named zone is kept as its offset at that time', () => {
  const at = Temporal.ZonedDateTime.from('2019-07-05T12:00[America/New_York]');
  const read = Event.unpackFrom(Event.pack({ at })).at;
  expect(read.toString()).toBe('2019-07-05T12:00:00-04:00[-04:00]');
  expect(JSON.stringify(Event.unpackFrom(Event.pack({ at })))).toBe('{"at":"2019-07-05T12:00:00-04:00"}');
});

describe('without a zone', () => {
  const plain = Temporal.PlainDateTime.from('2019-07-05T12:00');

  test('a PlainDateTime is UTC, or local', () => {
    process.env.TZ = 'America/New_York';
    expect(Event.unpackFrom(Event.pack({ at: plain })).at.toString()).toBe(
      '2019-07-05T12:00:00+00:00[+00:00]',
    );
    expect(Local.unpackFrom(Local.pack({ at: plain })).at.toString()).toBe(
      '2019-07-05T12:00:00-04:00[-04:00]',
    );
  });

  test('an Instant and a Date are at +00:00', () => {
    for (const type of [Event, Local]) {
      for (const at of [new Date(0), Temporal.Instant.fromEpochMilliseconds(0)]) {
        expect(type.unpackFrom(type.pack({ at })).at.toString()).toBe('1970-01-01T00:00:00+00:00[+00:00]');
      }
    }
  });
});

test('it takes 10 bytes, padded in a struct', () => {
  expect(Event.pack({ at: new Date(0) })).toHaveLength(32);
  expect(struct({ at: t.datetimeTz }, { alignment: 1 }).pack({ at: new Date(0) })).toHaveLength(20);
});

test('it has no form in an any or a list', () => {
  const Box = struct({ v: t.any });
  expect(() => Box.pack({ v: as(t.datetimeTz, new Date(0)) })).toThrow('datetimeTz has no type code');
  expect(() => struct({ v: t.list(t.datetimeTz) }).pack({ v: [new Date(0)] })).toThrow(PackError);
});

test('damaged offsets are refused', () => {
  const bytes = Event.pack({ at: new Date(0) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (const minutes of [1440, -1440, 32_767, -32_768]) {
    view.setInt16(24, minutes, true);
    expect(() => Event.unpackFrom(bytes).at).toThrow(CorruptBufferError);
  }
  view.setInt16(24, -1439, true);
  expect(Event.unpackFrom(bytes).at.offset).toBe('-23:59');
  expect(() => Event.unpackFrom(bytes.subarray(0, 25)).at).toThrow(CorruptBufferError);
});
