/** Days and times as most programs write them, read from bytes. */
const DASH = 0x2d;
const COLON = 0x3a;
const SPACE = 0x20;
const T = 0x54;
const ZERO = 0x30;
/** Bytes of a day, and of a day with a time of seconds. */
const DAY = 10;
const TIME = 19;
const DAY_SECONDS = 86_400;
/** Days of 400 years, in which the calendar repeats, and from the year 0, counted from March, to 1970. */
const ERA_DAYS = 146_097;
const DAYS_TO_1970 = 719_468;

/** Seconds since 1970 of `2024-02-29`; NaN for all else, also for days that no month has. */
export function secondsOfDay(bytes: Uint8Array, start: number, end: number): number {
  return end - start === DAY ? midnight(bytes, start) : Number.NaN;
}

/** Seconds since 1970 of `2024-02-29 12:00:00`, in UTC; NaN for all else. */
export function secondsOfMoment(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== TIME) return Number.NaN;
  const between = bytes[start + DAY];
  if (between !== SPACE && between !== T) return Number.NaN;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return Number.NaN;
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return midnight(bytes, start) + (hour * 60 + minute) * 60 + second;
}

function midnight(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH) return Number.NaN;
  const year = two(bytes, at) * 100 + two(bytes, at + 2);
  const month = two(bytes, at + 5);
  const day = two(bytes, at + 8);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  // Years are counted from March, so that the day which only some have is the last.
  const counted = month > 2 ? year : year - 1;
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const ofYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  const ofEra = counted % 400;
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return (Math.floor(counted / 400) * ERA_DAYS + days - DAYS_TO_1970) * DAY_SECONDS;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The number that two digits spell; NaN for what is none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
