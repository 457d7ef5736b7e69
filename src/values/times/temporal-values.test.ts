import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  type DateInput,
  isExactTime,
  isoFields,
  isoText,
  isTime,
  midnight,
  sameTime,
} from './temporal-values.js';

const INSTANT = Temporal.Instant.from('2019-03-05T11:15:24.388001Z');
const ZONED = INSTANT.toZonedDateTimeISO('+05:30');
const DATE = Temporal.PlainDate.from('2019-03-05');
const LOCAL = Temporal.PlainDateTime.from('2019-03-05T11:15:24.388001');

test('times are known whatever implementation made them', () => {
  for (const value of [INSTANT, ZONED, DATE, LOCAL, new Date(0)]) expect(isTime(value)).toBe(true);
  expect(isTime({ [Symbol.toStringTag]: 'Temporal.Instant' })).toBe(true);
  for (const value of [{}, [], Temporal.PlainTime.from('11:15'), Temporal.Duration.from('PT1S'), new Map()]) {
    expect(isTime(value)).toBe(false);
  }
  expect([INSTANT, ZONED, DATE, LOCAL, new Date(0)].map(isExactTime)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

describe('the same time', () => {
  test.each<[DateInput, DateInput]>([
    [INSTANT, Temporal.Instant.from('2019-03-05T11:15:24.388001Z')],
    [INSTANT, ZONED],
    [ZONED, INSTANT.toZonedDateTimeISO('UTC')],
    [new Date(5), new Date(5)],
    [new Date(5), Temporal.Instant.fromEpochMilliseconds(5)],
    [DATE, Temporal.PlainDate.from('2019-03-05')],
    [LOCAL, Temporal.PlainDateTime.from('2019-03-05T11:15:24.388001')],
  ])('%s and %s', (a, b) => {
    expect([sameTime(a, b), sameTime(b, a)]).toEqual([true, true]);
  });

  test.each<[DateInput, DateInput]>([
    [INSTANT, INSTANT.add({ microseconds: 1 })],
    [INSTANT, new Date(INSTANT.epochMilliseconds)],
    [new Date(NaN), new Date(NaN)],
    [new Date(NaN), DATE],
    [DATE, LOCAL],
    [DATE, Temporal.PlainDate.from('2019-03-06')],
    [INSTANT, LOCAL],
    [new Date('2019-03-05'), DATE],
  ])('is not %s and %s', (a, b) => {
    expect([sameTime(a, b), sameTime(b, a)]).toEqual([false, false]);
  });
});

test('text is ISO 8601, without the zone in brackets', () => {
  expect([INSTANT, ZONED, DATE, new Date(5)].map(isoText)).toEqual([
    '2019-03-05T11:15:24.388001Z',
    '2019-03-05T16:45:24.388001+05:30',
    '2019-03-05',
    '1970-01-01T00:00:00.005Z',
  ]);
});

test('fields are those of the ISO calendar', () => {
  const { year, month, day } = isoFields(DATE.withCalendar('gregory'));
  expect([year, month, day]).toEqual([2019, 3, 5]);
});

test('midnight is UTC’s, in the first century too', () => {
  for (const iso of ['0001-01-01', '0099-12-31', '1970-01-01', '2000-02-29', '9999-12-31']) {
    expect(midnight(Temporal.PlainDate.from(iso)), iso).toBe(Date.parse(iso));
  }
});
