/** Dates and datetimes (docs/format.md 7): exact times, those with a zone, and those that do not say where. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { struct, t } from 'sharedbuffers';
import { buildArray, openArray } from 'sharedbuffers/node';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { encodeSpecial } from '../golden/times.js';
import * as make from './encoding.js';
import { exchange } from './exchange.js';
import { describeWithPython } from './peer.js';
import { arrayOf } from './records.js';
import { dates, instants, naive, zoned } from './specials.js';

const RUNS = 150;
const SEED = 7_001;
const EXACT = ['mapped_datetime', 'mapped_datetime_utc', 'mapped_datetime_local'];
const ZONED = ['mapped_datetime_tz', 'mapped_datetime_tz_local'];

/** The same time in UTC. */
function inUtc(json: Json): Json {
  return encodeSpecial(Temporal.Instant.from((json as { $datetime: string }).$datetime))!;
}

describeWithPython('times', (python) => {
  test.each([false, true])('dates; type in front: %s', async (rtti) => {
    await fc.assert(
      fc.asyncProperty(dates, async (json) => {
        const { ours, theirs } = await exchange(python, 'mapped_date', json, rtti);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test.each(EXACT)('%s in UTC', async (type) => {
    await fc.assert(
      fc.asyncProperty(instants, fc.boolean(), async (json, tagged) => {
        const rtti = tagged && type === 'mapped_datetime';
        const { ours, theirs } = await exchange(python, type, json, rtti);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test.each(EXACT)('%s of any zone keeps the time', async (type) => {
    await fc.assert(
      fc.asyncProperty(zoned, async (json) => {
        const ours = make.packed(type, json);
        expect(ours).toBe(await python.ask('pack', { type, value: json }));
        expect(make.unpacked(type, ours)).toEqual(inUtc(json));
        expect(make.normal(await python.ask('unpack', { type, data: ours }))).toEqual(inUtc(json));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test.each(ZONED)('%s keeps the zone', async (type) => {
    await fc.assert(
      fc.asyncProperty(zoned, async (json) => {
        const { ours, theirs } = await exchange(python, type, json);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('offsets with seconds are stored in minutes, rounded down', async () => {
    for (const offset of ['+05:30:59', '-05:30:01', '-00:00:01', '+00:00:01']) {
      const json = { $datetime: `2021-03-04T05:06:07.000008${offset}` };
      const theirs = await python.ask<string>('pack', { type: 'mapped_datetime_tz', value: json });
      expect(make.packed('mapped_datetime_tz', json)).toBe(theirs);
      expect(make.unpacked('mapped_datetime_tz', theirs)).toEqual(
        make.normal(await python.ask('unpack', { type: 'mapped_datetime_tz', data: theirs })),
      );
    }
  });

  test('a datetime in a date slot is the date that it shows', async () => {
    const json = { $datetime: '2021-03-04T23:06:07.000008+05:30' };
    const theirs = await python.ask<string>('pack', { type: 'mapped_date', value: json });
    expect(make.unpacked('mapped_date', theirs)).toEqual({ $date: '2021-03-04' });
    const zonedTime = Temporal.ZonedDateTime.from('2021-03-04T23:06:07.000008+05:30[+05:30]');
    const Row = struct({ day: t.date });
    expect(String(Row.unpackFrom(Row.pack({ day: zonedTime })).day)).toBe('2021-03-04');
  });

  test('of Date objects in a file of ours are read by Python', async () => {
    const path = python.path('dates.sb');
    const Row = struct({ at: t.jsDate, n: t.uint8 });
    await buildArray(path, Row, [{ at: new Date(86_400_123), n: 7 }]);
    const { rows } = await python.ask<{ rows: Json[] }>('read_array', { path });
    const at = { $datetime: '1970-01-02T00:00:00.123000+00:00' };
    expect(rows.map(make.normal)).toEqual([{ $obj: 'proxy', attrs: { at, n: 7 } }]);
    using undeclared = openArray(path);
    expect(String(undeclared.at(0)!.at)).toBe('1970-01-02T00:00:00.123Z');
  });

  test('as Date objects, to the millisecond', async () => {
    const Row = struct({ at: t.jsDate });
    const type = { declared: [['at', 'mapped_datetime']] };
    await fc.assert(
      fc.asyncProperty(instants, async (at) => {
        const { $datetime } = at as { $datetime: string };
        const theirs = await python.ask<string>('pack', { type, value: { $obj: 'row', attrs: { at } } });
        const read = Row.unpackFrom(Uint8Array.from(Buffer.from(theirs, 'hex'))).at;
        expect(read).toEqual(new Date($datetime.replace(/\d{3}\+/, '+')));
        const data = Buffer.from(Row.pack({ at: read })).toString('hex');
        const seen = await python.ask<Json>('unpack', { type, data });
        const cut = $datetime.replace(/\d{3}\+/, '000+');
        expect(make.normal(seen)).toEqual({ $obj: 'proxy', attrs: { at: { $datetime: cut } } });
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test.each([...EXACT.slice(1), ...ZONED])(
    '%s in slots, which Python packs but does not read',
    async (type) => {
      const path = python.path('slots.sb');
      const schema = { declared: [['at', type] as const] };
      await fc.assert(
        fc.asyncProperty(fc.array(zoned, { minLength: 1, maxLength: 5 }), async (times) => {
          const rows = times.map((at) => ({ $obj: 'row', attrs: { at } }));
          await python.ask('write_array', { path, schema, rows });
          await expect(python.ask('read_array', { path })).rejects.toThrow('KeyError');
          const sample = { schema, rows };
          expect(Buffer.from(arrayOf(sample, false)).equals(readFileSync(path))).toBe(true);
          using array = openArray(path);
          const seen = times.map((at) => (ZONED.includes(type) ? make.normal(at) : inUtc(at)));
          expect([...array].map(({ at }) => make.encoded(at))).toEqual(seen);
        }),
        { seed: SEED, numRuns: 20 },
      );
    },
  );
});

describe.each(['America/New_York', 'Asia/Kathmandu', 'UTC'])('in the time zone %s', (zone) => {
  let before: string | undefined;
  beforeAll(() => {
    before = process.env.TZ;
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  /** Not a time that clocks there show twice or never. */
  function isPlain(json: Json): boolean {
    const shown = Temporal.PlainDateTime.from((json as { $datetime: string }).$datetime);
    const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
      shown.toZonedDateTime(zone, { disambiguation }),
    );
    return earlier!.equals(later!);
  }

  describeWithPython(
    'datetimes that do not say where',
    (python) => {
      test.each([...EXACT, ...ZONED])('are one time to both: %s', async (type) => {
        await fc.assert(
          fc.asyncProperty(naive.filter(isPlain), async (json) => {
            const ours = make.packed(type, json);
            expect(ours).toBe(await python.ask('pack', { type, value: json }));
            const read = await python.ask<{ $datetime: string }>('unpack', { type, data: ours });
            // Without an offset, Python means local time.
            const aware = /[+-]\d\d:\d\d$/.test(read.$datetime)
              ? Temporal.Instant.from(read.$datetime)
              : Temporal.PlainDateTime.from(read.$datetime).toZonedDateTime(zone).toInstant();
            const seen = make.unpacked(type, ours) as { $datetime: string };
            expect(Temporal.Instant.from(seen.$datetime).equals(aware)).toBe(true);
          }),
          { seed: SEED, numRuns: RUNS },
        );
      });
    },
    zone,
  );
});
