/** Dates, datetimes, decimals and buffers of the manifest, and the clock that Python had when it wrote a case. */
import { Decimal, t } from 'sharedbuffers';
import { Temporal } from 'temporal-polyfill';
import type { AnyType } from '../../src/schema/type.js';
import type { GoldenCase, Json, JsonNode } from './manifest.js';

const OFFSET = /([+-]\d\d:\d\d)(:\d\d)?$/;

/** A datetime in Python's spelling; one without offset as one that does not say where. */
function datetimeOf(iso: string): unknown {
  const [offset, minutes, seconds] = OFFSET.exec(iso) ?? [];
  if (offset === undefined) return Temporal.PlainDateTime.from(iso);
  if (seconds === undefined) return Temporal.ZonedDateTime.from(`${iso}[${minutes}]`);
  // Temporal's own zones of fixed offset know no seconds, so this is a value of another implementation's.
  const negative = offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minute = 0, second = 0] = offset.slice(1).split(':').map(Number);
  return {
    [Symbol.toStringTag]: 'Temporal.ZonedDateTime',
    epochNanoseconds: Temporal.Instant.from(iso).epochNanoseconds,
    offsetNanoseconds: negative * (hours * 3600 + minute * 60 + second) * 1e9,
  };
}

/** The value of a node that JSON has no kind for, and the type that Python takes it for; `undefined` for others. */
export function specialOf(node: JsonNode): [type: AnyType, value: unknown] | undefined {
  if ('$date' in node) return [t.date, Temporal.PlainDate.from(String(node.$date))];
  if ('$datetime' in node) return [t.datetime, datetimeOf(String(node.$datetime))];
  if ('$dec' in node) return [t.decimal, Decimal.from(String(node.$dec))];
  if ('$buf' in node) return [t.buffer, Uint8Array.from(Buffer.from(String(node.$buf), 'hex'))];
  return undefined;
}

/** What was read, as the manifest spells it; `undefined` for values of other kinds. */
export function encodeSpecial(value: object): Json | undefined {
  if (value instanceof Decimal) return { $dec: value.toString() };
  if (value instanceof Temporal.PlainDate) return { $date: value.toString() };
  const digits = { fractionalSecondDigits: 6 } as const;
  if (value instanceof Temporal.ZonedDateTime) {
    return { $datetime: value.toString({ ...digits, timeZoneName: 'never' }) };
  }
  if (value instanceof Temporal.Instant) {
    return { $datetime: value.toString(digits).replace('Z', '+00:00') };
  }
  return undefined;
}

/** One spelling for each datetime: with six digits of the second, and an offset. */
export function canonicalDatetime(iso: string): Json {
  const [offset = ''] = OFFSET.exec(iso) ?? [];
  const local = iso.slice(0, iso.length - offset.length);
  return { $datetime: `${local}${local.includes('.') ? '' : '.000000'}${offset || '+00:00'}` };
}

/** The time zone that a case was written in. */
function zoneOf({ id }: GoldenCase): { readonly name: string; readonly offset: string } {
  return id.includes('sysTZ_minus3')
    ? { name: 'Etc/GMT+3', offset: '-03:00' }
    : { name: 'UTC', offset: '+00:00' };
}

/** Runs something in the time zone that a case was written in. */
export function inZoneOf<T>(each: GoldenCase, run: () => T): T {
  const { TZ } = process.env;
  process.env.TZ = zoneOf(each).name;
  try {
    return run();
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
}

/** Types that are read as exact times: what Python gives in local time is made UTC. */
export function exactTimes(each: GoldenCase, json: Json): Json {
  if (!/^mapped_datetime(_utc|_local)?$/.test(each.packer ?? '')) return json;
  const iso = String((json as JsonNode).$datetime);
  const aware = OFFSET.test(iso)
    ? iso
    : iso + (each.packer === 'mapped_datetime_utc' ? '+00:00' : zoneOf(each).offset);
  return encodeSpecial(Temporal.Instant.from(aware))!;
}
