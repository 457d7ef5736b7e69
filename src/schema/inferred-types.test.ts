import { as, type Infer, type InferInput, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ArgumentError } from '../errors.js';

const Location = struct({ lat: t.float64, lon: t.float64 });
const City = struct({
  name: t.string,
  population: t.uint32,
  area: t.bigint64.optional(),
  location: Location,
  languages: t.set(t.string),
  codes: t.list(t.uint16.nullable()),
  corners: t.tuple(Location),
  nickname: t.string.optional(),
  mayor: t.string.nullable(),
  motto: t.string.optional().nullable(),
  raw: t.bytes,
  extra: t.any,
  mixed: t.list,
  capital: t.bool,
});
type City = Infer<typeof City>;

describe('Infer', () => {
  test('is the plain object', () => {
    expectTypeOf<City>().toEqualTypeOf<{
      name: string;
      population: number;
      area?: bigint | undefined;
      location: { lat: number; lon: number };
      languages: Set<string>;
      codes: (number | null)[];
      corners: readonly { lat: number; lon: number }[];
      nickname?: string | undefined;
      mayor: string | null;
      motto?: string | null | undefined;
      raw: Uint8Array;
      extra: unknown;
      mixed: unknown[];
      capital: boolean;
    }>();
    expectTypeOf<Infer<typeof t.uint64>>().toEqualTypeOf<number>();
    expectTypeOf<Infer<typeof t.string>>().toEqualTypeOf<string>();
  });

  test('is what toObject gives', () => {
    const record = Location.unpackFrom(Location.pack({ lat: 1, lon: 2 }));
    expectTypeOf(record.toObject()).toEqualTypeOf<Infer<typeof Location>>();
    expect(record.toObject()).toEqual({ lat: 1, lon: 2 });
  });
});

describe('InferInput', () => {
  test('takes more than reading gives', () => {
    type Input = InferInput<typeof City>;
    expectTypeOf<Input['population']>().toEqualTypeOf<number | bigint>();
    expectTypeOf<Input['languages']>().toEqualTypeOf<ReadonlySet<string> | ReturnType<typeof as>>();
    expectTypeOf<Uint16Array>().toExtend<Input['codes']>();
    expectTypeOf<readonly unknown[]>().toExtend<Input['mixed']>();
    expectTypeOf<{ lat: number; lon: number }>().toExtend<Input['location']>();
    expectTypeOf<City>().toExtend<Input>();
  });

  test('refuses what packing refuses', () => {
    const Small = struct({ a: t.uint8, b: t.string.optional() });
    // @ts-expect-error a is required
    expect(() => Small.pack({})).toThrow();
    // @ts-expect-error null is not declared
    expect(() => Small.pack({ a: null })).toThrow();
    // @ts-expect-error a string is no number
    expect(() => Small.pack({ a: '1' })).toThrow();
    // @ts-expect-error null is not undefined
    expect(() => Small.pack({ a: 1, b: null })).toThrow();
    expect(Small.pack({ a: 1n, b: undefined })).toBeInstanceOf(Uint8Array);
  });
});

test('fields of a record are read-only and typed', () => {
  const Small = struct({ id: t.uint32, tags: t.list(t.string), where: Location, note: t.string.optional() });
  const record = Small.unpackFrom(Small.pack({ id: 1, tags: ['a'], where: { lat: 1, lon: 2 } }));
  expectTypeOf(record.id).toEqualTypeOf<number>();
  expectTypeOf(record.tags).toEqualTypeOf<string[]>();
  expectTypeOf(record.where.lat).toEqualTypeOf<number>();
  expectTypeOf(record.note).toEqualTypeOf<string | undefined>();
  expectTypeOf(record.where.toObject()).toEqualTypeOf<{ lat: number; lon: number }>();
  expectTypeOf(record.equals).toBeFunction();
  expect(() => {
    // @ts-expect-error fields are read-only
    record.id = 2;
  }).toThrow(ArgumentError);
});

test('a slot called as a method has the type of the slot', () => {
  const Odd = struct({ toObject: t.uint8, equals: t.string });
  const record = Odd.unpackFrom(Odd.pack({ toObject: 5, equals: 'x' }));
  expectTypeOf(record.toObject).toEqualTypeOf<number>();
  expectTypeOf(record.equals).toEqualTypeOf<string>();
  expect(record.toObject).toBe(5);
});

test('extension keeps the types', () => {
  class Place extends struct({ name: t.string }) {
    get shout(): string {
      return this.name.toUpperCase();
    }
  }
  const place = Place.unpackFrom(Place.pack({ name: 'x' }));
  expectTypeOf(place).toEqualTypeOf<Place>();
  expectTypeOf(place.shout).toEqualTypeOf<string>();
  expectTypeOf<Infer<typeof Place>>().toEqualTypeOf<{ name: string }>();
  const Trip = struct(
    { to: Place, via: t.list(Place), back: Place.optional() },
    { registry: new Registry() },
  );
  const trip = Trip.unpackFrom(Trip.pack({ to: { name: 'a' }, via: [] }));
  expectTypeOf(trip.to).toEqualTypeOf<Place>();
  expectTypeOf(trip.via).toEqualTypeOf<Place[]>();
  expectTypeOf(trip.back).toEqualTypeOf<Place | undefined>();
  expect(trip.to.shout).toBe('A');
  expectTypeOf<Infer<typeof Trip>>().toEqualTypeOf<{
    to: { name: string };
    via: { name: string }[];
    back?: { name: string } | undefined;
  }>();
  expect(place.shout).toBe('X');
});

test('`as` takes what its type packs', () => {
  expectTypeOf(as<number>).toBeFunction();
  as(t.float64, 1);
  as(t.tuple, [1, 2]);
  as(t.list(t.float64), Float32Array.of(1));
  as(Location, { lat: 1, lon: 2 });
  // @ts-expect-error a string is no number
  as(t.float64, '1');
  // @ts-expect-error lon is required
  as(Location, { lat: 1 });
  expect(as(t.float64, 1).value).toBe(1);
});
