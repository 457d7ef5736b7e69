import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporal } from '../../../values/times/temporal-library.js';
import { dayOf, momentOf, timeKind } from './time-text.js';

const two = fc.integer({ min: 0, max: 70 }).map((number) => String(number).padStart(2, '0'));
const day = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 32 }))
  .map(([year, ...rest]) =>
    [String(year).padStart(4, '0'), ...rest.map((part) => String(part).padStart(2, '0'))].join('-'),
  );

/** By Temporal, which takes more forms than are asked about here. */
function expected<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

describe('days and times', () => {
  test('are those that Temporal reads', () => {
    fc.assert(
      fc.property(day, (text) => {
        const date = expected(() => temporal().PlainDate.from(text));
        const known = date === undefined || date.year < 1 ? undefined : new Date(`${text}T00:00:00Z`);
        expect(dayOf(text)).toEqual(known);
        expect(timeKind(text)).toBe(known && 'date');
      }),
    );
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(' ', 'T', 't', '_'),
        two,
        two,
        two,
        (date, between, hour, minute, second) => {
          const text = `${date}${between}${hour}:${minute}:${second}`;
          const valid =
            /[ T]/.test(between) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
          const known = valid ? dayOf(date) : undefined;
          const time = known && new Date(`${date}T${hour}:${minute}:${second}Z`);
          expect(momentOf(text)).toEqual(time);
          expect(timeKind(text)).toBe(time && 'local');
        },
      ),
    );
  });

  test.each([
    '2024-2-29 12:00:00',
    '2024-02-29 12:00:0x',
    '2024-02-29 1x:00:00',
    '2024/02/29',
    '２024-02-29',
    '2024-02-29 ',
  ])('%j is none', (text) => {
    expect(timeKind(text)).toBeUndefined();
  });
});
